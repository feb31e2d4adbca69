/** Figures for Prometheus, at /metrics. */
import { Hono } from 'hono';
import { FORMATS, formatFor } from '../../metrics/exposition.ts';
import { readExposition } from '../../services/figures/exposition.ts';
import type { AppEnvironment } from '../environment.ts';

export const metrics = new Hono<AppEnvironment>().get('/', async function readMetrics(c) {
  const format = formatFor(c.req.header('Accept'));
  const text = await readExposition(c.env, c.get('services'), format);
  return c.text(text, 200, { 'Content-Type': FORMATS[format], Vary: 'Accept' });
});
