import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { TokenList } from '../../src/shared/api/access.ts';
import type { Page } from '../../src/shared/api/fields.ts';
import type { ValidateManyResponse, ValidateResponse } from '../../src/shared/api/validations.ts';
import { IDEMPOTENCY_KEY_LIFETIME_MS, MAX_IDEMPOTENCY_KEY_LENGTH } from '../../src/shared/limits.ts';
import type { Run, Validation } from '../../src/shared/things.ts';
import { composeServices } from '../../src/compose.ts';
import { runMaintenance } from '../../src/services/maintenance.ts';
import { CLEAN, expectProblem, getJson, head, post, request, SKIPPED } from './service.ts';

const newKey = () => ({ 'Idempotency-Key': crypto.randomUUID() });

async function made<T>(response: Response): Promise<T> {
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  return response.json();
}

const sendWithKeyOf = (length: number) =>
  post('/api/validate', { content: CLEAN }, { 'Idempotency-Key': 'k'.repeat(length) });

describe('a request that is sent again with its Idempotency-Key', () => {
  it('makes one validation, and is answered as before', async () => {
    const key = newKey();
    const body = { content: SKIPPED, file_path: 'again.md' };
    const first = await made<ValidateResponse>(await post('/api/validate', body, key));
    const position = await head();
    const second = await made<ValidateResponse>(await post('/api/validate', body, key));
    expect(second).toEqual(first);
    expect(await head()).toBe(position);
    const { total } = await getJson<Page<Validation>>('/api/validations?file_path=again.md');
    expect(total).toBe(1);
  });

  it('makes one validation when all copies arrive at the same moment', async () => {
    const key = newKey();
    const body = { content: SKIPPED, file_path: 'at-once.md' };
    const answers = await Promise.all([1, 2, 3, 4].map(() => post('/api/validate', body, key)));
    const results = await Promise.all(answers.map((answer) => made<ValidateResponse>(answer)));
    expect(new Set(results.map(({ id }) => id)).size).toBe(1);
    const { total } = await getJson<Page<Validation>>('/api/validations?file_path=at-once.md');
    expect(total).toBe(1);
  });

  it('makes one validation of each file', async () => {
    const key = newKey();
    const send = () => {
      const body = new FormData();
      for (const name of ['one.md', 'two.md']) body.append('file', new File([CLEAN], `files-${name}`));
      return request('/api/validate', { method: 'POST', body, headers: key });
    };
    const first = await made<ValidateManyResponse>(await send());
    expect(await made<ValidateManyResponse>(await send())).toEqual(first);
    const { total } = await getJson<Page<Validation>>('/api/validations?file_path=files-');
    expect(total).toBe(2);
  });

  it('makes one run, which it starts even if the first request ended before that', async () => {
    const key = newKey();
    const body = {
      type: 'batch_validation',
      name: 'once',
      documents: [{ file_path: 'run.md', content: CLEAN }],
    };
    const first = await made<Run>(await post('/api/workflows', body, key));
    await env.DB.prepare(`update workflows set state = 'pending', started_at = null where id = ?`)
      .bind(first.id)
      .run();
    const second = await made<Run>(await post('/api/workflows', body, key));
    expect(second).toMatchObject({ id: first.id, state: 'running' });
    expect((await getJson<Page<Run>>('/api/workflows?name=once')).total).toBe(1);
  });

  it('makes one child of a validation', async () => {
    const parent = await made<ValidateResponse>(await post('/api/validate', { content: SKIPPED }));
    const key = newKey();
    const send = () =>
      post(`/api/validations/${parent.id}/revalidate`, { content: `${SKIPPED}More.\n` }, key);
    const first = await made<ValidateResponse>(await send());
    expect(await made<ValidateResponse>(await send())).toEqual(first);
  });

  it('makes one token, and says that it can not be shown again', async () => {
    const key = newKey();
    const body = { name: `once ${crypto.randomUUID().slice(0, 8)}`, role: 'viewer' };
    const { id } = await made<{ id: string }>(await post('/api/tokens', body, key));
    const { type, detail } = await expectProblem(await post('/api/tokens', body, key), 409);
    expect(type).toBe('urn:galley:problem:answer-lost');
    expect(detail).toContain(id);
    const { results } = await getJson<TokenList>('/api/tokens');
    expect(results.filter(({ name }) => name === body.name)).toHaveLength(1);
  });
});

describe('an Idempotency-Key', () => {
  it('can not be used for another request', async () => {
    const key = newKey();
    await made(await post('/api/validate', { content: CLEAN, file_path: 'mine.md' }, key));
    const others: [string, unknown][] = [
      ['/api/validate', { content: CLEAN, file_path: 'other.md' }],
      ['/api/validate', { content: `${CLEAN}More.\n`, file_path: 'mine.md' }],
      ['/api/workflows', { type: 'batch_validation' }],
    ];
    for (const [path, body] of others) {
      const { type } = await expectProblem(await post(path, body, key), 422);
      expect(type).toBe('urn:galley:problem:key-reused');
    }
  });

  it('is not remembered for a request that failed', async () => {
    const key = newKey();
    await expectProblem(await post('/api/validate', { content: CLEAN, family: 'nowhere' }, key), 422);
    await made(await post('/api/validate', { content: CLEAN }, key));
  });

  it('is forgotten after its lifetime', async () => {
    const key = newKey();
    const first = await made<ValidateResponse>(await post('/api/validate', { content: CLEAN }, key));
    const services = composeServices(env, { waitUntil: () => {} });
    const later = new Date(Date.now() + IDEMPOTENCY_KEY_LIFETIME_MS + 1_000);
    await runMaintenance(env, { ...services, now: () => later });
    const second = await made<ValidateResponse>(await post('/api/validate', { content: CLEAN }, key));
    expect(second.id).not.toBe(first.id);
  });

  it('may have as many characters as the limit says, and no more', async () => {
    await made(await sendWithKeyOf(MAX_IDEMPOTENCY_KEY_LENGTH));
    await expectProblem(await sendWithKeyOf(MAX_IDEMPOTENCY_KEY_LENGTH + 1), 400);
    await expectProblem(await post('/api/validate', { content: CLEAN }, { 'Idempotency-Key': 'a b' }), 400);
  });
});
