/**
 * The whole way of 160 real documents from GitHub and back, while the service is killed at every step: first tree, pull
 * request, decisions, a commit on its branch, merge, a pull request of what is approved, merge. Webhooks come twice and the
 * latest first; GitHub refuses and fails in each way in which it does. `npm run stress:github` kills the service before,
 * within and after each request that writes.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDocuments } from '../../scripts/installed-documents.mjs';
import { subscribe, type Subscription } from '../../src/client/index.ts';
import type { LiveEvent } from '../../src/shared/events.ts';
import { ALL_TOPIC } from '../../src/shared/topics.ts';
import type { FakeGitHub } from '../github/fake-github.ts';
import { ADMIN, ConnectedService } from './github/connected-service.ts';
import type { Plan } from './github/crash.ts';
import { atChosenMoments, atEach, isMoment } from './github/plans.ts';

const FAMILY = 'whole';
const NUMBER = 12;
const BRANCH = 'more';
/** Two faults with a proven fix. */
const FAULTS = '\n\n## More to say\n\nA line that ends in blanks.   \n\nAnother one.   \n';
/** Rules whose fixes are certain: what is approved is gone afterwards. */
const PACK = JSON.stringify({
  rules: { '*': 'off', MD009: 'warning', MD022: 'warning', MD034: 'warning' },
  source: { github: 'acme/docs', paths: ['docs/**'] },
  gate: { new: { warning: 0 } },
});
const texts = new Map(readDocuments().map(({ file_path, content }) => [`docs/${file_path}`, content]));

/** The moments of each request that writes, for the long form: `before,done,answered`. */
const LONG = (process.env['GITHUB_CRASHES'] ?? '').split(',').filter((name) => isMoment(name));
/** When it is killed, and how often at least. */
const ROUNDS: readonly (readonly [string, () => Plan, number])[] =
  LONG.length > 0
    ? LONG.map((moment) => [`each request that writes (${moment})`, () => atEach(moment), 20])
    : [['the hardest moments', atChosenMoments, 8]];
/** For a machine with much else to do. */
const PATIENCE = { timeout: 30 * 60_000 };

