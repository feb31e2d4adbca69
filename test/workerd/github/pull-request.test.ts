/** What a pull request is told, and what it is not. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Page } from '../../../src/shared/api/fields.ts';
import { MAX_SUGGESTIONS } from '../../../src/shared/limits.ts';
import type { Run } from '../../../src/shared/things.ts';
import { Failure } from '../../github/fake-github.ts';
import { getJson } from '../service.ts';
import {
  change,
  documentsOf,
  family,
  github,
  number,
  OLD,
  open,
  OTHER,
  putPack,
  ref,
  RULES,
  SOURCE,
  usePullRequests,
  WITH_NEW,
} from './pull-requests.ts';
import { deliver, pulled } from './webhooks.ts';

usePullRequests();

/** Has another pack until the test ends. */
async function withPack(pack: object): Promise<void> {
  await putPack(pack);
  onTestFinished(() => putPack({ rules: RULES, source: SOURCE }));
}

/** Paragraphs that each have a fix. */
const linesOf = (numbers: readonly number[]) => numbers.map((n) => `Line ${n}.   \n`).join('\n');

describe('a pull request', () => {
  it('is told only what is new on lines that it changes: a check, one comment and one review', async () => {
    const sha = await open({ 'a.md': WITH_NEW });
    const [run] = (await getJson<Page<Run>>(`/api/workflows?family=${family}`)).results;
    expect(run).toMatchObject({ ref, commit: sha, state: 'completed', total: 1 });
    expect(github.checks).toMatchObject([
      {
        head_sha: sha,
        name: `Galley: ${family}`,
        external_id: run!.id,
        status: 'completed',
        conclusion: 'neutral',
      },
    ]);
    const [check] = github.checks;
    expect(check!.output.title).toBe('2 new findings');
    expect(check!.details_url).toMatch(new RegExp(`/dashboard/workflows/${run!.id}$`));
    expect(check!.annotations).toMatchObject([
      { path: 'a.md', start_line: 11, annotation_level: 'warning' },
      { path: 'a.md', start_line: 13, annotation_level: 'failure', title: 'headings/increment' },
    ]);
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]!.body).toContain('| headings/increment | error | 1 | `a.md:13` |');
    expect(github.reviews).toHaveLength(1);
    expect(github.reviewComments).toMatchObject([
      { path: 'a.md', line: 11, body: expect.stringContaining('```suggestion\nText.\n```') as string },
    ]);
  });

  it('is left alone when it brings nothing new', async () => {
    await open({ 'a.md': OLD.replace('Text.\n\n## End', 'Other text.\n\n## End') });
    expect(github.checks).toMatchObject([{ conclusion: 'success', output: { title: 'Nothing new' } }]);
    expect(github.comments).toEqual([]);
    expect(github.reviews).toEqual([]);
  });

  it('has its check when it changes no document', async () => {
    await open({ 'c.txt': 'y' });
    expect(github.checks).toMatchObject([{ conclusion: 'success', status: 'completed' }]);
    expect(github.comments).toEqual([]);
  });

  it('has one comment, kept up to date in place, and taken back when all is well', async () => {
    await open({ 'a.md': WITH_NEW });
    await change({ 'b.md': '# B\n\n### Too deep\n\nText.\n' });
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]!.body).toContain('3 new findings');
    await change({ 'a.md': OLD, 'b.md': OTHER });
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]!.body).toContain('all is well');
    expect(await documentsOf(ref)).toEqual([]);
  });

  it('is suggested nothing twice, and ten fixes at most', async () => {
    const lines = Array.from({ length: 15 }, (_, n) => `Line ${n}.   \n`).join('\n');
    await open({ 'new.md': `# New\n\n${lines}` });
    expect(github.reviews).toHaveLength(1);
    expect(github.reviewComments).toHaveLength(MAX_SUGGESTIONS);
    await change({ 'b.md': '# B\n\nMore text.\n' });
    expect(github.reviews).toHaveLength(1);
    expect(github.reviewComments).toHaveLength(MAX_SUGGESTIONS);
  });

  it('has its suggestions resolved when they are obsolete, unless somebody has answered', async () => {
    const all = Array.from({ length: 12 }, (_, n) => n);
    await open({ 'new.md': `# New\n\n${linesOf(all)}` });
    const [first, second, third] = github.reviewComments;
    first!.replies = 1;
    // What others write is left alone, also when it looks like a suggestion.
    github.reviewComments.push({ ...third!, id: 1, author: 'somebody' });
    third!.isOutdated = true;
    await change({ 'new.md': `# New\n\nLine 0.\n\nLine 1.\n\n${linesOf(all.slice(2))}` });
    const resolved = github.reviewComments.filter(({ isResolved }) => isResolved === true);
    expect(resolved.map(({ id }) => id)).toEqual([second!.id, third!.id]);
    // There is room for the two that were too many at first, and no other is made twice.
    expect(github.reviews.map(({ comments }) => comments.length)).toEqual([MAX_SUGGESTIONS, 2]);
    const mutations = github.asked.filter(({ body }) => String(body?.query).startsWith('mutation')).length;
    await change({ 'b.md': '# B\n\nMore text.\n' });
    expect(github.reviews).toHaveLength(2);
    expect(github.asked.filter(({ body }) => String(body?.query).startsWith('mutation'))).toHaveLength(
      mutations,
    );
  });

  it('is told as much as its pack says', async () => {
    const told = { level: 'error', lines: 'files', comment: false, suggestions: 0 };
    await withPack({ rules: RULES, source: { ...SOURCE, pull_requests: told } });
    // The second heading is on no line of the diff: its parent is.
    await open({ 'b.md': OTHER.replace('## Part\n', 'No part.   \n') });
    expect(github.checks[0]!.annotations).toMatchObject([{ start_line: 5, title: 'headings/increment' }]);
    expect([github.comments, github.reviews]).toEqual([[], []]);
    expect(github.asked.some(({ pathname }) => pathname === '/graphql')).toBe(false);
    await putPack({
      rules: { ...RULES, MD009: 'info' },
      source: { ...SOURCE, pull_requests: { level: 'info', suggestions: 1 } },
    });
    await change({ 'b.md': '# B\n\nOne.   \n\nTwo.   \n' });
    expect(github.checks.at(-1)!.annotations).toMatchObject([
      { path: 'b.md', annotation_level: 'notice' },
      { path: 'b.md', annotation_level: 'notice' },
    ]);
    expect(github.reviewComments).toHaveLength(1);
  });

  it('has many annotations, 50 a request', async () => {
    const lines = Array.from({ length: 120 }, (_, n) => `Line ${n}.   \n`).join('\n');
    await open({ 'new.md': `# New\n\n${lines}` });
    expect(github.checks[0]!.annotations).toHaveLength(120);
    expect(github.wrong).toEqual([]);
  });

  it('fails when the gate of the family fails, and passes when it passes', async () => {
    await withPack({
      rules: RULES,
      source: SOURCE,
      gate: { new: { error: 0 } },
    });
    await open({ 'a.md': WITH_NEW });
    expect(github.checks.at(-1)).toMatchObject({ conclusion: 'failure' });
    expect(github.checks.at(-1)!.output.summary).toContain('1 new error; 0 allowed');
    await change({ 'a.md': WITH_NEW.replace('#### New', '### New') });
    expect(github.checks.at(-1)).toMatchObject({ conclusion: 'success' });
  });

  it('is validated at its newest commit: the run and the check of an older one are cancelled', async () => {
    let newest = '';
    github.before = async ({ name }) => {
      if (newest !== '' || !name.startsWith('POST') || !name.endsWith('/check-runs')) return;
      newest = 'is being made';
      newest = await github.push('change', { 'b.md': '# B\n\n### Too deep\n' });
    };
    const old = await open({ 'a.md': WITH_NEW });
    expect(github.checks).toMatchObject([
      { head_sha: old, conclusion: 'cancelled' },
      { head_sha: newest, conclusion: 'neutral', output: { title: '3 new findings' } },
    ]);
    const { results } = await getJson<Page<Run>>(`/api/workflows?family=${family}`);
    expect(results.map(({ state, commit }) => [state, commit]).slice(0, 2)).toEqual([
      ['completed', newest],
      ['cancelled', old],
    ]);
    expect(github.comments).toHaveLength(1);
  });

  it('takes its documents with it when it is closed', async () => {
    await open({ 'a.md': WITH_NEW });
    expect(await documentsOf(ref)).toHaveLength(1);
    github.pulls.get(number)!.state = 'closed';
    await deliver('pull_request', pulled(number, 'closed'));
    expect(await documentsOf(ref)).toEqual([]);
    await deliver('pull_request', pulled(number));
    expect(await documentsOf(ref)).toEqual([]);
  });

  it('for another branch is nothing to do', async () => {
    await github.push('other', { 'a.md': OLD });
    await github.push('change', { 'a.md': WITH_NEW }, 'main');
    github.pull(number, 'change', 'other');
    await deliver('pull_request', pulled(number, 'opened'));
    expect(github.checks).toEqual([]);
  });

  it.each([
    ['Checks', '/check-runs'],
    ['reviews', '/reviews'],
    ['conversations', 'graphql'],
    ['comments', '/comments'],
  ])(
    'is told what the App may say without the permission for %s, and what is missing',
    async (_what, path) => {
      github.before = ({ name }) => {
        if (name.includes(path)) throw new Failure(403, 'Resource not accessible by integration');
      };
      await open({ 'a.md': WITH_NEW });
      const said = [
        ...github.comments.map(({ body }) => body),
        ...github.checks.map(({ output }) => output.summary),
      ];
      expect(said).toHaveLength(path === '/reviews' || path === 'graphql' ? 2 : 1);
      for (const one of said) expect(one).toContain('The App needs the permission');
    },
  );

  it.each(['before', 'after'] as const)(
    'is told the same once, although GitHub answers 502 %s it has done whatever is written first',
    async (moment) => {
      const failed = new Set<string>();
      github[moment] = ({ name, body }) => {
        const key = `${name} ${JSON.stringify(body ?? null).slice(0, 200)}`;
        if (name.startsWith('GET') || failed.has(key)) return;
        failed.add(key);
        throw new Failure(502, 'Bad gateway');
      };
      await open({ 'a.md': WITH_NEW });
      expect(github.checks).toHaveLength(1);
      expect(github.checks[0]!.annotations).toHaveLength(2);
      expect(github.comments).toHaveLength(1);
      expect(github.reviews).toHaveLength(1);
    },
  );
});
