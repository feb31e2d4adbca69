/** Health probes, under /health. */
import { Hono } from 'hono';
import { checkReadiness } from '../../services/health.ts';
import type { AppEnvironment } from '../environment.ts';

export const health = new Hono<AppEnvironment>()
  .get('/live', function live(c) {
    return c.json({ status: 'ok' });
  })
  .get('/ready', async function ready(c) {
    const readiness = await checkReadiness(c.env, c.get('services').db);
    return c.json(readiness, readiness.status === 'ok' ? 200 : 503);
  });
