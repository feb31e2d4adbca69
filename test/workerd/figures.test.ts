import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { composeServices } from '../../src/compose.ts';
import { buildRuleset } from '../../src/engine/index.ts';
import { hubOf } from '../../src/live/hub-stub.ts';
import { addUp, sumOf } from '../../src/metrics/read-figures.ts';
import { isolate } from '../../src/metrics/isolate.ts';
import { Registry, type Figures } from '../../src/metrics/registry.ts';
import { saveIsolate } from '../../src/services/figures/keep.ts';
import { measureChecks } from '../../src/services/figures/measure-checks.ts';
import { runMaintenance } from '../../src/services/maintenance.ts';
import type { Monitoring } from '../../src/shared/api/monitoring.ts';
import { MAX_DATA_POINTS, METRIC_MINUTES_KEPT_MS } from '../../src/shared/limits.ts';
import { openDatabase } from '../../src/store/database.ts';
import { addFigures, readBuckets, selectTotals, STEPS, toTotals } from '../../src/store/metrics.ts';
import { saveFigures } from '../../src/store/save-figures.ts';
import { instancesOf } from '../../src/workflows/instances.ts';
import { evictHub } from './eviction.ts';
import { listen } from './listener.ts';
import { readMetrics, type Samples } from './read-metrics.ts';
import { CLEAN, expectProblem, getJson, request, SKIPPED, submit } from './service.ts';

const OPENMETRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';
const db = openDatabase(env.DB, new Registry());

const samples = async () => readMetrics(await (await request('/metrics')).text(), 'prometheus');

/** How many connections have resumed from there. */
const resumes = (from: string, history: Monitoring['history']) =>
  history?.resumes.find(({ name }) => name === from)?.n ?? 0;
/** What was added between two scrapes. */
const since = (before: Samples, after: Samples, name: string) =>
  (after.get(name) ?? 0) - (before.get(name) ?? 0);

