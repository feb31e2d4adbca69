import { describe, expect, it } from 'vitest';
import type { RecommendationDecided } from '../../src/shared/api/recommendations.ts';
import type { EnhanceResponse, ValidateResponse } from '../../src/shared/api/validations.ts';
import { MAX_OWN_TEXT_LENGTH, MAX_OWN_TEXTS_LENGTH } from '../../src/shared/limits.ts';
import { accepted, decide, read, refused } from './desk.ts';
import { head, post, readLog, request, submit } from './service.ts';

/** Two tabs, trailing spaces, and a skipped level. */
const FLAWED =
  '# Title\r\n\r\nText   \r\nmore.\r\n\r\n### Too deep\r\n\r\nA\ttab.\r\n\r\nAnother\ttab.\r\n' +
  '\r\n<!-- markdownlint-configure-file {"MD009": true, "MD010": true} -->\r\n';
const path = () => `own/${crypto.randomUUID()}.md`;
const ofRule = ({ recommendations }: Pick<ValidateResponse, 'recommendations'>, rule: string) =>
  recommendations.find(({ rule_id }) => rule_id === rule)!;
const approve = (id: string, body: object) => decide('recommendations', id, 'approve', body);
const enhance = async (id: string, body: object = {}) =>
  accepted<EnhanceResponse>(await post(`/api/validations/${id}/enhance`, body));
const text = (length: number) => 'x'.repeat(length);
const enhanced = async (id: string) => (await request(`/api/validations/${id}/enhanced`)).text();

