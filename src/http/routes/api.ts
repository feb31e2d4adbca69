/** The REST API, under /api. A handler reads the request, calls one use case, and answers. */
import { Hono } from 'hono';
import { monitoringQuerySchema } from '../../shared/api/figures.ts';
import { ignoredQuerySchema } from '../../shared/api/ignored.ts';
import { qualityQuerySchema } from '../../shared/api/quality.ts';
import { getStats } from '../../services/stats.ts';
import { readMonitoring } from '../../services/health.ts';
import { ignoredIn } from '../../services/decisions/ignore.ts';
import { qualityOverTime } from '../../services/documents/quality.ts';
import { validateDocument, validateDocuments } from '../../services/documents/validate.ts';
import { parseInput, readQuery, readSubmission } from '../body.ts';
import type { AppEnvironment } from '../environment.ts';
import { limited } from '../middleware/limited.ts';
import { backup } from './backup.ts';
import { batches } from './batches.ts';
import { credentials } from './credentials.ts';
import { descriptions } from './descriptions.ts';
import { documents } from './documents.ts';
import { events } from './events.ts';
import { families } from './families.ts';
import { github } from './github.ts';
import { recommendations } from './recommendations.ts';
import { validations } from './validations.ts';
import { workflows } from './runs.ts';
import { webhooks } from './webhooks.ts';

export const api = new Hono<AppEnvironment>()
  .post('/validate', limited, async function validate(c) {
    const { documents: sent, options } = await readSubmission(c);
    const [first] = sent;
    if (first && sent.length === 1) {
      const validation = await validateDocument(c.get('services'), first, options);
      return c.json(validation, 201, { Location: `/api/validations/${validation.id}` });
    }
    return c.json(await validateDocuments(c.get('services'), sent, options), 201);
  })
  .route('/validations', validations)
  .get('/ignored', async function readIgnored(c) {
    return c.json(await ignoredIn(c.get('services'), parseInput(ignoredQuerySchema, readQuery(c))));
  })
  .route('/', backup)
  .route('/', credentials)
  .route('/', descriptions)
  .route('/batches', batches)
  .route('/documents', documents)
  .route('/families', families)
  .route('/github', github)
  .route('/recommendations', recommendations)
  .route('/webhooks', webhooks)
  .route('/workflows', workflows)
  .route('/events', events)
  .get('/quality', async function readQuality(c) {
    return c.json(await qualityOverTime(c.get('services'), parseInput(qualityQuerySchema, readQuery(c))));
  })
  .get('/stats', async function readStats(c) {
    return c.json(await getStats(c.get('services')));
  })
  .get('/monitoring', async function monitoring(c) {
    const query = parseInput(monitoringQuerySchema, readQuery(c));
    return c.json(await readMonitoring(c.env, c.get('services'), query));
  });
