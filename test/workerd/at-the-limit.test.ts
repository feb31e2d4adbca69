import { describe, expect, it } from 'vitest';
import type { BulkResponse } from '../../src/shared/api/decisions.ts';
import type { IgnoredList } from '../../src/shared/api/ignored.ts';
import type { ValidateResponse } from '../../src/shared/api/validations.ts';
import {
  MAX_BULK_IDS,
  MAX_DOCUMENT_BYTES,
  MAX_DOCUMENTS_PER_CHUNK,
  MAX_FILE_PATH_LENGTH,
  MAX_FILES_PER_REQUEST,
  MAX_GROUP_DECISION,
  MAX_IGNORED_AT_ONCE,
  MAX_NOTE_LENGTH,
  MAX_PAGE_SIZE,
  MAX_PROBLEM_LENGTH,
  MAX_REQUEST_BYTES,
  MAX_RUN_NAME_LENGTH,
  MAX_TOKEN_DAYS,
  MAX_TOKEN_FAMILIES,
  MAX_TOKEN_NAME_LENGTH,
  MAX_TOPICS_PER_CONNECTION,
  MIN_SUBSTRING_LENGTH,
} from '../../src/shared/limits.ts';
import { accepted, submitFixable } from './desk.ts';
import { create, documents } from './runs.ts';
import { CLEAN, getJson, multipart, post, request, SKIPPED, submit } from './service.ts';

/** The longest note, of characters that take the most bytes. */
const NOTE = '漢'.repeat(MAX_NOTE_LENGTH);
const ids = (count: number) => Array.from({ length: count }, () => crypto.randomUUID());
const texts = (count: number) => Array.from({ length: count }, (_, n) => [`${n}.md`, CLEAN] as const);

/** What a route takes, at a limit and one above it, and the status that it answers to the first. */
interface Case {
  route: string;
  limit: string;
  status: number;
  ask: (size: number) => Promise<Response>;
  size: number;
  refusal?: number;
}

