/** The REST API, under /api. Handlers read the request, ask one use case, and answer. */
import { Hono } from 'hono';
import {
  eventListQuerySchema,
  ignoredQuerySchema,
  ignoreRequestSchema,
  recommendationListQuerySchema,
  validationListQuerySchema,
} from '../../shared/api.ts';
import {
  getContent,
  getEvents,
  getRecommendation,
  getStats,
  getValidation,
  listOfRecommendations,
  listOfValidations,
} from '../../services/browse.ts';
import { readMonitoring } from '../../services/health.ts';
import { validateDocuments } from '../../services/validate.ts';
import { ignoredIn, ignoreFindings, restoreFindings } from '../../services/ignore.ts';
import { parseInput, readJsonInput, readQuery, readSubmission } from '../body.ts';
import type { AppEnvironment } from '../environment.ts';
import { limited } from '../middleware/limited.ts';
import { families } from './families.ts';

export const api = new Hono<AppEnvironment>()
  .post('/validate', limited, async function validate(c) {
    const { documents, options } = await readSubmission(c);
    const results = await validateDocuments(c.get('services'), documents, options);
    const [first] = results;
    if (first && results.length === 1) {
      return c.json(first, 201, { Location: `/api/validations/${first.id}` });
    }
    return c.json({ results }, 201);
  })
  .get('/validations', async function listValidations(c) {
    const query = parseInput(validationListQuerySchema, readQuery(c));
    return c.json(await listOfValidations(c.get('services'), query));
  })
  .get('/validations/:id', async function readValidation(c) {
    return c.json(await getValidation(c.get('services'), c.req.param('id')));
  })
  .get('/validations/:id/content', async function readContent(c) {
    const content = await getContent(c.get('services'), c.req.param('id'));
    return c.body(content, 200, { 'Content-Type': 'text/markdown; charset=utf-8' });
  })
  .post('/validations/:id/ignore', limited, async function ignore(c) {
    const request = await readJsonInput(c, ignoreRequestSchema);
    return c.json({ results: await ignoreFindings(c.get('services'), c.req.param('id'), request) });
  })
  .post('/validations/:id/restore', limited, async function restore(c) {
    const request = await readJsonInput(c, ignoreRequestSchema);
    return c.json({ results: await restoreFindings(c.get('services'), c.req.param('id'), request) });
  })
  .get('/ignored', async function readIgnored(c) {
    const { file_path: filePath } = parseInput(ignoredQuerySchema, readQuery(c));
    return c.json({ results: await ignoredIn(c.get('services'), filePath) });
  })
  .route('/families', families)
  .get('/recommendations', async function listRecommendations(c) {
    const query = parseInput(recommendationListQuerySchema, readQuery(c));
    return c.json(await listOfRecommendations(c.get('services'), query));
  })
  .get('/recommendations/:id', async function readRecommendation(c) {
    return c.json(await getRecommendation(c.get('services'), c.req.param('id')));
  })
  .get('/events', async function listEvents(c) {
    const query = parseInput(eventListQuerySchema, readQuery(c));
    return c.json(await getEvents(c.get('services'), query));
  })
  .get('/stats', async function readStats(c) {
    return c.json(await getStats(c.get('services')));
  })
  .get('/monitoring', async function monitoring(c) {
    return c.json(await readMonitoring(c.env));
  });
