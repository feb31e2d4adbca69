import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { groupsOfRecommendations } from '../../src/services/decisions/recommendations.ts';
import { decideRecommendationsById } from '../../src/services/decisions/decide.ts';
import { undoRecommendation } from '../../src/services/decisions/undo.ts';
import { getDocument, listOfDocuments } from '../../src/services/documents/documents.ts';
import { getEvents } from '../../src/services/events/read-events.ts';
import { createRun } from '../../src/services/runs/runs.ts';
import { runStep } from '../../src/services/runs/run-step.ts';
import { getStats } from '../../src/services/stats.ts';
import type { ServiceContext } from '../../src/services/context.ts';
import type { LiveEvent } from '../../src/shared/events.ts';
import type { RecommendationStatus } from '../../src/shared/things.ts';
import { after, recommendationTransitions } from '../../src/shared/transitions.ts';
import { openDatabase } from '../../src/store/database.ts';
import { SPACES_ON } from '../spaces-on.ts';

const REFS = ['', 'pull/1'] as const;
const PATHS = ['a.md', 'b.md', 'c/a.md', 'c/d.md', 'e.md'] as const;
/** Two texts that have nothing in common but their findings, each in three versions that are alike. */
const text = (subject: number, version: number) =>
  [
    `# Title ${subject}`,
    `Trailing ${subject}   \nspaces.`,
    `### Too deep ${subject}`,
    ...Array.from(
      { length: 8 },
      (_, n) => `Subject ${subject} has a paragraph ${n} of its own, as it should.`,
    ),
    `The the word of ${subject}.`,
    ...(version > 0 ? [`Version ${version} says one thing more.`] : []),
  ].join('\n\n') + `\n${SPACES_ON}`;
const subjectOf = (content: string) => content.slice(0, content.indexOf('\n'));

interface Known {
  /** Ref and path. */
  document: string;
  status: RecommendationStatus;
  before: RecommendationStatus | null;
  rule: string;
  /** Path, rule and fingerprints. */
  findings: string;
  fingerprints: readonly string[];
}
interface Version {
  content: string;
  isRemoved: boolean;
  validation: string;
  outcome: string | null;
  recommendations: string[];
}
interface World {
  /** What is to be pushed, by ref and path. */
  trees: Map<string, Map<string, string>>;
  documents: Map<string, Version>;
  recommendations: Map<string, Known>;
  /** The last decision about findings. */
  memory: Map<string, { status: RecommendationStatus; id: string }>;
}
type Act = (world: World, context: ServiceContext) => Promise<void>;
const keyOf = (ref: string, path: string) => JSON.stringify([ref, path]);
const pathIn = (key: string) => (JSON.parse(key) as [string, string])[1];
const findingsAt = (path: string, rule: string, fingerprints: readonly string[]) =>
  JSON.stringify([path, rule, fingerprints]);
const isOpen = (status: RecommendationStatus) => status === 'proposed' || status === 'approved';

function become(world: World, id: string, status: RecommendationStatus): void {
  const one = world.recommendations.get(id)!;
  one.before = status === 'approved' || status === 'rejected' ? one.status : null;
  one.status = status;
  if (status === 'proposed') world.memory.delete(one.findings);
  else world.memory.set(one.findings, { status, id });
}

/** The documents that a push takes away: those of the ref, and for a rename also those of the main line. */
const missingFrom = (world: World, tree: ReadonlyMap<string, string>, lines: readonly string[]) =>
  [...world.documents].filter(
    ([key, { isRemoved }]) =>
      !isRemoved && lines.some((line) => key === keyOf(line, pathIn(key))) && !tree.has(pathIn(key)),
  );