const anId = crypto.randomUUID();
const created = (body: object) => post('/api/workflows', { type: 'batch_validation', ...body });
const CASES: Case[] = [
  {
    route: 'POST /api/validate',
    limit: 'MAX_DOCUMENT_BYTES',
    status: 201,
    size: MAX_DOCUMENT_BYTES,
    refusal: 413,
    ask: (size) => post('/api/validate', { content: 'x'.repeat(size) }),
  },
  {
    route: 'POST /api/validate',
    limit: 'MAX_FILE_PATH_LENGTH',
    status: 201,
    size: MAX_FILE_PATH_LENGTH,
    ask: (size) => post('/api/validate', { content: CLEAN, file_path: '漢'.repeat(size) }),
  },
  {
    route: 'POST /api/validate (multipart)',
    limit: 'MAX_FILES_PER_REQUEST',
    status: 201,
    size: MAX_FILES_PER_REQUEST,
    ask: (size) => request('/api/validate', multipart(Object.fromEntries(texts(size)))),
  },
  {
    route: 'POST /api/validations/bulk',
    limit: 'MAX_BULK_IDS',
    status: 200,
    size: MAX_BULK_IDS,
    ask: (size) => post('/api/validations/bulk', { action: 'enhance', ids: ids(size), note: NOTE }),
  },
  {
    route: 'POST /api/recommendations/bulk',
    limit: 'MAX_BULK_IDS',
    status: 200,
    size: MAX_BULK_IDS,
    ask: (size) => post('/api/recommendations/bulk', { action: 'apply', ids: ids(size), note: NOTE }),
  },
  {
    route: 'POST /api/recommendations/bulk',
    limit: 'MAX_NOTE_LENGTH',
    status: 200,
    size: MAX_NOTE_LENGTH,
    ask: (size) =>
      post('/api/recommendations/bulk', { action: 'approve', ids: ids(1), note: '漢'.repeat(size) }),
  },
  {
    route: 'POST /api/workflows',
    limit: 'MAX_RUN_NAME_LENGTH',
    status: 201,
    size: MAX_RUN_NAME_LENGTH,
    ask: (size) => created({ name: '漢'.repeat(size) }),
  },
  {
    route: 'POST /api/workflows',
    limit: 'MAX_DOCUMENTS_PER_CHUNK',
    status: 201,
    size: MAX_DOCUMENTS_PER_CHUNK,
    ask: (size) => created({ documents: unreadable(size) }),
  },
  {
    route: 'POST /api/workflows/:id/documents',
    limit: 'MAX_DOCUMENTS_PER_CHUNK',
    status: 200,
    size: MAX_DOCUMENTS_PER_CHUNK,
    ask: async (size) =>
      post(`/api/workflows/${(await create()).id}/documents`, { documents: unreadable(size) }),
  },
  {
    route: 'POST /api/workflows/:id/documents',
    limit: 'MAX_PROBLEM_LENGTH',
    status: 200,
    size: MAX_PROBLEM_LENGTH,
    ask: async (size) =>
      post(`/api/workflows/${(await create()).id}/documents`, { documents: unreadable(1, size) }),
  },
  {
    route: 'POST /api/tokens',
    limit: 'MAX_TOKEN_NAME_LENGTH',
    status: 201,
    size: MAX_TOKEN_NAME_LENGTH,
    ask: (size) => post('/api/tokens', { name: '漢'.repeat(size), role: 'viewer' }),
  },
  {
    route: 'POST /api/tokens',
    limit: 'MAX_TOKEN_FAMILIES',
    status: 201,
    size: MAX_TOKEN_FAMILIES,
    ask: (size) => post('/api/tokens', { name: 'some', role: 'viewer', families: names(size) }),
  },
  {
    route: 'POST /api/tokens',
    limit: 'MAX_TOKEN_DAYS',
    status: 201,
    size: MAX_TOKEN_DAYS,
    ask: (size) => post('/api/tokens', { name: 'long', role: 'viewer', expires_in_days: size }),
  },
  {
    route: 'POST /api/ws-ticket',
    limit: 'MAX_TOPICS_PER_CONNECTION',
    status: 201,
    size: MAX_TOPICS_PER_CONNECTION,
    ask: (size) => {
      const [topic, ...topics] = ids(size).map((id) => `validation_${id}`);
      return post('/api/ws-ticket', { topic, topics });
    },
  },
  ...[
    '/api/validations?',
    '/api/validations/history?file_path=a.md&',
    '/api/recommendations?',
    '/api/workflows?',
    '/api/events?',
  ].map((path): Case => ({
    route: `GET ${path.split('?')[0]}`,
    limit: 'MAX_PAGE_SIZE',
    status: 200,
    size: MAX_PAGE_SIZE,
    ask: (size) => request(`${path}limit=${size}`),
  })),
];

function unreadable(count: number, length = MAX_PROBLEM_LENGTH) {
  return Array.from({ length: count }, (_, n) => ({
    file_path: `${n}/`.padEnd(MAX_FILE_PATH_LENGTH, '漢'),
    problem: '漢'.repeat(length),
  }));
}

function names(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `family-${n}`);
}

describe.each(CASES)('$route', ({ limit, size, ask, status, refusal = 422 }) => {
  it(`takes ${limit} (${size}), and not one more`, async () => {
    expect((await ask(size)).status).toBe(status);
    expect((await ask(size + 1)).status).toBe(refusal);
  });
});

describe('histories', () => {
  it(`take a limit of MAX_PAGE_SIZE (${MAX_PAGE_SIZE}), and not one more`, async () => {
    const made = await submit(SKIPPED);
    const { id } = await create();
    for (const path of [
      `/api/validations/${made.id}/events`,
      `/api/recommendations/${made.recommendations[0]!.id}/events`,
      `/api/workflows/${id}/events`,
      `/api/workflows/${id}/documents`,
    ]) {
      expect((await request(`${path}?limit=${MAX_PAGE_SIZE}`)).status, path).toBe(200);
      expect((await request(`${path}?limit=${MAX_PAGE_SIZE + 1}`)).status, path).toBe(422);
    }
  });
});

it.each(['q', 'file_path'])(
  `lists take MIN_SUBSTRING_LENGTH characters of %s, and not one less`,
  async (name) => {
    const ask = (length: number) => request(`/api/validations?${name}=${'x'.repeat(length)}`);
    expect((await ask(MIN_SUBSTRING_LENGTH)).status).toBe(200);
    expect((await ask(MIN_SUBSTRING_LENGTH - 1)).status).toBe(422);
  },
);

function askWith(length: number): Promise<Response> {
  const body = JSON.stringify({ action: 'approve', ids: [anId], note: '' });
  return post('/api/validations/bulk', body + ' '.repeat(length - body.length));
}

