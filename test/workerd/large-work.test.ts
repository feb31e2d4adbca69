import { env } from 'cloudflare:workers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { BulkResponse } from '../../src/shared/api/decisions.ts';
import type { Page } from '../../src/shared/api/fields.ts';
import type { RecommendationListItem } from '../../src/shared/things.ts';
import type { ValidateManyResponse, ValidateResponse } from '../../src/shared/api/validations.ts';
import { MAX_ENHANCED_PER_REQUEST, MAX_FILE_PATH_LENGTH, MAX_WORK_BYTES } from '../../src/shared/limits.ts';
import { accepted, read } from './desk.ts';
import { CLEAN, getJson, multipart, post, request, SKIPPED, submit } from './service.ts';

const send = async (files: Record<string, string>) =>
  accepted<ValidateManyResponse>(await request('/api/validate', multipart(files)), 201);
const skipped = (n: number) => SKIPPED.replace('Title', `Title ${n}`);

// The time that a request may take is spent by no clock: see work-budget.test.ts.
beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterAll(() => void vi.useRealTimers());

describe('one document may have', () => {
  it('20,000 links, and the longest path', async () => {
    const folder = `${'漢'.repeat(MAX_FILE_PATH_LENGTH - 10)}/`;
    await submit(CLEAN, `${folder}1.md`);
    const links = Array.from({ length: 20_000 }, (_, n) => `- [a](${n}.md#none)`).join('\n');
    const made = await submit(`# A\n\n${links}\n`, `${folder}all.md`);
    const broken = made.issues.filter(({ rule_id }) => rule_id === 'links/unknown-anchor-elsewhere');
    expect(broken.map(({ snippet }) => snippet)).toEqual([expect.stringContaining('1.md#none')]);
  });

  it.each([14_000, 60_000])('%i headings to raise', async (count) => {
    const made = await submit(`# A\n\n${'### x\n\n'.repeat(count)}## y\n`, 'headings.md');
    const { recommendations } = await read(made.id);
    expect(recommendations).toEqual(made.recommendations);
    const { edits } = recommendations.find(({ rule_id }) => rule_id === 'headings/increment')!;
    // They belong together. Beyond what a row takes, they are for a person.
    expect(edits).toHaveLength(count === 14_000 ? count : 0);
  });
});

it('a page of recommendations ends early when its edits and diffs are long', async () => {
  const { results } = await send(
    Object.fromEntries(Array.from({ length: 7 }, (_, n) => [`long/${n}.md`, skipped(n)])),
  );
  const ids = results.flatMap(({ recommendations }) => recommendations.map(({ id }) => id));
  await env.DB.prepare(
    `update recommendations set diff = hex(zeroblob(500000)) where id in (select value from json_each(?))`,
  )
    .bind(JSON.stringify(ids))
    .run();
  const pages: string[][] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = `status=proposed&rule_id=headings/increment&limit=50${cursor && `&cursor=${cursor}`}`;
    const page: Page<RecommendationListItem> = await getJson(`/api/recommendations?${query}`);
    pages.push(page.results.map(({ id }) => id));
    cursor = page.next_cursor;
  }
  expect(pages[0]).toHaveLength(3);
  expect(
    pages
      .flat()
      .filter((id) => ids.includes(id))
      .toSorted(),
  ).toEqual(ids.toSorted());
});

describe('several files', () => {
  it('are answered without the texts of their findings', async () => {
    const { results, ...more } = await send({ 'a.md': skipped(1), 'b.md': CLEAN });
    expect(more).toEqual({});
    const [first] = results;
    const { issues, recommendations } = await read(first!.id);
    expect(first).toMatchObject({ file_path: 'a.md', outcome: 'warning' });
    expect(first!.issues).toEqual(
      issues.map(({ rule_id, level, message, line, column, fingerprint }) => ({
        rule_id,
        level,
        message,
        line,
        column,
        fingerprint,
      })),
    );
    expect(first!.recommendations).toEqual(
      recommendations.map(({ id, rule_id, severity, title, status }) => ({
        id,
        rule_id,
        severity,
        title,
        status,
      })),
    );
  });

  it('beyond the work of one request are left over, and can be sent again', async () => {
    const half = `\`\`\`text\n${'code\n'.repeat(MAX_WORK_BYTES / 10)}`.slice(0, MAX_WORK_BYTES / 2);
    const files = { 'a.md': half, 'b.md': half, 'c.md': CLEAN, 'd.md': CLEAN };
    const first = await send(files);
    expect(first.results.map(({ file_path }) => file_path)).toEqual(['a.md', 'b.md']);
    expect(first.remaining).toBe(2);
    const { n } = (await env.DB.prepare(
      `select count(*) as n from validations where file_path = 'c.md'`,
    ).first())!;
    expect(n).toBe(0);
    const second = await send({ 'c.md': CLEAN, 'd.md': CLEAN });
    expect(second.results).toHaveLength(2);
    expect(second.remaining).toBeUndefined();
  });
});

const states = ({ results }: BulkResponse) =>
  results.map((result) => (result.ok ? result.state : result.error.type));

const enhanceMany = (ids: string[]) => post('/api/validations/bulk', { action: 'enhance', ids });

describe('applying to many documents', () => {
  const count = MAX_ENHANCED_PER_REQUEST + 5;
  async function approvedDocuments(): Promise<{ id: string; recommendation: string }[]> {
    const files = Array.from({ length: count }, (_, n) => [`many/${n}.md`, skipped(n)]);
    const { results } = await send(Object.fromEntries(files));
    const made = results.map(({ id, recommendations }) => ({ id, recommendation: recommendations[0]!.id }));
    const ids = made.map(({ recommendation }) => recommendation);
    await accepted(await post('/api/recommendations/bulk', { action: 'approve', ids }));
    return made;
  }

  it('enhances as many as one request may, and says how many remain', async () => {
    const ids = (await approvedDocuments()).map(({ id }) => id);
    const first = await accepted<BulkResponse>(await enhanceMany(ids));
    expect(states(first)).toEqual(Array.from({ length: MAX_ENHANCED_PER_REQUEST }, () => 'enhanced'));
    expect(first.remaining).toBe(5);
    const second = await accepted<BulkResponse>(await enhanceMany(ids.slice(first.results.length)));
    expect(states(second)).toEqual(Array.from({ length: 5 }, () => 'enhanced'));
    expect(second.remaining).toBeUndefined();
  });

  it('applies recommendations by their ids or by their rule, and says how many remain', async () => {
    const ids = (await approvedDocuments()).map(({ recommendation }) => recommendation);
    const first = await accepted<BulkResponse>(
      await post('/api/recommendations/bulk', { action: 'apply', ids }),
    );
    expect(states(first)).toEqual(Array.from({ length: MAX_ENHANCED_PER_REQUEST }, () => 'applied'));
    expect(first.remaining).toBe(5);
    const ofRule = { action: 'apply', rule_id: 'headings/increment' };
    const second = await accepted<BulkResponse>(await post('/api/recommendations/bulk', ofRule));
    expect(states(second)).toEqual(Array.from({ length: 5 }, () => 'applied'));
    expect(second.remaining).toBe(0);
  });
});

it('one file is answered with everything', async () => {
  const made = await accepted<ValidateResponse>(
    await request('/api/validate', multipart({ 'one.md': skipped(0) })),
    201,
  );
  expect(made.issues).toEqual((await read(made.id)).issues);
  expect(made.recommendations[0]!.edits.length).toBeGreaterThan(0);
});
