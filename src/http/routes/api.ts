/** The REST API, under /api. Handlers read the request, ask one use case, and answer. */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import {
  eventListQuerySchema,
  recommendationListQuerySchema,
  validationListQuerySchema,
} from '../../shared/api.ts';
import { MAX_REQUEST_BYTES } from '../../shared/limits.ts';
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
import { parseInput, readQuery, readSubmission } from '../body.ts';
import type { AppEnvironment } from '../environment.ts';
import { ProblemError } from '../problem.ts';

const limited = bodyLimit({
  maxSize: MAX_REQUEST_BYTES,
  onError: () => {
    throw new ProblemError('request-too-large', `A request has at most ${MAX_REQUEST_BYTES} bytes.`);
  },
});

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
