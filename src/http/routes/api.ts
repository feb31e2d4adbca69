/** The REST API, under /api. Handlers read the request, ask one use case, and answer. */
import { Hono } from 'hono';
import { historyEventsQuerySchema, ignoredQuerySchema, reportQuerySchema } from '../../shared/api.ts';
import { getHistory, getStats } from '../../services/browse.ts';
import { readMonitoring } from '../../services/health.ts';
import { ignoredIn } from '../../services/ignore.ts';
import { reportOfWorkflow } from '../../services/report.ts';
import { validateDocuments } from '../../services/validate.ts';
import { parseInput, readQuery, readSubmission } from '../body.ts';
import type { AppEnvironment } from '../environment.ts';
import { limited } from '../middleware/limited.ts';
import { reportResponse } from '../report-response.ts';
import { credentials } from './credentials.ts';
import { events } from './events.ts';
import { families } from './families.ts';
import { recommendations } from './recommendations.ts';
import { validations } from './validations.ts';

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
  .route('/validations', validations)
  .get('/ignored', async function readIgnored(c) {
    const { file_path: filePath } = parseInput(ignoredQuerySchema, readQuery(c));
    return c.json({ results: await ignoredIn(c.get('services'), filePath) });
  })
  .route('/', credentials)
  .route('/families', families)
  .route('/recommendations', recommendations)
  .get('/workflows/:id/report', async function reportWorkflow(c) {
    const { format } = parseInput(reportQuerySchema, readQuery(c));
    return reportResponse(c, await reportOfWorkflow(c.get('services'), c.req.param('id'), format));
  })
  .get('/workflows/:id/events', async function readWorkflowEvents(c) {
    const page = parseInput(historyEventsQuerySchema, readQuery(c));
    return c.json(await getHistory(c.get('services'), { workflow_id: c.req.param('id') }, page));
  })
  .route('/events', events)
  .get('/stats', async function readStats(c) {
    return c.json(await getStats(c.get('services')));
  })
  .get('/monitoring', async function monitoring(c) {
    return c.json(await readMonitoring(c.env, c.get('services')));
  });
