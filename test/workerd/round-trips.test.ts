/** How often each route goes to the database until it answers, and how many rows that costs: docs/costs.md says it. */
import { expect, it } from 'vitest';
import page from '../../docs/costs.md?raw';
import type { BulkResponse } from '../../src/shared/api/decisions.ts';
import type { ValidateManyResponse, ValidateResponse } from '../../src/shared/api/validations.ts';
import { measure, type Cost } from './d1-limits.ts';
import { accepted, decide } from './desk.ts';
import { create, documents, reach } from './runs.ts';
import { CLEAN, multipart, post, request, SKIPPED } from './service.ts';

/** The lines of the table, by request and case. */
const lines = new Map<string, Cost>(
  page
    .split('\n')
    .filter((line) => /^\| `(GET|POST)/.test(line))
    .map((line) => {
      const [, route, of, trips, read, written] = line.split('|').map((cell) => cell.trim());
      const most = { trips: Number(trips), read: Number(read), written: Number(written) };
      return [`${route?.replaceAll('`', '')}: ${of}`, most] as const;
    }),
);
const measured = new Map<string, Cost>();

/** Measures one request, whose line in the table has this name. */
async function cost(name: string, send: () => Promise<Response>): Promise<Response> {
  const { response, trips, read, written } = await measure(send);
  expect(response.ok, `${name}: ${response.ok ? '' : await response.clone().text()}`).toBe(true);
  measured.set(name, { trips, read, written });
  return response;
}

/** A page with findings of about ten rules; `n` makes its text one of its own. */
const fixable = (n: number | string) =>
  [
    `# Title ${n}`,
    'Text   ',
    '### Too deep',
    '',
    'Text with [gone](#nowhere) and [](#).',
    '',
    '',
    '* a',
    '- b',
    '',
    '![](image.png)',
    'http://bare.example',
    '',
  ].join('\n');
const validate = (content: string, file_path: string) => () =>
  post('/api/validate', { content, file_path, family: 'default' });
const bulk = (kind: 'recommendations' | 'validations', body: object) => () => post(`/api/${kind}/bulk`, body);

const again =
  (id: string, body: object = {}) =>
  () =>
    post(`/api/validations/${id}/revalidate`, body);
const one = (id: string, action: string) => () => decide('recommendations', id, action);

async function several(count: number, folder: string): Promise<{ ids: string[]; ofRule: string[] }> {
  const files = Array.from({ length: count }, (_, n) => [
    `${folder}/${n}.md`,
    SKIPPED.replace('Title', folder + n),
  ]);
  const { results } = await accepted<ValidateManyResponse>(
    await request('/api/validate', multipart(Object.fromEntries(files))),
    201,
  );
  const ofRule = results.map(({ recommendations }) => recommendations[0]!.id);
  return { ids: results.map(({ id }) => id), ofRule };
}

async function approvedOf(made: { ofRule: string[] }): Promise<void> {
  await accepted<BulkResponse>(await bulk('recommendations', { action: 'approve', ids: made.ofRule })());
}

it('each route asks the database as often as its line says, for as many rows at most', async () => {
  // What is compiled once for an isolate.
  await validate(CLEAN, 'first.md')();
  const made = await accepted<ValidateResponse>(
    await cost('POST /api/validate: a new document', validate(fixable(1), 'one.md')),
    201,
  );
  await cost('POST /api/validate: a changed version', validate(fixable(2), 'one.md'));
  const linked = validate(`${fixable(3)}[other](one.md#none)\n`, 'linked.md');
  await cost('POST /api/validate: a document that links to others', linked);
  const [first, second, third] = (
    await accepted<ValidateResponse>(await validate(fixable(4), 'two.md')(), 201)
  ).recommendations;
  await cost('POST /api/recommendations/:id/approve: ', one(first!.id, 'approve'));
  await cost('POST /api/recommendations/:id/undo: ', one(first!.id, 'undo'));
  await cost('POST /api/recommendations/:id/reject: ', one(second!.id, 'reject'));
  await cost('POST /api/recommendations/:id/reopen: ', one(second!.id, 'reopen'));
  await one(third!.id, 'approve')();
  await validate(fixable('4, changed'), 'two.md')();

  const own = await accepted<ValidateResponse>(await validate(fixable(5), 'own.md')(), 201);
  const edited = own.recommendations.find(({ edits }) => edits.length > 0)!;
  await cost('POST /api/recommendations/:id/approve: with text of one’s own', () =>
    decide('recommendations', edited.id, 'approve', { edits: [{ index: 0, text: 'xyz' }] }),
  );
  expect(made.recommendations.length).toBeGreaterThan(3);

  const review = (action: string) => () => decide('validations', own.id, action);
  await cost('POST /api/validations/:id/approve: ', review('approve'));
  await cost('POST /api/validations/:id/reopen: ', review('reopen'));
  await cost('POST /api/validations/:id/reject: ', review('reject'));

  const ten = await several(10, 'ten');
  await cost(
    'POST /api/recommendations/bulk: ten decided',
    bulk('recommendations', { action: 'reject', ids: ten.ofRule }),
  );
  const undone = await accepted<BulkResponse>(
    await bulk('recommendations', { action: 'reopen', ids: ten.ofRule })(),
  );
  expect(undone.results.every(({ ok }) => ok)).toBe(true);
  const kept = await accepted<BulkResponse>(
    await cost(
      'POST /api/recommendations/bulk: a rule decided, ten times',
      bulk('recommendations', { action: 'reject', rule_id: 'headings/increment' }),
    ),
  );
  await cost('POST /api/batches/:id/undo: ', () => post(`/api/batches/${kept.batch_id}/undo`, {}));
  await cost(
    'POST /api/validations/bulk: ten decided',
    bulk('validations', { action: 'approve', ids: ten.ids }),
  );
  await approvedOf(ten);
  await cost(
    'POST /api/validations/bulk: ten enhanced',
    bulk('validations', { action: 'enhance', ids: ten.ids }),
  );
  const more = await several(10, 'more');
  await approvedOf(more);
  await cost(
    'POST /api/recommendations/bulk: ten applied',
    bulk('recommendations', { action: 'apply', ids: more.ofRule }),
  );
  const rule = await several(20, 'rule');
  await approvedOf(rule);
  await cost(
    'POST /api/recommendations/bulk: a rule applied, twenty times',
    bulk('recommendations', { action: 'apply', rule_id: 'headings/increment' }),
  );

  const single = await several(2, 'single');
  await approvedOf(single);
  const [a, b] = single.ids as [string, string];
  await cost('POST /api/validations/:id/enhance: a preview', () =>
    post(`/api/validations/${a}/enhance`, { preview: true }),
  );
  await cost('POST /api/validations/:id/enhance: ', () => post(`/api/validations/${a}/enhance`, {}));
  await cost('POST /api/recommendations/:id/apply: ', one(single.ofRule[1]!, 'apply'));
  const links = await accepted<ValidateResponse>(await linked(), 201);
  const ids = links.recommendations.filter(({ edits }) => edits.length > 0).map(({ id }) => id);
  await bulk('recommendations', { action: 'approve', ids })();
  await cost('POST /api/validations/:id/enhance: a document that links to others', () =>
    post(`/api/validations/${links.id}/enhance`, {}),
  );

  await cost('POST /api/validations/:id/revalidate: its enhanced text', again(b));
  await cost('POST /api/validations/:id/revalidate: the same text', again(own.id));
  await cost('POST /api/validations/:id/revalidate: the same text as another version', again(own.id));
  await cost('POST /api/validations/:id/revalidate: a document that links to others', again(links.id));
  const fingerprints = [own.issues[0]!.fingerprint];
  await cost('POST /api/validations/:id/ignore: ', () =>
    post(`/api/validations/${own.id}/ignore`, { fingerprints }),
  );
  await cost('POST /api/validations/:id/restore: ', () =>
    post(`/api/validations/${own.id}/restore`, { fingerprints }),
  );

  const get = (name: string, path = name) => cost(`GET ${name}`, () => request(path));
  const of = `/api/validations/${a}`;
  await get('/api/validations: ', '/api/validations');
  await get('/api/documents: ', '/api/documents');
  await get('/api/recommendations: ', '/api/recommendations');
  await get('/api/validations/:id: ', of);
  await get('/api/validations/:id/content: ', `${of}/content`);
  await get('/api/validations/:id/enhanced: ', `${of}/enhanced`);
  await get('/api/validations/:id/diff: ', `${of}/diff`);
  await get('/api/validations/:id/comparison: ', `${of}/comparison`);
  await get('/api/validations/:id/events: ', `${of}/events`);
  await get('/api/validations/:id/report: ', `${of}/report?format=html`);
  await get('/api/validations/report: ', '/api/validations/report?format=json');
  const run = await accepted<{ id: string }>(
    await cost('POST /api/workflows: with documents', () =>
      post('/api/workflows', { type: 'batch_validation', documents: documents(3, 'run') }),
    ),
    201,
  );
  const empty = await create();
  await cost('POST /api/workflows/:id/documents: ', () =>
    post(`/api/workflows/${empty.id}/documents`, { documents: documents(3, 'empty') }),
  );
  await cost('POST /api/workflows/:id/start: ', () => post(`/api/workflows/${empty.id}/start`, {}));
  await reach(run.id, 'completed');
  await get('/api/workflows/:id: ', `/api/workflows/${run.id}`);
  await get('/api/workflows/:id/summary: ', `/api/workflows/${run.id}/summary`);
  await get('/api/workflows/:id/report: ', `/api/workflows/${run.id}/report?format=json`);

  const table = [...measured].map(
    ([name, { trips, read, written }]) => `${name} | ${trips} | ${read} | ${written}`,
  );
  const wrong = [...measured].filter(([name, { trips, read, written }]) => {
    const line = lines.get(name);
    return !line || trips !== line.trips || read > line.read || written > line.written;
  });
  expect(wrong, `docs/costs.md says otherwise of some of these:\n${table.join('\n')}`).toEqual([]);
  expect([...lines.keys()].filter((name) => !measured.has(name))).toEqual([]);
});
