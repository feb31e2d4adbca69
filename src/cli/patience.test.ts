import { expect, it } from 'vitest';
import { ApiError, createApi, type GalleyApi } from '../client/index.ts';
import { patiently, PATIENCE_MS, ServiceAwayError } from './patience.ts';

/** A service with scripted answers, of which the last repeats, and a clock that only advances by waiting. */
function scripted(...answers: (() => Response)[]) {
  const waits: number[] = [];
  const said: string[] = [];
  let now = 0;
  let asked = 0;
  const api = createApi({
    baseUrl: 'http://galley.test',
    fetch: () => {
      asked += 1;
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      return new Promise((resolve) => resolve(answer!()));
    },
  });
  const clock = {
    now: () => now,
    sleep: (ms: number) => {
      waits.push(ms);
      now += ms;
      return Promise.resolve();
    },
    random: () => 0.999_999,
  };
  const ask = (what: (api: GalleyApi) => Promise<unknown>) =>
    patiently(
      () => what(api),
      (text) => said.push(text),
      clock,
    );
  return { ask, waits, said, asked: () => asked };
}

const good = () => Response.json({ actor: 'local' });
const away = () => new Response('', { status: 503 });
const later = (header: string) => () => new Response('', { status: 429, headers: { 'Retry-After': header } });
const refused = () => {
  throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:8586') });
};

it('asks again while the service is away, longer between each time, and says so', async () => {
  const { ask, waits, said } = scripted(refused, away, good);
  expect(await ask((api) => api.session())).toEqual({ actor: 'local' });
  expect(waits).toEqual([500, 1_000]);
  expect(said[0]).toBe(
    'The service does not answer (connect ECONNREFUSED 127.0.0.1:8586). Trying again in 0.5 s.',
  );
  expect(said[1]).toContain('503');
});

it('waits as long as the service asks for', async () => {
  const inAMinute = new Date(Date.now() + 60_000).toUTCString();
  const { ask, waits } = scripted(later('7'), later(inAMinute), later('soon'), good);
  await ask((api) => api.session());
  expect(waits[0]).toBe(7_000);
  expect(waits[1]).toBeGreaterThan(2_000);
  expect(waits[2]).toBe(2_000);
});

it('asks again when an answer breaks off', async () => {
  const { ask, asked } = scripted(() => new Response('{"actor": "lo'), good);
  expect(await ask((api) => api.session())).toEqual({ actor: 'local' });
  expect(asked()).toBe(2);
});

it('gives up after a while', async () => {
  const { ask, waits } = scripted(refused);
  await expect(ask((api) => api.session())).rejects.toThrow(ServiceAwayError);
  const waited = waits.reduce((sum, ms) => sum + ms, 0);
  expect(waited).toBeLessThanOrEqual(PATIENCE_MS);
  expect(waited).toBeGreaterThan(PATIENCE_MS / 2);
});

it.each([400, 401, 403, 404, 409, 422, 500])('does not ask again after %i', async (status) => {
  const { ask, asked } = scripted(() => new Response('', { status }));
  await expect(ask((api) => api.session())).rejects.toThrow(ApiError);
  expect(asked()).toBe(1);
});