describe.each(ROUNDS)('the whole way, killed at %s', PATIENCE, (_name, plan, kills) => {
  let town: ConnectedService;
  let github: FakeGitHub;
  let listener: Subscription | undefined;
  const events: LiveEvent[] = [];
  /** A document with old findings, which the pull request changes. */
  let touched = '';
  /** Decisions that are to be applied at the end. */
  let approved = 0;

  beforeAll(async () => {
    town = await ConnectedService.start(plan(), BRANCH);
    ({ github } = town);
    await town.api.putFamily(FAMILY, PACK);
  });
  afterAll(async () => {
    listener?.close();
    await town?.stop();
  });

  const documentsOf = async (ref = '') =>
    (await town.insist((api) => api.documents({ family: FAMILY, ref, limit: 200 }))).results;
  const warnings = async (ref = '') =>
    (await documentsOf(ref)).reduce((sum, { counts }) => sum + counts.warning, 0);
  const withStatus = (status: 'proposed' | 'approved' | 'applied') =>
    town.insist((api) => api.recommendations({ family: FAMILY, status, limit: 200 }));

  async function approve(validationIds: ReadonlySet<string>): Promise<number> {
    const { results } = await withStatus('proposed');
    const ids = results.filter((one) => validationIds.has(one.validation_id)).map(({ id }) => id);
    await town.insist((api) => api.decideRecommendations({ action: 'approve', ids }));
    town.crash.at('decided', `${ids.length} approved`);
    return ids.length;
  }

  it('begins with the installation, which brings the first tree', async () => {
    await github.push('main', { ...Object.fromEntries(texts), 'package.json': '{}' });
    town.hooks.add('installation', 'created', {
      repositories: [{ id: 1, name: 'docs', full_name: 'acme/docs' }],
    });
    // With nobody looking: this alone has the service go on after a kill.
    await town.settled();
    listener = subscribe({
      baseUrl: town.service.url,
      topic: ALL_TOPIC,
      token: () => ADMIN,
      after: 0,
      onEvents: (some) => void events.push(...some),
    });
    expect(await documentsOf()).toHaveLength(texts.size);
    expect(await warnings()).toBeGreaterThan(10);
    touched = (await documentsOf()).find(({ counts }) => counts.warning > 1)?.file_path ?? '';
  });

  it('goes on with a pull request, which is told what is new and nothing else', async () => {
    const changes = { [touched]: (texts.get(touched) ?? '') + FAULTS, 'docs/new.md': `# New${FAULTS}` };
    await github.push(BRANCH, changes, 'main');
    github.pull(NUMBER, BRANCH);
    await town.settled();
    expect(github.checks).toMatchObject([{ status: 'completed', conclusion: 'failure' }]);
    const places = github.checks[0]!.annotations.map(({ path, start_line }) => `${path}:${start_line}`);
    expect(new Set(places).size).toBe(4);
    expect(places).toHaveLength(4);
    expect([github.comments.length, github.reviews.length, github.reviewComments.length]).toEqual([1, 1, 4]);
    expect(await documentsOf(`pull/${NUMBER}`)).toHaveLength(2);
  });

  it('gets what is decided as one commit on its branch, and all is well', async () => {
    const brought = await documentsOf(`pull/${NUMBER}`);
    approved += await approve(new Set(brought.map(({ validation_id }) => validation_id)));
    github.permissions.set('ann', 'write');
    town.hooks.add('check_run', 'requested_action', {
      requested_action: { identifier: 'deliver' },
      check_run: { external_id: github.checks[0]!.external_id, pull_requests: [{ number: NUMBER }] },
      sender: { login: 'ann' },
    });
    await town.settled();
    expect(deliveredTo(github, BRANCH)).toHaveLength(1);
    expect(github.git.text(github.branches.get(BRANCH)!, 'other.txt')).toContain('faster');
    expect(await warnings(`pull/${NUMBER}`)).toBe(0);
    expect(github.checks.at(-1)).toMatchObject({ conclusion: 'success' });
    expect(github.comments).toMatchObject([{ body: expect.stringContaining('all is well') as string }]);
    expect(github.reviewComments.every(({ isResolved }) => isResolved)).toBe(true);
    expect(github.reviews).toHaveLength(1);
  });

  it('is merged, and the main line follows', async () => {
    const old = await warnings();
    github.merge(NUMBER);
    await town.settled();
    expect(await documentsOf(`pull/${NUMBER}`)).toEqual([]);
    expect(await documentsOf()).toHaveLength(texts.size + 1);
    expect(await warnings()).toBeLessThan(old);
  });

  it('brings home what is approved on the main line, and changes nothing else', async () => {
    const faulty = (await documentsOf()).filter(({ counts }) => counts.warning > 0);
    expect(faulty.length).toBeGreaterThan(5);
    approved += await approve(new Set(faulty.map(({ validation_id }) => validation_id)));
    // One of them changes before it is delivered.
    const moved = faulty[0]!.file_path;
    await github.push('main', { [moved]: `${texts.get(moved) ?? ''}\nA new end.\n` });
    const answer = await town.insist((api) => api.deliver(FAMILY));
    expect(answer).toMatchObject({ files: faulty.length, left_out: [] });
    await town.settled();
    const [pull, ...others] = [...github.pulls.values()].filter(({ state }) => state === 'open');
    expect([pull!.title, others]).toEqual([expect.stringContaining('approved changes'), []]);
    expect(deliveredTo(github, pull!.headBranch)).toHaveLength(2);
    const [was, is] = [github.git.files(github.branches.get('main')!), github.git.files(pull!.head)];
    const changed = [...is].filter(([path, { sha }]) => was.get(path)?.sha !== sha).map(([path]) => path);
    expect(changed.toSorted()).toEqual(faulty.map(({ file_path }) => file_path).toSorted());
    expect(github.git.text(pull!.head, moved)).toContain('A new end.');
    github.merge(pull!.number);
    await town.settled();
    expect(await warnings()).toBe(0);
    expect((await withStatus('applied')).total).toBe(approved);
    expect((await withStatus('approved')).total).toBe(0);
    expect(await town.insist((api) => api.deliver(FAMILY))).toMatchObject({ files: 0 });
  });

  it('has lost nothing and done nothing twice', async () => {
    expect(github.wrong).toEqual([]);
    expect(town.crash.kills.length).toBeGreaterThanOrEqual(kills);
    expect([...town.refusals.said]).toEqual(expect.arrayContaining(['422', '403', '502']));
    const asked = github.asked.length;
    await town.hooks.sendAllAgain();
    await town.settled();
    expect(github.asked).toHaveLength(asked);
    for (const { answers } of town.hooks.all)
      expect(answers.filter(({ taken }) => taken).length).toBeLessThan(2);
    const deliveries = town.crash.data.read<{ id: string; state: string; error: string | null }>(
      'select id, state, error from github_deliveries',
    );
    expect(deliveries.filter(({ state }) => state !== 'done')).toEqual([]);
    expect(new Set(deliveries.map(({ id }) => id))).toEqual(new Set(town.hooks.all.map(({ id }) => id)));

    const heads = github.checks.map(({ head_sha }) => head_sha);
    expect(new Set(heads).size).toBe(heads.length);
    expect(github.checks.filter(({ status }) => status !== 'completed')).toEqual([]);
    expect(github.comments).toHaveLength(1);
    const suggestions = github.reviewComments.map(({ body }) => /galley:suggestion:(\w+)/.exec(body)?.[1]);
    expect(new Set(suggestions).size).toBe(suggestions.length);
    const runs = (await town.insist((api) => api.runs({ family: FAMILY, limit: 200 }))).results;
    expect(runs.filter(({ state }) => state !== 'completed' && state !== 'cancelled')).toEqual([]);
    const commits = runs.map(({ ref = '', commit }) => `${ref} ${commit}`);
    expect(new Set(commits).size).toBe(commits.length);

    const log = await readLog(town);
    expect(log.map(({ id }) => id)).toEqual(Array.from(log, (_, index) => index + 1));
    await expect.poll(() => listener?.position).toBe(log.at(-1)?.id);
    expect(events).toEqual(log);
    const twice = town.hooks.attempts - town.hooks.all.length;
    console.log(
      `${town.crash.kills.length} kills, ${town.hooks.all.length} webhooks, ${twice} of them sent again, ` +
        `${github.asked.length} requests to GitHub, ${log.length} events: none lost, none twice`,
    );
  });
});

/** The commits of Galley that are on a branch. */
function deliveredTo(github: FakeGitHub, branch: string): string[] {
  const found: string[] = [];
  for (let sha = github.branches.get(branch); sha !== undefined;) {
    const commit = github.git.commits.get(sha);
    if (commit?.message.startsWith('Apply approved changes')) found.push(sha);
    sha = commit?.parents[0];
  }
  return found;
}

async function readLog(town: ConnectedService): Promise<LiveEvent[]> {
  const log: LiveEvent[] = [];
  for (let after = 0; ;) {
    const from = after;
    const page = await town.insist((api) => api.events({ after: from, topic: ALL_TOPIC, limit: 200 }));
    log.push(...page.results);
    if (!page.has_more) return log;
    after = page.next_after;
  }
}