describe("text of one's own in an approval", () => {
  it('is kept as the decision, and applied like ours', async () => {
    const made = await submit(FLAWED, path());
    const { id, edits } = ofRule(made, 'headings/increment');
    const edit = edits[0]!;
    const after = await head();
    const answer = await accepted<RecommendationDecided>(
      await approve(id, { edits: [{ index: 0, text: edit.text }], note: 'as it was' }),
    );
    // It is what we propose: nothing of one's own.
    expect(answer.recommendation.approved_edits).toEqual([0]);
    await accepted(await decide('recommendations', id, 'undo'));
    const own = { index: 0, text: `${edit.text} Very` };
    const decided = await accepted<RecommendationDecided>(
      await approve(id, { edits: [own], note: 'better' }),
    );
    expect(decided.recommendation).toMatchObject({
      status: 'approved',
      approved_edits: [own],
      edits: [edit],
    });
    expect(decided.changes).toContain('a heading');
    expect((await readLog(after)).at(-1)).toMatchObject({
      type: 'recommendation_approved',
      after: { status: 'approved', approved_edits: [own] },
      note: 'better',
    });
    const preview = await enhance(made.id, { preview: true });
    expect(preview).toMatchObject({ applied: [id], changes: decided.changes });
    await enhance(made.id);
    expect(await enhanced(made.id)).toBe(
      `${FLAWED.slice(0, edit.start)}${own.text}${FLAWED.slice(edit.end)}`,
    );
    expect(await (await request(`/api/validations/${made.id}/diff`)).text()).toContain('Very');
  });

  it('stands beside edits as they are, and without those that are left out', async () => {
    const made = await submit(FLAWED, path());
    const { id, edits } = ofRule(made, 'MD010');
    expect(edits).toHaveLength(2);
    await accepted(await approve(id, { edits: [{ index: 1, text: ' — ' }] }));
    await accepted(await decide('recommendations', id, 'apply'));
    expect(await enhanced(made.id)).toBe(FLAWED.replace('Another\ttab', 'Another — tab'));
    const other = await submit(FLAWED, path());
    const mixed = ofRule(other, 'MD010');
    const decided = await accepted<RecommendationDecided>(
      await approve(mixed.id, { edits: [{ index: 1, text: ', ' }, 0] }),
    );
    expect(decided.recommendation.approved_edits).toEqual([0, { index: 1, text: ', ' }]);
    await enhance(other.id);
    expect(await enhanced(other.id)).toBe(
      FLAWED.replace('A\ttab', `A${mixed.edits[0]!.text}tab`).replace('Another\ttab', 'Another, tab'),
    );
  });

  it('is only certain when it is proven, and not refused when it is not', async () => {
    const made = await submit(FLAWED, path());
    const spaces = ofRule(made, 'MD009');
    const proven = await accepted<RecommendationDecided>(
      await approve(spaces.id, { edits: [{ index: 0, text: '  ' }] }),
    );
    expect(proven.changes).toEqual([]);
    await accepted(await decide('recommendations', spaces.id, 'undo'));
    const harmful = await accepted<RecommendationDecided>(
      await approve(spaces.id, { edits: [{ index: 0, text: '\r\n\r\n1. ' }] }),
    );
    expect(harmful.changes).not.toEqual([]);
    const answer = await enhance(made.id);
    expect(answer).toMatchObject({ applied: [spaces.id], changes: harmful.changes });
  });

  it('goes on with the next versions', async () => {
    const where = path();
    const first = await submit(FLAWED, where);
    const { id } = ofRule(first, 'MD010');
    const own = { index: 0, text: ' own ' };
    await accepted(await approve(id, { edits: [own] }));
    const second = await submit(FLAWED.replace('# Title\r\n', '# Title\r\n\r\nA new paragraph.\r\n'), where);
    const carried = ofRule(second, 'MD010');
    expect(carried).toMatchObject({ status: 'approved', carried_from: id, approved_edits: [own] });
    await enhance(second.id);
    expect(await enhanced(second.id)).toContain('A own tab.\r\n\r\nAnother\ttab.');
  });

  it('is undone with its decision', async () => {
    const made = await submit(FLAWED, path());
    const { id } = ofRule(made, 'MD010');
    const own = { index: 1, text: ' own ' };
    await accepted(await approve(id, { edits: [own] }));
    await accepted(await decide('recommendations', id, 'reject'));
    const after = await head();
    await accepted(await decide('recommendations', id, 'undo'));
    expect(ofRule(await read(made.id), 'MD010')).toMatchObject({ status: 'approved', approved_edits: [own] });
    expect((await readLog(after))[0]).toMatchObject({ after: { status: 'approved', approved_edits: [own] } });
  });

  it('is refused with its place when it is wrong', async () => {
    const made = await submit(FLAWED, path());
    const { id, edits } = ofRule(made, 'MD010');
    const wrong: [unknown, string][] = [
      [[{ index: edits.length, text: 'x' }], 'edits.0.index'],
      [[0, { index: 7, text: 'x' }], 'edits.1.index'],
      [[{ index: -1, text: 'x' }], 'edits.0.index'],
      [[{ index: '0', text: 'x' }], 'edits.0.index'],
      [[{ index: 0 }], 'edits.0.text'],
      [[{ index: 0, text: 3 }], 'edits.0.text'],
      [[{ index: 0, text: text(MAX_OWN_TEXT_LENGTH + 1) }], 'edits.0.text'],
      [[{ index: 0, text: '\ud800' }], 'edits.0.text'],
      [[{ index: 0, text: 'x', more: 1 }], 'edits.0.more'],
      [[{ index: 0, text: edits[0]!.expected }], 'edits.0.text'],
      [[0, { index: 0, text: 'x' }], 'edits'],
      [
        Array.from({ length: MAX_OWN_TEXTS_LENGTH / MAX_OWN_TEXT_LENGTH + 1 }, (_, index) => ({
          index,
          text: text(MAX_OWN_TEXT_LENGTH),
        })),
        'edits',
      ],
      [['0'], 'edits.0'],
    ];
    const before = await head();
    for (const [body, place] of wrong) {
      const problem = await refused(await approve(id, { edits: body }), 422);
      expect(problem.errors?.map((error) => error.path)).toEqual([place]);
    }
    await refused(await decide('recommendations', id, 'reject', { edits: [0] }), 422);
    await refused(await approve(crypto.randomUUID(), { edits: [{ index: 0, text: 'x' }] }), 404);
    expect(await head()).toBe(before);
    await accepted(await approve(id, { edits: [{ index: 0, text: text(MAX_OWN_TEXT_LENGTH) }] }));
    await refused(await approve(id, { edits: [{ index: 0, text: 'x' }] }), 409);
  });
});
