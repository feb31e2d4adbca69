/** Rule packs, under /api/families. A pack is sent as YAML, which includes JSON. */
import { Hono } from 'hono';
import { accepts } from 'hono/accepts';
import {
  addStyles,
  getFamily,
  listFamilies,
  putFamily,
  tryFamily,
} from '../../services/families/families.ts';
import { readArchive, readPackSource, YAML_TYPES } from '../body.ts';
import type { AppEnvironment } from '../environment.ts';
import { limited } from '../middleware/limited.ts';

export const families = new Hono<AppEnvironment>()
  .get('/', async function readFamilies(c) {
    return c.json(await listFamilies(c.get('services')));
  })
  .get('/:name', async function readFamily(c) {
    const family = await getFamily(c.get('services'), c.req.param('name'));
    c.header('Vary', 'Accept', { append: true });
    const type = accepts(c, {
      header: 'Accept',
      supports: ['application/json', ...YAML_TYPES],
      default: 'application/json',
    });
    if (type === 'application/json') return c.json(family);
    return c.body(family.source, 200, { 'Content-Type': 'application/yaml; charset=utf-8' });
  })
  .put('/:name', limited, async function writeFamily(c) {
    const source = await readPackSource(c);
    return c.json(await putFamily(c.get('services'), c.req.param('name'), source));
  })
  .post('/:name/styles', limited, async function importStyles(c) {
    const zip = await readArchive(c);
    return c.json(await addStyles(c.get('services'), c.req.param('name'), zip));
  })
  .post('/:name/test', limited, async function testFamily(c) {
    const source = c.req.header('Content-Type') === undefined ? null : await readPackSource(c);
    return c.json(await tryFamily(c.get('services'), c.req.param('name'), source));
  });