it('a request takes MAX_REQUEST_BYTES, and not one more', async () => {
  expect((await askWith(MAX_REQUEST_BYTES)).status).toBe(200);
  expect((await askWith(MAX_REQUEST_BYTES + 1)).status).toBe(413);
});

const images = (count: number) =>
  `# A\n\n${Array.from({ length: count }, (_, n) => `![](${n})`).join('\n\n')}\n`;
const fingerprintsOf = ({ issues }: ValidateResponse, count: number) =>
  issues
    .filter(({ rule_id }) => rule_id === 'images/missing-alt')
    .slice(0, count)
    .map(({ fingerprint }) => fingerprint);

describe('POST /api/validations/:id', () => {
  it(`/ignore and /restore take MAX_IGNORED_AT_ONCE (${MAX_IGNORED_AT_ONCE}) with the longest note, and not one more`, async () => {
    const made = await submit(images(MAX_IGNORED_AT_ONCE + 1), 'many.md');
    const fingerprints = fingerprintsOf(made, MAX_IGNORED_AT_ONCE);
    expect(fingerprints).toHaveLength(MAX_IGNORED_AT_ONCE);
    const tooMany = fingerprintsOf(made, MAX_IGNORED_AT_ONCE + 1);
    for (const [action, left] of [
      ['ignore', MAX_IGNORED_AT_ONCE],
      ['restore', 0],
    ] as const) {
      const path = `/api/validations/${made.id}/${action}`;
      const { results } = await accepted<IgnoredList>(await post(path, { fingerprints, note: NOTE }));
      expect(results).toHaveLength(left);
      expect((await post(path, { fingerprints: tooMany })).status).toBe(422);
      expect((await post(path, { fingerprints, note: `${NOTE}x` })).status).toBe(422);
    }
  });

  it.each(['approve', 'reject', 'reopen', 'enhance'])(`/%s takes MAX_NOTE_LENGTH`, async (action) => {
    const { id } = await submit(SKIPPED);
    if (action === 'reopen') await post(`/api/validations/${id}/reject`, {});
    const path = `/api/validations/${id}/${action}`;
    expect((await post(path, { note: `${NOTE}x` })).status).toBe(422);
    expect((await post(path, { note: NOTE })).status).toBe(200);
  });
});

describe('POST /api/recommendations/:id', () => {
  it('takes MAX_NOTE_LENGTH with each action', async () => {
    const { recommendations } = await submitFixable();
    const path = `/api/recommendations/${recommendations[0]!.id}`;
    for (const action of ['reject', 'reopen', 'approve', 'apply']) {
      expect((await post(`${path}/${action}`, { note: `${NOTE}x` })).status).toBe(422);
      expect((await post(`${path}/${action}`, { note: NOTE })).status, action).toBe(200);
    }
  });
});

describe('a decision about a rule', () => {
  it(`settles MAX_GROUP_DECISION (${MAX_GROUP_DECISION}) with the longest note, and says that one remains`, async () => {
    const rule_id = 'headings/increment';
    for (let made = 0; made <= MAX_GROUP_DECISION; made += MAX_FILES_PER_REQUEST) {
      const count = Math.min(MAX_FILES_PER_REQUEST, MAX_GROUP_DECISION + 1 - made);
      const files = Array.from({ length: count }, (_, n) => [`group/${made + n}.md`, SKIPPED]);
      await accepted(
        await request('/api/validate', multipart(Object.fromEntries(files), { family: 'pdf' })),
        201,
      );
    }
    const body = { action: 'reject', rule_id, family: 'pdf', note: NOTE };
    const first = await accepted<BulkResponse>(await post('/api/recommendations/bulk', body));
    expect(first.results.filter(({ ok }) => ok)).toHaveLength(MAX_GROUP_DECISION);
    expect(first.remaining).toBe(1);
    const second = await accepted<BulkResponse>(await post('/api/recommendations/bulk', body));
    expect(second).toMatchObject({ results: [{ ok: true }], remaining: 0 });
  });
});

it('run documents are listed, and their paths may be long', async () => {
  const { id } = await create({ documents: documents(3, 'x'.repeat(MAX_FILE_PATH_LENGTH - 10)) });
  expect(await getJson(`/api/workflows/${id}/documents?limit=1`)).toMatchObject({ total: 3 });
});
