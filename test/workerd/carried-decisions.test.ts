import { expect, it } from 'vitest';
import type { DocumentDetail } from '../../src/shared/api/documents.ts';
import type { ValidateResponse } from '../../src/shared/api/validations.ts';
import type { Recommendation } from '../../src/shared/things.ts';
import { accepted, decide, read } from './desk.ts';
import { create, reach } from './runs.ts';
import { getJson, head, post, readLog } from './service.ts';
import { SPACES_ON } from '../spaces-on.ts';

/** The rules about spaces are off by default. */
const FLAWED =
  '# Title\n\nText   \nmore.\n\n### Too deep\n\nText with [a link ](b.md).\n\n<!-- markdownlint-configure-file {"MD009": true, "MD039": true} -->\n';
/** The same findings, elsewhere. */
const MOVED = `# Title\n\nA new paragraph comes first.\n\n${FLAWED.slice('# Title\n\n'.length)}`;
/** Without the trailing spaces. */
const TRIMMED = FLAWED.replace('Text   \n', 'Text\n');

async function put(path: string, content: string, more: object = {}): Promise<ValidateResponse> {
  return accepted(await post('/api/validate', { file_path: path, content, ...more }), 201);
}
const ofRule = ({ recommendations }: { recommendations: Recommendation[] }, rule: string): Recommendation =>
  recommendations.find(({ rule_id }) => rule_id === rule)!;

it('a decision is made once: rejected stays rejected, approved stays approved, others are proposed', async () => {
  const first = await put('once/a.md', FLAWED);
  const spaces = ofRule(first, 'MD009');
  const link = ofRule(first, 'MD039');
  await accepted(await decide('recommendations', spaces.id, 'reject', { note: 'On purpose' }));
  await accepted(await decide('recommendations', link.id, 'approve', { edits: [0] }));
  const after = await head();
  const second = await put('once/a.md', MOVED);
  expect(ofRule(second, 'MD009')).toMatchObject({
    status: 'rejected',
    carried_from: spaces.id,
    notes: 'On purpose',
    reviewer: 'local',
  });
  const [edit] = ofRule(second, 'MD039').edits;
  expect(MOVED.slice(edit!.start, edit!.end)).toBe(' ');
  expect(ofRule(second, 'MD039')).toMatchObject({
    status: 'approved',
    carried_from: link.id,
    approved_edits: [0],
  });
  expect(ofRule(second, 'headings/increment').status).toBe('proposed');
  expect(ofRule(second, 'headings/increment').carried_from).toBeUndefined();
  expect((await read(second.id)).recommendations).toEqual(second.recommendations);
  const created = (await readLog(after)).filter(({ type }) => type === 'recommendation_created');
  expect(
    created.find(({ recommendation_id }) => recommendation_id === ofRule(second, 'MD039').id),
  ).toMatchObject({
    status: 'approved',
    carried_from: link.id,
  });

  // The decision of the third is still that of the first.
  const third = await put('once/a.md', FLAWED);
  expect(ofRule(third, 'MD009')).toMatchObject({ status: 'rejected', carried_from: spaces.id });
  // What is reopened is open in the next version too.
  await accepted(await decide('recommendations', ofRule(third, 'MD009').id, 'reopen'));
  const fourth = await put('once/a.md', MOVED);
  expect(ofRule(fourth, 'MD009').status).toBe('proposed');
  // Other documents, and texts without a path, know nothing of it.
  expect(ofRule(await put('once/b.md', FLAWED), 'MD039').status).toBe('proposed');
});

it('a decision goes with the finding into another line of versions', async () => {
  const pull = await put('once/ref.md', FLAWED, { ref: 'pull/7' });
  await accepted(await decide('recommendations', ofRule(pull, 'MD009').id, 'reject'));
  const main = await put('once/ref.md', FLAWED);
  expect(ofRule(main, 'MD009')).toMatchObject({ status: 'rejected', carried_from: ofRule(pull, 'MD009').id });
});

it('an approved one of a rule that only a comment in the document switches on is applied when it is gone', async () => {
  for (const comment of [
    'markdownlint-configure-file {"MD010": true}',
    'markdownlint-enable MD010',
    'galley-enable MD010',
  ]) {
    const path = `gone/${comment.length}.md`;
    const text = `# Title\n\n<!-- ${comment} -->\n\nA\ttab.\n`;
    const tab = ofRule(await put(path, text), 'MD010');
    await accepted(await decide('recommendations', tab.id, 'approve'));
    await put(path, text.replace('\t', ' '));
    expect((await read(tab.validation_id)).recommendations.find(({ id }) => id === tab.id)?.status).toBe(
      'applied',
    );
    // Without the comment nobody looks for tabs, so nothing says that they are gone.
    const again = ofRule(await put(path, text), 'MD010');
    await decide('recommendations', again.id, 'approve');
    await put(path, text.replace(/<!--.*-->/, 'Text.'));
    expect((await read(again.validation_id)).recommendations.find(({ id }) => id === again.id)?.status).toBe(
      'superseded',
    );
  }
});

/** Two links to anchors that are not there; only the first one is like another. */
const links = (anchor: string) =>
  `# Title\n\nSee [below](#${anchor}).\n\n## Section\n\nAnd [more](#nowhere).\n`;

