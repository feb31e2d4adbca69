import { beforeEach, describe, expect, it } from 'vitest';
import type { Stats } from '../../src/shared/api/monitoring.ts';
import type { ValidateResponse } from '../../src/shared/api/validations.ts';
import { admin, ADMIN, ask, bearer, makeToken, sendJson, silenceDenials } from './deployment.ts';

beforeEach(() => void silenceDenials());

const ANSWERS: Record<string, () => Promise<Response>> = {
  data: () => ask('/api/stats', { headers: bearer(ADMIN) }),
  'a problem': () => ask('/api/nothing', { headers: bearer(ADMIN) }),
  'a denial': () => ask('/api/stats'),
  'what was refused': () => ask('/api/validate', sendJson('POST', {}, bearer(ADMIN))),
  'a probe': () => ask('/health/live'),
};

describe.each(Object.entries(ANSWERS))('%s', (_name, get) => {
  it('runs nothing, is framed by nobody, is kept by nobody, and says which request it was', async () => {
    const { headers } = await get();
    const policy = headers.get('Content-Security-Policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(headers.get('Strict-Transport-Security')).toMatch(/max-age=\d{8}/);
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('pages of other origins', () => {
  const Origin = 'https://pages.example';
  const list = { ALLOWED_ORIGINS: `${Origin} https://more.example` };

  it('that are on the list may ask, with a token and never with a cookie', async () => {
    const preflight = await ask(
      '/api/stats',
      {
        method: 'OPTIONS',
        headers: {
          Origin,
          'Access-Control-Request-Method': 'GET',
          'Access-Control-Request-Headers': 'authorization',
        },
      },
      list,
    );
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('Access-Control-Allow-Origin')).toBe(Origin);
    expect(preflight.headers.get('Access-Control-Allow-Headers')).toContain('Authorization');
    const response = await ask('/api/stats', { headers: { Origin, ...bearer(ADMIN) } }, list);
    expect(response.status).toBe(200);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(Origin);
    expect(response.headers.get('Access-Control-Allow-Credentials')).toBeNull();
  });

  it('that are not may not', async () => {
    for (const headers of [{ Origin: 'https://evil.example' }, { Origin: 'null' }]) {
      const preflight = await ask('/api/stats', { method: 'OPTIONS', headers }, list);
      expect(preflight.headers.get('Access-Control-Allow-Origin')).toBeNull();
      const response = await ask('/api/stats', { headers: { ...headers, ...bearer(ADMIN) } }, list);
      expect(response.status).toBe(403);
      expect(response.headers.get('Access-Control-Allow-Origin')).toBeNull();
    }
  });
});

it('counters and totals are of the own families', async () => {
  const { token } = await makeToken({ name: 'pdf only', role: 'viewer', families: ['pdf'] });
  const stats = async () => (await (await ask('/api/stats', { headers: bearer(token) })).json()) as Stats;
  const before = await stats();
  const content = '# A\n\n### B\n\nText.\n';
  const made: ValidateResponse[] = [];
  for (const family of ['pdf', 'cells', 'default']) {
    made.push(await admin('/api/validate', { content, file_path: `${family}.md`, family }));
  }
  const after = await stats();
  expect(after.validations.total).toBe(before.validations.total + 1);
  expect(after.validations.last_24h).toBe(before.validations.last_24h + 1);
  expect(after.recommendations.total).toBe(before.recommendations.total + made[0]!.recommendations.length);
  for (const path of [
    '/api/validations',
    '/api/validations?q=text',
    '/api/validations?file_path=.md',
    '/api/recommendations',
  ]) {
    const page = (await (await ask(path, { headers: bearer(token) })).json()) as {
      total: number;
      results: { family: string }[];
    };
    expect(page.total, path).toBe(page.results.length);
    expect(
      page.results.every(({ family }) => family === 'pdf'),
      path,
    ).toBe(true);
    expect(page.results.length, path).toBeGreaterThan(0);
  }
});
