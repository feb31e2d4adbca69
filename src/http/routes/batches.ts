/** Bulk decisions, under /api/batches. */
import { Hono } from 'hono';
import { decisionSchema } from '../../shared/api/decisions.ts';
import { undoBatch } from '../../services/decisions/undo.ts';
import { readOptionalJsonInput } from '../body.ts';
import { toBulkResults } from '../bulk.ts';
import type { AppEnvironment } from '../environment.ts';
import { limited } from '../middleware/limited.ts';

export const batches = new Hono<AppEnvironment>().post('/:id/undo', limited, async function undo(c) {
  const options = await readOptionalJsonInput(c, decisionSchema);
  const { outcomes, ...more } = await undoBatch(c.get('services'), c.req.param('id'), options);
  return c.json({ results: toBulkResults(outcomes), ...more });
});