it('an approved one is applied when all that it changes is gone, though its rule has more to say', async () => {
  const first = await put('gone/part.md', links('sectoin'));
  const found = first.issues.filter(({ rule_id }) => rule_id === 'links/unknown-anchor');
  expect(found.map(({ fixable }) => fixable)).toEqual(['suggest', 'none']);
  const below = ofRule(first, 'links/unknown-anchor');
  expect(below.edits).toHaveLength(1);
  await accepted(await decide('recommendations', below.id, 'approve'));
  await put('gone/part.md', `${links('sectoin')}\nMore.\n`);
  expect((await read(first.id)).recommendations.find(({ id }) => id === below.id)?.status).toBe('superseded');

  const moved = await getJson<DocumentDetail>('/api/documents/one?file_path=gone/part.md');
  expect(ofRule(moved, 'links/unknown-anchor')).toMatchObject({ status: 'approved' });
  const third = await put('gone/part.md', `${links('section')}\nMore.\n`);
  const { recommendations } = await read(moved.validation.id);
  expect(ofRule({ recommendations }, 'links/unknown-anchor').status).toBe('applied');
  // What is left of the rule is found again, without an edit.
  const left = third.issues.filter(({ rule_id }) => rule_id === 'links/unknown-anchor');
  expect(left.map(({ fixable }) => fixable)).toEqual(['none']);
});

it('an approved one whose finding is gone is applied by whoever brought the version', async () => {
  const first = await put('gone/a.md', FLAWED);
  const spaces = ofRule(first, 'MD009');
  await accepted(await decide('recommendations', spaces.id, 'approve'));
  await accepted(await decide('recommendations', ofRule(first, 'MD039').id, 'approve'));
  const after = await head();
  const second = await put('gone/a.md', TRIMMED);
  const old = (await read(first.id)).recommendations;
  expect(old.find(({ id }) => id === spaces.id)).toMatchObject({ status: 'applied', reviewer: 'local' });
  expect(ofRule({ recommendations: old }, 'MD039').status).toBe('superseded');
  expect(ofRule(second, 'MD039').status).toBe('approved');
  const log = await readLog(after);
  expect(log.filter(({ type }) => type === 'recommendation_applied')).toEqual([
    expect.objectContaining({
      recommendation_id: spaces.id,
      validation_id: first.id,
      actor: 'local',
      before: { status: 'approved' },
      after: { status: 'applied' },
    }),
  ]);
  // It comes before the event that supersedes the rest.
  expect(log[0]).toMatchObject({ type: 'recommendation_applied' });
  // If the finding comes back, it need not be decided on again.
  expect(ofRule(await put('gone/a.md', FLAWED), 'MD009')).toMatchObject({
    status: 'approved',
    carried_from: spaces.id,
  });
});

it('a finding that was not looked for, or is ignored, is not gone', async () => {
  const first = await put('gone/types.md', FLAWED);
  await accepted(await decide('recommendations', ofRule(first, 'MD009').id, 'approve'));
  await put('gone/types.md', TRIMMED, { validation_types: ['headings'] });
  expect(ofRule(await read(first.id), 'MD009').status).toBe('superseded');

  const other = await put('gone/ignored.md', FLAWED);
  await accepted(await decide('recommendations', ofRule(other, 'MD009').id, 'approve'));
  const { fingerprint } = other.issues.find(({ rule_id }) => rule_id === 'MD009')!;
  await accepted(await post(`/api/validations/${other.id}/ignore`, { fingerprints: [fingerprint] }));
  const next = await put('gone/ignored.md', MOVED);
  expect(ofRule(next, 'MD009')).toBeUndefined();
  expect(ofRule(await read(other.id), 'MD009').status).toBe('superseded');
});

it('what is approved for one change is not approved for another', async () => {
  const first = await put('changed/a.md', `# Title\n\nText   \nmore.\n${SPACES_ON}`);
  await accepted(await decide('recommendations', ofRule(first, 'MD009').id, 'approve'));
  // The same findings with a different edit: the line has one more space, which no fingerprint sees.
  const second = await put('changed/a.md', `# Title\n\nText    \nmore.\n${SPACES_ON}`);
  expect(ofRule(second, 'MD009').carried_from).toBeUndefined();
  expect(ofRule(second, 'MD009')).toMatchObject({
    status: 'proposed',
    notes: expect.stringMatching(/another/),
  });
});

async function run(content: string): Promise<DocumentDetail> {
  const { id } = await create({ documents: [{ file_path: 'run/a.md', content }] });
  await reach(id, 'completed');
  return getJson('/api/documents/one?file_path=run/a.md');
}

it('a run carries decisions as well, also where the text is one from before', async () => {
  const first = await run(FLAWED);
  const [link, spaces] = [ofRule(first, 'MD039'), ofRule(first, 'MD009')];
  await accepted(await decide('recommendations', link.id, 'approve'));
  await accepted(await decide('recommendations', spaces.id, 'reject'));
  // Not changed: the same recommendations go on.
  expect(ofRule(await run(FLAWED), 'MD039')).toMatchObject({ id: link.id, status: 'approved' });
  expect(ofRule(await run(MOVED), 'MD039')).toMatchObject({ status: 'approved', carried_from: link.id });
  const back = await run(FLAWED);
  expect(back.validation.reused_from).toBeDefined();
  expect(ofRule(back, 'MD039')).toMatchObject({ status: 'approved', carried_from: link.id });
  expect(ofRule(back, 'MD009')).toMatchObject({ status: 'rejected', carried_from: spaces.id });
  expect(back.document.open).toBe(first.document.open - 2);
});
