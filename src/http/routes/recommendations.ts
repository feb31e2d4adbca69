/** Recommendations, under /api/recommendations. Fixed paths come before `/:id`, which would match them too. */
import { Hono } from 'hono';
import { decisionSchema } from '../../shared/api/decisions.ts';
import { historyEventsQuerySchema } from '../../shared/api/events.ts';
import {
  approvalSchema,
  groupQuerySchema,
  recommendationBulkSchema,
  recommendationListQuerySchema,
} from '../../shared/api/recommendations.ts';
import { applyRecommendation } from '../../services/decisions/apply.ts';
import { decideManyRecommendations } from '../../services/decisions/bulk.ts';
import {
  getRecommendation,
  groupsOfRecommendations,
  listOfRecommendations,
} from '../../services/decisions/recommendations.ts';
import { getHistory } from '../../services/events/read-events.ts';
import { decideRecommendation } from '../../services/decisions/decide.ts';
import { undoRecommendation } from '../../services/decisions/undo.ts';
import { parseInput, readJsonInput, readOptionalJsonInput, readQuery } from '../body.ts';
import { toBulkResults } from '../bulk.ts';
import type { AppEnvironment } from '../environment.ts';
import { limited } from '../middleware/limited.ts';

export const recommendations = new Hono<AppEnvironment>()
  .get('/', async function listRecommendations(c) {
    const query = parseInput(recommendationListQuerySchema, readQuery(c));
    return c.json(await listOfRecommendations(c.get('services'), query));
  })
  .get('/groups', async function groupRecommendations(c) {
    const query = parseInput(groupQuerySchema, readQuery(c));
    return c.json(await groupsOfRecommendations(c.get('services'), query));
  })
  .post('/bulk', limited, async function decideMany(c) {
    const request = await readJsonInput(c, recommendationBulkSchema);
    const { outcomes, ...more } = await decideManyRecommendations(c.get('services'), request);
    return c.json({ results: toBulkResults(outcomes), ...more });
  })
  .get('/:id', async function readRecommendation(c) {
    return c.json(await getRecommendation(c.get('services'), c.req.param('id')));
  })
  .get('/:id/events', async function readEvents(c) {
    const page = parseInput(historyEventsQuerySchema, readQuery(c));
    return c.json(await getHistory(c.get('services'), { recommendation_id: c.req.param('id') }, page));
  })
  .post('/:id/approve', limited, async function approve(c) {
    const options = await readOptionalJsonInput(c, approvalSchema);
    return c.json(await decideRecommendation(c.get('services'), c.req.param('id'), 'approve', options));
  })
  .post('/:id/reject', limited, async function reject(c) {
    const options = await readOptionalJsonInput(c, decisionSchema);
    return c.json(await decideRecommendation(c.get('services'), c.req.param('id'), 'reject', options));
  })
  .post('/:id/reopen', limited, async function reopen(c) {
    const options = await readOptionalJsonInput(c, decisionSchema);
    return c.json(await decideRecommendation(c.get('services'), c.req.param('id'), 'reopen', options));
  })
  .post('/:id/undo', limited, async function undo(c) {
    const options = await readOptionalJsonInput(c, decisionSchema);
    return c.json(await undoRecommendation(c.get('services'), c.req.param('id'), options));
  })
  .post('/:id/apply', limited, async function apply(c) {
    const options = await readOptionalJsonInput(c, decisionSchema);
    return c.json(await applyRecommendation(c.get('services'), c.req.param('id'), options));
  });
