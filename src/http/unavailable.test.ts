import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { openDatabase } from '../store/database.ts';
import { countOne } from '../store/counters.ts';
import { isUnavailable } from './unavailable.ts';

it('knows a part that is down, however deep the reason is', () => {
  const reason = new Error('D1_ERROR: D1 DB is overloaded. Requests queued for too long.');
  expect(isUnavailable(reason)).toBe(true);
  expect(isUnavailable(new Error('Failed query: select 1', { cause: reason }))).toBe(true);
  expect(isUnavailable(Object.assign(new Error('the hub moved'), { retryable: true }))).toBe(true);
});

it('does not blame the database for a fault of ours', async () => {
  expect(isUnavailable(new TypeError('x is undefined'))).toBe(false);
  expect(isUnavailable('D1_ERROR')).toBe(false);
  await env.DB.prepare(
    `create trigger broken before insert on counters begin select raise(abort, 'no'); end`,
  ).run();
  const failure = await countOne(openDatabase(env.DB), 'notify_failures', 'now').catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(Error);
  expect(isUnavailable(failure)).toBe(false);
});
