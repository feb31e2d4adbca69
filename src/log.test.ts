import { env } from 'cloudflare:workers';
import { expect, it, vi } from 'vitest';
import { openDatabase } from './store/database.ts';
import { insertText } from './store/texts.ts';
import { describeError, logError } from './log.ts';

it('says why a query failed, and nothing of what it was given', async () => {
  const db = openDatabase(env.DB);
  const document = { sha256: 'secret-hash', content: 'secret text', byte_length: 1, created_at: 'now' };
  const failing = insertText(db, { ...document, byte_length: null as unknown as number });
  const error: unknown = await failing.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(String(error)).toContain('secret text');
  expect(describeError(error)).not.toContain('secret');
  expect(describeError(error)).toMatch(/NOT NULL/);
  const written = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  logError('http', 'a request failed', error, { request: '1' });
  expect(JSON.stringify(written.mock.calls)).not.toContain('secret');
  expect(JSON.parse(String(written.mock.calls[0]?.[0]))).toMatchObject({ level: 'error', request: '1' });
});

it('describes what was thrown, whatever it is', () => {
  for (const thrown of [undefined, null, 'a token', 7, {}, new TypeError('no'), Object.create(null)]) {
    expect(describeError(thrown)).not.toContain('a token');
  }
  expect(describeError(new TypeError('no'))).toContain('TypeError: no');
});