/** Brings the model to what a complete push makes of a ref, and checks what it made. */
async function remember(world: World, context: ServiceContext, ref: string): Promise<void> {
  const tree = world.trees.get(ref)!;
  const missing = missingFrom(world, tree, [ref, '']);
  const isNew = (path: string) =>
    [ref, ''].every((line) => world.documents.get(keyOf(line, path))?.isRemoved ?? true);
  // What was known before the push, and whatever any of its documents has learnt from a former path.
  const formerly = new Map(
    [...tree].map(([path, content]) => {
      if (!isNew(path)) return [path, []];
      const same = missing.filter(([, version]) => version.content === content);
      const alike = missing.filter(([, version]) => subjectOf(version.content) === subjectOf(content));
      return [path, (same.length > 0 ? same : alike).map(([key]) => pathIn(key))];
    }),
  );
  const before = new Map(world.memory);
  for (const [path, content] of tree) {
    const key = keyOf(ref, path);
    const older = world.documents.get(key);
    const { document, issues, recommendations, validation } = await getDocument(context, {
      family: 'default',
      file_path: path,
      ...(ref !== '' && { ref }),
    });
    expect(document.removed_at).toBeUndefined();
    const ids = recommendations.map(({ id }) => id);
    const version = { content, isRemoved: false, validation: validation.id, outcome: validation.outcome };
    world.documents.set(key, { ...version, recommendations: ids });
    if (older && ids.length > 0 && ids.every((id) => older.recommendations.includes(id))) {
      // The same text: the recommendations go on.
      expect(older).toMatchObject({ content, isRemoved: false });
      for (const one of recommendations) expect(one.status).toBe(world.recommendations.get(one.id)!.status);
      continue;
    }
    const here = new Set(issues.map(({ fingerprint }) => fingerprint));
    for (const id of older?.recommendations ?? []) {
      const one = world.recommendations.get(id)!;
      if (!isOpen(one.status)) continue;
      const isGone = older!.content !== content && one.fingerprints.every((print) => !here.has(print));
      if (one.status === 'approved' && isGone && !older!.isRemoved) become(world, id, 'applied');
      else one.status = 'superseded';
    }
    for (const { id, rule_id: rule, status, carried_from } of recommendations) {
      const fingerprints = issues
        .flatMap((one) => (one.rule_id === rule ? [one.fingerprint] : []))
        .toSorted();
      const findings = findingsAt(path, rule, fingerprints);
      const own = before.get(findings);
      const former = (formerly.get(path) ?? []).map((from) =>
        before.get(findingsAt(from, rule, fingerprints)),
      );
      const source = [own, ...former].find((one) => one !== undefined && one.id === carried_from);
      if (source) {
        expect(status).toBe(source.status === 'rejected' ? 'rejected' : 'approved');
        world.memory.set(findings, source);
      } else {
        // Nothing was decided about it, at least not under one of the paths that it may have had.
        expect([path, rule, status, own]).toEqual([path, rule, 'proposed', undefined]);
        expect(former.length === 0 || former.includes(undefined)).toBe(true);
      }
      world.recommendations.set(id, { document: key, status, before: null, rule, findings, fingerprints });
    }
  }
  for (const [, version] of missingFrom(world, tree, [ref])) {
    version.isRemoved = true;
    for (const id of version.recommendations) {
      const one = world.recommendations.get(id)!;
      if (isOpen(one.status)) one.status = 'superseded';
    }
  }
}

async function push(world: World, context: ServiceContext, ref: string): Promise<void> {
  const documents = [...world.trees.get(ref)!].map(([file_path, content]) => ({ file_path, content }));
  if (documents.length === 0) return;
  const { id } = await createRun(context, {
    type: 'batch_validation',
    ref: ref || null,
    complete: true,
    documents,
  });
  while (await runStep(context, id));
}

const pushAct = (ref: string): Act =>
  async function pushAll(world, context) {
    if (world.trees.get(ref)!.size === 0) return;
    await push(world, context, ref);
    await remember(world, context, ref);
  };

const writeAct = (ref: string, path: string, content: string): Act =>
  async function write(world) {
    world.trees.get(ref)!.set(path, content);
  };
const moveAct = (ref: string, from: string, to: string): Act =>
  async function move(world) {
    const tree = world.trees.get(ref)!;
    const content = tree.get(from);
    if (content === undefined || from === to) return;
    tree.delete(from);
    tree.set(to, content);
  };
const removeAct = (ref: string, path: string): Act =>
  async function remove(world) {
    world.trees.get(ref)!.delete(path);
  };

type Action = 'approve' | 'reject' | 'reopen';
const isNewest = (world: World, id: string, { document }: Known) => {
  const version = world.documents.get(document)!;
  return !version.isRemoved && version.recommendations.includes(id);
};

/** What a decision makes of a recommendation; null when it is refused. */
function resultOf(world: World, id: string, action: Action): RecommendationStatus | null {
  const one = world.recommendations.get(id)!;
  return !isNewest(world, id, one) ? null : after(recommendationTransitions[action], one.status);
}

