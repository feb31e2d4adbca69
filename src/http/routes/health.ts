/** Health probes, under /health. */
import { Hono } from 'hono';
import { checkReadiness } from '../../services/health.ts';
import type { AppEnvironment } from '../environment.ts';

export const health = new Hono<AppEnvironment>()
  .get('/live', function live(c) {
    return c.json({ status: 'ok' });
  })
  .get('/ready', async function ready(c) {
    const { db, now } = c.get('services');
    const readiness = await checkReadiness(db, now());
    return c.json(readiness, readiness.status === 'ok' ? 200 : 503);
  });
