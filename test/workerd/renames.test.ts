import { expect, it } from 'vitest';
import type { DocumentDetail } from '../../src/shared/api/documents.ts';
import type { IgnoredList } from '../../src/shared/api/ignored.ts';
import type { RunRequest } from '../../src/shared/api/runs.ts';
import type { Recommendation } from '../../src/shared/things.ts';
import { accepted, decide } from './desk.ts';
import { run } from './runs.ts';
import { getJson, post } from './service.ts';

const BODY = Array.from({ length: 12 }, (_, n) => `Paragraph ${n} says something of its own.\n`).join('\n');
/** Rules that are off by default. */
const LAYOUT = '\n<!-- markdownlint-configure-file {"MD009": true, "MD010": true, "MD012": true} -->\n';
/** Findings of four rules. */
const FLAWED = `# Title\n\nText   \nmore.\n\n### Too deep\n\nText\twith a tab.\n\n${BODY}\n\n\nEnd.\n${LAYOUT}`;
const OTHER = '# Something else\n\nNothing in common with the rest, and nothing to find.\n';

const push = (family: string, tree: Record<string, string>, more: Partial<RunRequest> = {}) =>
  run({
    family,
    complete: true,
    documents: Object.entries(tree).map(([file_path, content]) => ({ file_path, content })),
    ...more,
  });
const read = (family: string, path: string, more = '') =>
  getJson<DocumentDetail>(`/api/documents/one?family=${family}&file_path=${encodeURIComponent(path)}${more}`);
const ofRule = ({ recommendations }: { recommendations: Recommendation[] }, rule: string) =>
  recommendations.find(({ rule_id }) => rule_id === rule)!;

/** Approves the tab, rejects the spaces, ignores the heading. */
async function settle(family: string, path: string) {
  const made = await read(family, path);
  const [tab, spaces] = [ofRule(made, 'MD010'), ofRule(made, 'MD009')];
  await accepted(await decide('recommendations', tab.id, 'approve', { note: 'yes' }));
  await accepted(await decide('recommendations', spaces.id, 'reject', { note: 'on purpose' }));
  const heading = made.issues.find(({ rule_id }) => rule_id === 'headings/increment')!;
  await accepted(
    await post(`/api/validations/${made.validation.id}/ignore`, { fingerprints: [heading.fingerprint] }),
  );
  return { tab, spaces, heading, open: made.document.open };
}

it('a document that has moved takes its decisions along, now and later', async () => {
  await push('cells', { 'old/a.md': FLAWED, 'b.md': OTHER });
  const { tab, spaces, heading } = await settle('cells', 'old/a.md');
  await push('cells', { 'new/b.md': FLAWED, 'b.md': OTHER });
  const moved = await read('cells', 'new/b.md');
  expect(ofRule(moved, 'MD010')).toMatchObject({ status: 'approved', carried_from: tab.id, notes: 'yes' });
  expect(ofRule(moved, 'MD009')).toMatchObject({
    status: 'rejected',
    carried_from: spaces.id,
    notes: 'on purpose',
  });
  expect(ofRule(moved, 'MD012').status).toBe('proposed');
  expect(moved.issues.map(({ rule_id }) => rule_id)).not.toContain('headings/increment');
  const { results } = await getJson<IgnoredList>('/api/ignored?file_path=new/b.md');
  expect(results).toEqual([expect.objectContaining({ fingerprint: heading.fingerprint })]);
  expect((await read('cells', 'old/a.md')).document).toMatchObject({
    open: 0,
    removed_at: expect.any(String),
  });

  // The next version has them by its own path.
  await push('cells', { 'new/b.md': `${FLAWED}\nOne more line.\n`, 'b.md': OTHER });
  const later = await read('cells', 'new/b.md');
  expect(ofRule(later, 'MD010')).toMatchObject({ status: 'approved', carried_from: tab.id });
  expect(ofRule(later, 'MD009').status).toBe('rejected');
  // And what is decided there goes back with it.
  await accepted(await decide('recommendations', ofRule(later, 'MD009').id, 'reopen'));
  await accepted(await decide('recommendations', ofRule(later, 'MD009').id, 'approve'));
  await push('cells', { 'old/a.md': FLAWED, 'b.md': OTHER });
  expect(ofRule(await read('cells', 'old/a.md'), 'MD009')).toMatchObject({
    status: 'approved',
    carried_from: ofRule(later, 'MD009').id,
  });
});

it('a document that was moved and edited takes along what is still there', async () => {
  await push('words', { 'guide/start.md': FLAWED, 'c.md': OTHER });
  const { tab, spaces } = await settle('words', 'guide/start.md');
  const edited = FLAWED.replace('Text   \n', 'Text\n').replace('End.', 'The end, in other words.');
  await push('words', { 'guide/begin.md': edited, 'c.md': OTHER });
  const moved = await read('words', 'guide/begin.md');
  expect(ofRule(moved, 'MD010')).toMatchObject({ status: 'approved', carried_from: tab.id });
  expect(ofRule(moved, 'MD009')).toBeUndefined();
  // If the finding comes back, it is another one's decision: that of the old path is not known here.
  expect(spaces.status).toBe('proposed');
});

it('a document is new when the old one is still there, another text, or the run is not complete', async () => {
  await push('slides', { 'a.md': FLAWED });
  await settle('slides', 'a.md');
  await push('slides', { 'a.md': FLAWED, 'copy.md': FLAWED });
  expect(ofRule(await read('slides', 'copy.md'), 'MD010').status).toBe('proposed');
  await push('slides', { 'b.md': FLAWED }, { complete: false });
  expect(ofRule(await read('slides', 'b.md'), 'MD010').status).toBe('proposed');
  await push('slides', { 'b.md': FLAWED, 'short.md': `# Title\n\nText\twith a tab.\n${LAYOUT}` });
  expect(ofRule(await read('slides', 'short.md'), 'MD010').status).toBe('proposed');
});

it('a pull request that renames a document knows what was decided on the main line', async () => {
  await push('pdf', { 'a.md': FLAWED, 'b.md': OTHER });
  const { tab } = await settle('pdf', 'a.md');
  await push('pdf', { 'renamed.md': FLAWED, 'b.md': OTHER }, { ref: 'pull/7' });
  const inPull = await read('pdf', 'renamed.md', '&ref=pull/7');
  expect(ofRule(inPull, 'MD010')).toMatchObject({ status: 'approved', carried_from: tab.id });
  expect((await read('pdf', 'a.md')).document.removed_at).toBeUndefined();
});