const decideAct = (action: Action, index: number): Act =>
  async function decide(world, context) {
    const id = pick(world, index);
    if (id === undefined) return;
    const to = resultOf(world, id, action);
    const { outcomes } = await decideRecommendationsById(context, [id], action);
    const [outcome] = outcomes;
    expect(outcome).toMatchObject(to === null ? { refusal: { kind: 'wrong-state' } } : { state: to });
    if (to !== null) become(world, id, to);
  };

const undoAct = (index: number): Act =>
  async function undo(world, context) {
    const id = pick(world, index);
    const one = id === undefined ? undefined : world.recommendations.get(id)!;
    if (id === undefined || !one) return;
    if (one.before === null || !isNewest(world, id, one)) {
      await expect(undoRecommendation(context, id)).rejects.toMatchObject({ kind: 'wrong-state' });
      return;
    }
    const to = one.before;
    expect((await undoRecommendation(context, id)).recommendation.status).toBe(to);
    become(world, id, to);
    one.before = null;
  };

/** A decision while the next version arrives: it is made before that, and counts for it, or it is refused. */
const raceAct = (ref: string, action: Action, index: number): Act =>
  async function race(world, context) {
    const tree = world.trees.get(ref)!;
    const id = pick(world, index);
    const one = id === undefined ? undefined : world.recommendations.get(id)!;
    // A document that is moving away can be decided on until the push is complete.
    if (id === undefined || !one || tree.size === 0 || !tree.has(pathIn(one.document))) return;
    const to = resultOf(world, id, action);
    const [
      ,
      {
        outcomes: [outcome],
      },
    ] = await Promise.all([
      push(world, context, ref),
      decideRecommendationsById(
        { ...context, principal: { ...context.principal, actor: 'ben' } },
        [id],
        action,
      ),
    ]);
    if ('state' in outcome!) {
      expect(outcome.state).toBe(to);
      become(world, id, to!);
    }
    await remember(world, context, ref);
  };

/** A recommendation, of the newest versions rather than of others. */
function pick(world: World, index: number): string | undefined {
  const newest = [...world.recommendations].filter(([id, one]) => isNewest(world, id, one));
  const all = index % 4 === 0 || newest.length === 0 ? [...world.recommendations] : newest;
  return all[index % Math.max(1, all.length)]?.[0];
}