describe('/metrics', () => {
  it('counts requests by the pattern of their route, and validations by family and outcome', async () => {
    const before = await samples();
    const { id } = await submit(CLEAN);
    await submit(SKIPPED);
    await getJson(`/api/validations/${id}`);
    await request('/api/validations/0199-none');
    await request(`/no/such/${id}`, { method: 'PROPFIND' });
    const after = await samples();
    const added = (name: string) => since(before, after, `galley_${name}`);
    expect(added('http_requests_total POST /api/validate 2xx')).toBe(2);
    expect(added('http_requests_total GET /api/validations/:id 2xx')).toBe(1);
    expect(added('http_requests_total GET /api/validations/:id 4xx')).toBe(1);
    expect(added('http_requests_total other none 4xx')).toBe(1);
    expect(added('http_request_duration_seconds_count POST /api/validate')).toBe(2);
    expect(added('validations_total default pass')).toBe(1);
    expect(added('validation_duration_seconds_count default')).toBe(2);
    expect(added('events_published_total validation_created')).toBe(2);
    expect(added('d1_queries_total batch')).toBeGreaterThan(2);
    expect(added('d1_rows_written_total')).toBeGreaterThan(2);
    expect([...after.keys()].filter((key) => key.includes(id))).toEqual([]);
  });

  it('has the gauges of hubs and of what waits', async () => {
    const now = await samples();
    expect(now.get('galley_hub_up hub-0')).toBe(1);
    expect(now.get('galley_connections hub-0')).toBe(0);
    expect(now.get('galley_queue_depth run_documents')).toBe(0);
    expect(now.get('galley_queue_age_seconds github_deliveries')).toBe(0);
    expect(now.get('galley_runs running')).toBe(0);
  });

  it('answers without a hub that is down', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const { Hub } = await import('../../src/live/hub.ts');
    vi.spyOn(Hub.prototype, 'saveFigures').mockRejectedValue(new Error('down'));
    const now = await samples();
    vi.restoreAllMocks();
    expect(now.get('galley_hub_up hub-0')).toBe(0);
    expect(now.has('galley_connections hub-0')).toBe(false);
  });

  it('is OpenMetrics for those who ask for it', async () => {
    const plain = await request('/metrics');
    expect(plain.headers.get('Content-Type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const response = await request('/metrics', { headers: { Accept: `${OPENMETRICS},text/plain;q=0.5` } });
    expect(response.headers.get('Content-Type')).toBe(OPENMETRICS);
    const open = readMetrics(new TextDecoder().decode(await response.arrayBuffer()), 'openmetrics');
    expect(new Set(open.keys())).toEqual(
      new Set([...readMetrics(await plain.text(), 'prometheus').keys(), ...open.keys()]),
    );
  });
});

it('measures each check by itself', async () => {
  // Figures of its own: in those of the isolate, what another test has measured in the background is counted too.
  const figures = new Registry();
  const ruleset = buildRuleset({});
  const input = { text: SKIPPED, filePath: 'a.md', ruleset, validationTypes: ['links', 'headings'] as const };
  await measureChecks(input, figures);
  isolate.giveBack(figures.peek());
  const counted = Object.entries(figures.peek()).filter(([key]) => !key.endsWith('|sum'));
  expect(counted.map(([key, n]) => [key.split('|', 2).join(' '), n])).toEqual([
    ['check_duration_seconds links', 1],
    ['check_duration_seconds headings', 1],
  ]);
  const shown = await samples();
  for (const check of ['links', 'headings'])
    expect(shown.get(`galley_check_duration_seconds_count ${check}`)).toBeGreaterThanOrEqual(1);
});

describe('figures of a hub', () => {
  it('outlive its hibernation and its end', async () => {
    const before = await samples();
    const listener = await listen('/ws/validation_updates');
    await listener.expectMessage('connection_established');
    const { id } = await submit(CLEAN);
    await vi.waitFor(() => expect(listener.events().map(({ validation_id }) => validation_id)).toContain(id));
    await vi.waitFor(
      () =>
        runInDurableObject(hubOf(env), (_hub, { storage }) =>
          expect(sumOf(storage.kv.get<Figures>('figures') ?? {}, 'events_delivered')).toBe(1),
        ),
      { timeout: 5_000 },
    );
    await evictHub('hibernate');
    listener.close();
    await vi.waitFor(async () => expect((await hubOf(env).status()).connections).toBe(0));
    await evictHub('close');
    const after = await samples();
    const added = (name: string) => since(before, after, `galley_${name}`);
    expect(added('live_connects_total')).toBe(1);
    expect(added('events_delivered_total')).toBe(1);
    expect(added('publish_to_send_seconds_count')).toBe(1);
  });

  it('say where resumed connections had their events from', async () => {
    const before = await samples();
    const { history } = await getJson<Monitoring>('/api/monitoring?range=1h');
    for (const after of [1, 999_999]) {
      const listener = await listen(`/ws/validation_updates?after=${after}`);
      await listener.expectMessage('connection_established');
      listener.close();
      await vi.waitFor(() => expect(listener.closed).toHaveLength(1));
    }
    const now = await getJson<Monitoring>('/api/monitoring?range=1h');
    expect(resumes('log', now.history) - resumes('log', history)).toBe(1);
    expect(resumes('reset', now.history) - resumes('reset', history)).toBe(1);
    expect(since(before, await samples(), 'galley_live_closes_total 1000')).toBe(2);
  });
});

describe('figures over time', () => {
  const START = Date.parse('2026-11-20T23:58:30Z');
  const MINUTES = 200;
  const now = () => new Date(START + METRIC_MINUTES_KEPT_MS + 99 * 60_000);

  beforeAll(async () => {
    await env.DB.prepare('delete from metric_buckets').run();
    for (let n = 0; n < MINUTES; n += 20) {
      const registry = new Registry();
      for (let m = 0; m <= n; m += 20) registry.add('validations', ['default', 'pass']);
      registry.add('validations', ['default', 'fail'], 2);
      registry.observe('d1_query_duration_seconds', ['batch'], 0.004);
      registry.sample('connections', ['hub-0'], 100 - n / 20);
      await saveFigures(db, registry, START + n * 60_000);
      expect(registry.isEmpty).toBe(true);
    }
  });

  it('are the same in every length of buckets, and in all', async () => {
    const totals = toTotals(await selectTotals(db));
    const read = async (step: number, into = step) =>
      readBuckets(db, { step, into, from: Math.floor(START / 86_400_000) * 86_400 });
    const [minutes, tens, hours, days] = await Promise.all([
      read(STEPS.minute),
      read(STEPS.minute, 600),
      read(STEPS.hour),
      read(STEPS.day),
    ]);
    expect([minutes, tens, hours, days].map((list) => list.length)).toEqual([10, 10, 4, 2]);
    for (const list of [minutes, tens, hours, days]) {
      const { '^connections|hub-0': most, ...counted } = addUp(list.map(({ figures }) => figures));
      expect(most).toBe(100);
      // Sums of seconds depend on the order in which they are added.
      const exact = Object.entries(totals).map(([key, n]) => [key, expect.closeTo(n, 9)]);
      expect(counted).toEqual(Object.fromEntries(exact));
    }
    expect(sumOf(totals, 'validations')).toBe(55 + 20);
    expect(days.map(({ figures }) => figures['^connections|hub-0'])).toEqual([100, 99]);
  });

  it('add up when several write at once', async () => {
    const at = START + 7 * 86_400_000;
    await Promise.all(
      Array.from({ length: 5 }, () =>
        addFigures(db, { 'validations|default|pass': 1, notify_failures: 1 }, at),
      ),
    );
    const [minute] = await readBuckets(db, { step: 60, into: 60, from: Math.floor(at / 60_000) * 60 });
    expect(minute?.figures).toEqual({ 'validations|default|pass': 5, notify_failures: 5 });
  });

  it('go to Analytics Engine too where it is bound, once they are written down', async () => {
    const points: AnalyticsEngineDataPoint[] = [];
    const analytics = { writeDataPoint: (point: AnalyticsEngineDataPoint) => void points.push(point) };
    const registry = new Registry();
    registry.add('validations', ['words', 'pass']);
    vi.spyOn(db, 'batch').mockRejectedValueOnce(new Error('down'));
    await expect(saveFigures(db, registry, START, analytics)).rejects.toThrow('down');
    expect(points).toEqual([]);
    await saveFigures(db, registry, START, analytics);
    expect(points).toEqual([
      { indexes: ['validations'], blobs: ['validations', 'words', 'pass'], doubles: [1] },
    ]);
    for (let n = 0; n <= MAX_DATA_POINTS; n += 1) registry.add('live_closes', [`${n}`]);
    await saveFigures(db, registry, START, analytics);
    expect(registry.peek()).toEqual({ data_points_left_out: 1 });
    await saveIsolate(composeServices({ ...env, ANALYTICS: analytics }, { waitUntil: () => undefined }));
    expect(points.map(({ indexes }) => indexes?.[0])).toContain('d1_queries');
  });

  it('are kept for the next time when they cannot be written down', async () => {
    const registry = new Registry();
    registry.add('notify_failures');
    registry.sample('connections', ['hub-0'], 3);
    vi.spyOn(db, 'batch').mockRejectedValueOnce(new Error('down'));
    await expect(saveFigures(db, registry, START)).rejects.toThrow('down');
    registry.add('notify_failures');
    expect(registry.take()).toEqual({ notify_failures: 2, '^connections|hub-0': 3 });
  });

  it('are deleted when they are old, those of all the time never', async () => {
    const read = async (step: number) => (await readBuckets(db, { step, into: step, from: 0 })).length;
    const before = { minutes: await read(STEPS.minute), hours: await read(STEPS.hour) };
    const totals = await selectTotals(db);
    await runMaintenance({ ...env }, { db, now, publish: () => undefined, runner: instancesOf(env) });
    // Those of the first 99 minutes.
    expect(await read(STEPS.minute)).toBe(before.minutes - 5);
    expect(await read(STEPS.hour)).toBe(before.hours);
    expect(await selectTotals(db)).toEqual(totals);
  });

  it('are answered for a range, in points of equal length', async () => {
    for (const [range, points] of Object.entries({ '1h': 60, '24h': 144, '7d': 168, '90d': 90 })) {
      const { history, waiting } = await getJson<Monitoring>(`/api/monitoring?range=${range}`);
      expect(history?.points).toHaveLength(points);
      const step = (history?.step_seconds ?? 0) * 1_000;
      const times = history?.points.map(({ at }) => Date.parse(at)) ?? [];
      expect(times).toEqual(times.map((_, n) => (times[0] ?? 0) + n * step));
      expect(history?.points.at(-1)?.requests).toBeGreaterThan(0);
      expect(history?.total.requests).toBe(history?.points.reduce((sum, { requests }) => sum + requests, 0));
      expect(waiting?.runs).toEqual({ pending: 0, running: 0, paused: 0 });
    }
    await expectProblem(await request('/api/monitoring?range=2h'), 422);
    expect(await getJson('/api/monitoring')).not.toHaveProperty('history');
  });
});
