import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { BulkResponse } from '../../src/shared/api/decisions.ts';
import type { ValidateManyResponse, ValidateResponse } from '../../src/shared/api/validations.ts';
import {
  MAX_ENHANCED_PER_REQUEST,
  MAX_FILE_PATH_LENGTH,
  MAX_LISTED_ISSUES,
  MAX_WORK_BYTES,
} from '../../src/shared/limits.ts';
import { accepted, read } from './desk.ts';
import { CLEAN, multipart, post, request, SKIPPED, submit } from './service.ts';

const send = async (files: Record<string, string>) =>
  accepted<ValidateManyResponse>(await request('/api/validate', multipart(files)), 201);
const skipped = (n: number) => SKIPPED.replace('Title', `Title ${n}`);

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
    const made = await submit(`# A\n\n${'### x\n\n'.repeat(count)}`, 'headings.md');
    const { recommendations } = await read(made.id);
    expect(recommendations).toEqual(made.recommendations);
    const { edits } = recommendations.find(({ rule_id }) => rule_id === 'headings/increment')!;
    // They belong together. Beyond what a row takes, they are for a person.
    expect(edits).toHaveLength(count === 14_000 ? count : 0);
  });
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

  it(`list at most MAX_LISTED_ISSUES (${MAX_LISTED_ISSUES}) issues, and say what is left out`, async () => {
    const bad = `# A\n\n${'![](x)\n\n'.repeat(1_000)}`;
    const files = Object.fromEntries(Array.from({ length: 7 }, (_, n) => [`${n}.md`, `${bad}${n}\n`]));
    const { results } = await send(files);
    const listed = results.map(({ issues }) => issues.length);
    expect(listed.reduce((sum, n) => sum + n, 0)).toBe(MAX_LISTED_ISSUES);
    const last = results.at(-1)!;
    expect(last.issues_left_out).toBe((await read(last.id)).issues.length - last.issues.length);
  });

  it('beyond the work of one request are left over, and can be sent again', async () => {
    const half = 'word '.repeat(MAX_WORK_BYTES / 10).slice(0, MAX_WORK_BYTES / 2);
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
  const states = ({ results }: BulkResponse) =>
    results.map((result) => (result.ok ? result.state : result.error.type));

  it('enhances as many as one request may, and says how many remain', async () => {
    const ids = (await approvedDocuments()).map(({ id }) => id);
    const body = (of: string[]) => post('/api/validations/bulk', { action: 'enhance', ids: of });
    const first = await accepted<BulkResponse>(await body(ids));
    expect(states(first)).toEqual(Array.from({ length: MAX_ENHANCED_PER_REQUEST }, () => 'enhanced'));
    expect(first.remaining).toBe(5);
    const second = await accepted<BulkResponse>(await body(ids.slice(first.results.length)));
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