const action = fc.constantFrom<Action>('approve', 'reject', 'reopen');
const index = fc.nat(200);
const ref = fc.constantFrom(...REFS);
const path = fc.constantFrom(...PATHS);
const acts = fc.oneof(
  { weight: 3, arbitrary: ref.map((one) => ({ name: `push ${one}`, act: pushAct(one) })) },
  {
    weight: 3,
    arbitrary: fc.tuple(ref, path, fc.nat(1), fc.nat(2)).map(([one, at, n, m]) => ({
      name: `write ${one} ${at} ${n}.${m}`,
      act: writeAct(one, at, text(n, m)),
    })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(ref, path, path)
      .map(([one, from, to]) => ({ name: `move ${one} ${from} ${to}`, act: moveAct(one, from, to) })),
  },
  fc.tuple(ref, path).map(([one, at]) => ({ name: `remove ${one} ${at}`, act: removeAct(one, at) })),
  {
    weight: 4,
    arbitrary: fc
      .tuple(action, index)
      .map(([what, n]) => ({ name: `${what} ${n}`, act: decideAct(what, n) })),
  },
  index.map((n) => ({ name: `undo ${n}`, act: undoAct(n) })),
  fc
    .tuple(ref, action, index)
    .map(([one, what, n]) => ({ name: `race ${one} ${what} ${n}`, act: raceAct(one, what, n) })),
);

it('documents, decisions and counters agree, whatever is pushed, moved, removed and decided', async () => {
  const world: World = {
    trees: new Map(REFS.map((one) => [one, new Map()])),
    documents: new Map(),
    recommendations: new Map(),
    memory: new Map(),
  };
  let clock = Date.now();
  const context: ServiceContext = {
    db: openDatabase(env.DB),
    principal: { actor: 'ada', role: 'admin', families: null },
    publish: () => undefined,
    later: () => undefined,
    runner: { start: async () => undefined, resume: async () => undefined, watch: async () => undefined },
    now: () => new Date((clock += 1)),
  };
  // The property starts from two versions of everything, so that each decision has something to be about.
  for (const version of [0, 1]) {
    for (const one of REFS) {
      for (const [n, at] of PATHS.entries()) await writeAct(one, at, text(n % 2, version))(world, context);
      await pushAct(one)(world, context);
    }
  }
  expect(world.recommendations.size).toBeGreaterThan(50);
  const done: string[] = [];
  await fc
    .assert(
      fc.asyncProperty(fc.array(acts, { minLength: 10, maxLength: 20 }), async (steps) => {
        for (const { name, act } of steps) {
          done.push(name);
          await act(world, context);
        }
        await agree(context, world);
      }),
      // All runs of the property share one world, which grows. So a failure cannot be shrunk.
      { numRuns: 10, endOnFailure: true },
    )
    .catch((error: unknown) => {
      throw new Error(`after: ${done.slice(-40).join(', ')}`, { cause: error });
    });
}, 180_000);

async function agree(context: ServiceContext, world: World): Promise<void> {
  for (const one of REFS) {
    const list = async (removed: boolean) => {
      const query = { limit: 200, ref: one, removed, sort: 'file_path' } as const;
      const { results } = await listOfDocuments(context, query);
      return new Map(results.map((document) => [document.file_path, document]));
    };
    const [there, gone] = [await list(false), await list(true)];
    const known = [...world.documents].filter(([key]) => key === keyOf(one, pathIn(key)));
    expect(there.size + gone.size).toBe(known.length);
    for (const [key, version] of known) {
      const { validation_id, open } = (version.isRemoved ? gone : there).get(pathIn(key))!;
      expect(validation_id).toBe(version.validation);
      const statuses = version.recommendations.map((id) => world.recommendations.get(id)!.status);
      expect(open).toBe(statuses.filter((status) => status === 'proposed').length);
    }
  }
  const stats = await getStats(context);
  const all = [...world.recommendations.values()];
  expect(stats.recommendations.total).toBe(all.length);
  for (const [status, n] of Object.entries(stats.recommendations.by_status)) {
    expect([status, n]).toEqual([status, all.filter((one) => one.status === status).length]);
  }
  const main = [...world.documents].filter(
    ([key, { isRemoved }]) => key === keyOf('', pathIn(key)) && !isRemoved,
  );
  expect(stats.documents.total).toBe(main.length);
  for (const [outcome, n] of Object.entries(stats.documents.by_outcome)) {
    expect([outcome, n]).toEqual([outcome, main.filter(([, one]) => one.outcome === outcome).length]);
  }
  const { results } = await groupsOfRecommendations(context, { status: 'proposed' });
  const byRule = Map.groupBy(
    all.filter(({ status }) => status === 'proposed'),
    ({ rule }) => rule,
  );
  expect(new Map(results.map(({ rule_id, total }) => [rule_id, total]))).toEqual(
    new Map([...byRule].map(([rule, list]) => [rule, list.length])),
  );
  expect(countFrom(await readLog(context))).toEqual({
    proposed: stats.recommendations.by_status.proposed,
    ...stats.documents.by_outcome,
  });
}

async function readLog(context: ServiceContext): Promise<LiveEvent[]> {
  const log: LiveEvent[] = [];
  for (let from = 0; ;) {
    const page = await getEvents(context, { after: from, limit: 200 });
    log.push(...page.results);
    from = page.next_after;
    if (!page.has_more) return log;
  }
}

/** What a page that has only seen the log would show. */
function countFrom(log: readonly LiveEvent[]) {
  const counts = { proposed: 0, pass: 0, warning: 0, fail: 0 };
  for (const event of log) {
    if (event.type === 'recommendation_created') counts.proposed += Number(event.status === 'proposed');
    else if (event.type === 'validation_created' || event.type === 'document_removed') {
      counts.proposed -= event.superseded ?? 0;
      if (event.ref !== undefined) continue;
      if (event.before?.outcome) counts[event.before.outcome] -= 1;
      if (event.type === 'validation_created' && event.outcome) counts[event.outcome] += 1;
    } else if ('after' in event && 'status' in event.after && 'status' in event.before) {
      counts.proposed +=
        Number(event.after.status === 'proposed') - Number(event.before.status === 'proposed');
    }
  }
  return counts;
}
