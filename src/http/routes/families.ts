/** Rule packs, under /api/families. A pack is sent as YAML, which includes JSON. */
import { Hono } from 'hono';
import { accepts } from 'hono/accepts';
import { deliverRequestSchema } from '../../shared/api/deliver.ts';
import { approvedQuerySchema, familyPatchQuerySchema } from '../../shared/api/patches.ts';
import { addStyles } from '../../services/families/add-styles.ts';
import { getFamily, listFamilies, putFamily, tryFamily } from '../../services/families/families.ts';
import { listApproved } from '../../services/git/approved.ts';
import { patchOfFamily } from '../../services/git/patch.ts';
import { deliverFamily } from '../../services/github/deliver.ts';
import {
  parseInput,
  readArchive,
  readOptionalJsonInput,
  readPackSource,
  readQuery,
  YAML_TYPES,
} from '../body.ts';
import { readPrecondition, textResponse } from '../conditional.ts';
import type { AppEnvironment } from '../environment.ts';
import { limited } from '../middleware/limited.ts';
import { patchResponse } from '../patch-response.ts';
import { requireGitHub } from '../require-github.ts';

export const families = new Hono<AppEnvironment>()
  .get('/', async function readFamilies(c) {
    return c.json(await listFamilies(c.get('services')));
  })
  .get('/:name', async function readFamily(c) {
    const family = await getFamily(c.get('services'), c.req.param('name'));
    const { source, etag } = family;
    c.header('Vary', 'Accept', { append: true });
    const type = accepts(c, {
      header: 'Accept',
      supports: ['application/json', ...YAML_TYPES],
      default: 'application/json',
    });
    // JSON has the position of the log and the rules of other packs too: it is never kept, nor answered with 304.
    if (type === 'application/json') return c.json(family, 200, { ETag: etag });
    return textResponse(c, source, { contentType: 'application/yaml; charset=utf-8', etag });
  })
  .get('/:name/approved', async function readApproved(c) {
    const query = parseInput(approvedQuerySchema, readQuery(c, { lists: ['rule_id'] }));
    return c.json(await listApproved(c.get('services'), c.req.param('name'), query));
  })
  .get('/:name/patch', async function readPatch(c) {
    const query = parseInput(familyPatchQuerySchema, readQuery(c, { lists: ['rule_id'] }));
    return patchResponse(c, await patchOfFamily(c.get('services'), c.req.param('name'), query));
  })
  .post('/:name/deliver', limited, async function deliverApproved(c) {
    requireGitHub(c);
    const request = await readOptionalJsonInput(c, deliverRequestSchema);
    return c.json(await deliverFamily(c.get('services'), c.req.param('name'), request));
  })
  .put('/:name', limited, async function writeFamily(c) {
    const source = await readPackSource(c);
    const update = await putFamily(c.get('services'), c.req.param('name'), source, readPrecondition(c));
    return c.json(update, 200, { ETag: update.etag });
  })
  .post('/:name/styles', limited, async function importStyles(c) {
    const zip = await readArchive(c);
    const update = await addStyles(c.get('services'), c.req.param('name'), zip, readPrecondition(c));
    return c.json(update, 200, { ETag: update.etag });
  })
  .post('/:name/test', limited, async function testFamily(c) {
    const source = c.req.header('Content-Type') === undefined ? null : await readPackSource(c);
    return c.json(await tryFamily(c.get('services'), c.req.param('name'), source));
  });
