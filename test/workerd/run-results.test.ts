import { describe, expect, it } from 'vitest';
import { REPORT_FORMATS } from '../../src/shared/api/reports.ts';
import type { RunDocumentPage, RunSummaryAnswer } from '../../src/shared/api/runs.ts';
import type { ValidationDetail } from '../../src/shared/api/validations.ts';
import { MAX_ISSUES_PER_DOCUMENT } from '../../src/shared/limits.ts';
import type { Issue } from '../../src/shared/things.ts';
import { add, control, create, documents, run, summarize, validationsOf } from './runs.ts';
import { CLEAN, getJson, head, readLog, request, SKIPPED } from './service.ts';

const isAboutLinks = ({ rule_id }: Pick<Issue, 'rule_id'>) => rule_id.startsWith('links/');

/** The summary of a run, compared with another one. */
const since = (id: string, other: string) =>
  getJson<RunSummaryAnswer>(`/api/workflows/${id}/summary?since=${other}`);

describe('what is known already', () => {
  it('is not validated again: the same run twice reuses everything, and proposes nothing anew', async () => {
    const name = 'nightly';
    const first = await run({ name, documents: documents(20, 'nightly') });
    const before = await head();
    const second = await run({ name, documents: documents(20, 'nightly') });
    expect(second).toMatchObject({ total: 20, done: 20, reused: 20, counts: first.counts });
    const types = new Set((await readLog(before)).map(({ type }) => type));
    expect(types).toEqual(
      new Set(['workflow_created', 'workflow_started', 'workflow_progress', 'workflow_completed']),
    );
    const earlier = new Map((await validationsOf(first.id)).map((one) => [one.file_path, one]));
    expect(await validationsOf(second.id)).toEqual([...earlier.values()]);
    const listed = await getJson<RunDocumentPage>(`/api/workflows/${second.id}/documents?limit=200`);
    for (const { file_path, validation_id, content_sha256, state } of listed.results) {
      const { id, content_sha256: sha } = earlier.get(file_path)!;
      expect({ validation_id, content_sha256, state }).toEqual({
        validation_id: id,
        content_sha256: sha,
        state: 'done',
      });
    }
    expect(listed.total).toBe(20);
    const withFinding = (await validationsOf(second.id)).find(({ counts }) => counts.warning > 0)!;
    const detail = await getJson<ValidationDetail>(`/api/validations/${withFinding.id}`);
    expect(detail.issues).toHaveLength(1);
    const third = await run({ name, documents: documents(20, 'nightly') });
    expect(await validationsOf(third.id)).toEqual([...earlier.values()]);
    expect((await summarize(third.id)).changes).toMatchObject({
      since: { id: second.id },
      new: 0,
      resolved: 0,
      persisting: 4,
    });
  });

  it('is validated again when what it links to has changed', async () => {
    const linking = { file_path: 'guide/a.md', content: '# A\n\nSee [b](b.md#section).\n' };
    const there = { file_path: 'guide/b.md', content: '# B\n\n## Section\n\nText.\n' };
    const gone = { file_path: 'guide/b.md', content: '# B\n\n## Another\n\nText.\n' };
    const name = 'links';
    // The linked document comes last. Its anchors are known all the same.
    const first = await run({ name, documents: [linking, there] });
    expect((await summarize(first.id)).rules.some(isAboutLinks)).toBe(false);
    const second = await run({ name, documents: [linking, gone] });
    expect(second).toMatchObject({ reused: 0 });
    const { rules, changes, worst_files } = await summarize(second.id);
    expect(rules.some(isAboutLinks)).toBe(true);
    expect(worst_files[0]).toMatchObject({ file_path: 'guide/a.md' });
    expect(changes).toMatchObject({
      since: { id: first.id },
      new: 1,
      resolved: 0,
      added_files: 0,
      removed_files: 0,
    });
    expect(changes!.new_issues).toMatchObject([{ file_path: 'guide/a.md' }]);
    const third = await run({ name, documents: [linking, there] });
    expect((await summarize(third.id)).changes).toMatchObject({
      since: { id: second.id },
      new: 0,
      resolved: 1,
    });
    expect((await summarize(third.id)).changes!.resolved_issues).toMatchObject([{ file_path: 'guide/a.md' }]);
  });
});

it('a run is compared with any other completed one of its family', async () => {
  const linking = { file_path: 'any/a.md', content: '# A\n\nSee [b](b.md#section).\n' };
  const there = { file_path: 'any/b.md', content: '# B\n\n## Section\n\nText.\n' };
  const first = await run({ name: 'any one', documents: [linking, there] });
  const second = await run({ name: 'any two', documents: [linking, { ...there, content: '# B\n' }] });
  const third = await run({ name: 'any three', documents: [linking, there] });
  expect((await summarize(third.id)).changes).toBeNull();
  expect((await since(third.id, first.id)).changes).toMatchObject({ new: 0, resolved: 0 });
  const { changes } = await since(third.id, second.id);
  expect(changes).toMatchObject({ since: { id: second.id }, new: 0, resolved: 1 });
  const [of] = (await validationsOf(second.id)).filter(({ file_path }) => file_path === 'any/a.md');
  expect(changes!.resolved_issues).toMatchObject([{ file_path: 'any/a.md', validation_id: of!.id }]);
  // An earlier run can be compared with a later one.
  expect((await since(first.id, second.id)).changes).toMatchObject({ since: { id: second.id }, resolved: 1 });
  const elsewhere = await run({ name: 'any', family: 'words', documents: [there] });
  const refused = await request(`/api/workflows/${third.id}/summary?since=${elsewhere.id}`);
  expect(refused.status).toBe(422);
  expect((await request(`/api/workflows/${third.id}/summary?since=nothing`)).status).toBe(422);
});

it('what has changed is said of a whole run, and counts what can be listed', async () => {
  const name = 'whole';
  const many = `# A\n\n${'The the text.\n\n'.repeat(3_000)}`;
  await run({ name, documents: [{ file_path: 'a.md', content: CLEAN }] });
  const { id, counts } = await run({ name, documents: [{ file_path: 'a.md', content: many }] });
  expect(counts.info + counts.warning).toBeGreaterThan(MAX_ISSUES_PER_DOCUMENT);
  const { changes } = await summarize(id);
  expect(changes).toMatchObject({ resolved: 0, persisting: 0 });
  expect(changes!.new).toBeGreaterThan(MAX_ISSUES_PER_DOCUMENT / 2);
  const cut = await create({ name });
  await add(cut.id, documents(2, 'cut'));
  await control(cut.id, 'cancel');
  expect((await summarize(cut.id)).changes).toBeNull();
});

it('reports tell of the run as a whole, in every format', async () => {
  const name = 'reported';
  await run({ name, documents: documents(6, 'reported') });
  const changed = documents(6, 'reported').map((one, n) => (n === 1 ? { ...one, content: SKIPPED } : one));
  const { id } = await run({
    name,
    documents: [...changed, { file_path: 'unread.md', problem: 'is not UTF-8' }],
  });
  const newRule = (await summarize(id)).changes!.new_issues[0]!;
  expect(newRule).toMatchObject({ file_path: 'reported/1.md' });
  for (const format of REPORT_FORMATS) {
    const response = await request(`/api/workflows/${id}/report?format=${format}`);
    expect(response.status, format).toBe(200);
    const text = await response.text();
    for (const word of ['reported/1.md', 'unread.md', newRule.rule_id]) expect(text, format).toContain(word);
    // These formats have no place for what has changed since the last run.
    if (!['rdjson', 'checkstyle', 'gitlab'].includes(format)) expect(text, format).toMatch(/new/i);
  }
});
