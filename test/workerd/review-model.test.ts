import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyById } from '../../src/services/decisions/apply.ts';
import { listOfRecommendations } from '../../src/services/decisions/recommendations.ts';
import { listOfDocuments } from '../../src/services/documents/documents.ts';
import { getValidation } from '../../src/services/documents/validations.ts';
import { getEvents } from '../../src/services/events/read-events.ts';
import { qualityOverTime } from '../../src/services/documents/quality.ts';
import { getStats } from '../../src/services/stats.ts';
import type { ServiceContext } from '../../src/services/context.ts';
import {
  decideRecommendationsById,
  decideRecommendationsOfRule,
} from '../../src/services/decisions/decide.ts';
import { decideReviewsById } from '../../src/services/decisions/decide-reviews.ts';
import type { DecisionResult } from '../../src/services/decisions/decide-each.ts';
import { undoRecommendation } from '../../src/services/decisions/undo.ts';
import { enhance } from '../../src/services/decisions/enhance.ts';
import { Refusal } from '../../src/services/errors.ts';
import { revalidate } from '../../src/services/documents/revalidate.ts';
import { validateDocument } from '../../src/services/documents/validate.ts';
import type { LiveEvent } from '../../src/shared/events.ts';
import type { RecommendationStatus, Review } from '../../src/shared/things.ts';
import { after, recommendationTransitions, reviewTransitions } from '../../src/shared/transitions.ts';
import { openDatabase } from '../../src/store/database.ts';
import { instancesOf } from '../../src/workflows/instances.ts';
import { SPACES_ON } from '../spaces-on.ts';

// All of them are checked for the same rules: a finding that is not looked for is not gone.
const DOCUMENTS = [
  `# Title\n\nText   \n\n### Too deep\n\nText.\n\n\n\nMore\ttabs.\n${SPACES_ON}`,
  '# Title\r\n\r\n* a\r\n- b\r\n\r\n### Too deep\r\n\r\n[gone](#nowhere)\r\n' +
    SPACES_ON.replaceAll('\n', '\r\n'),
  `# Clean\n\nNothing to find.\n${SPACES_ON}`,
];

interface Known {
  status: RecommendationStatus;
  /** What undoing makes it; null when there is nothing to undo. */
  before: RecommendationStatus | null;
  validation: string;
  rule: string;
  edits: number;
  /** Path, rule and fingerprints. */
  findings: string;
  fingerprints: readonly string[];
  /** What its edits replace and insert. */
  change: string;
}
interface World {
  recommendations: Map<string, Known>;
  /** What was decided last about findings, by their key, and the change that it was about. */
  decisions: Map<string, { status: RecommendationStatus; change: string }>;
  /** The fingerprints, the text and the number of findings of each validation. */
  texts: Map<string, { fingerprints: Set<string>; content_sha256: string; findings: number }>;
  reviews: Map<string, Review>;
  /** The newest validation of each path, and what each validation was superseded by. */
  newest: Map<string, string>;
  supersededBy: Map<string, string>;
  /** The number of events that the log must have. */
  events: number;
  /** The time, which goes on by some hours with every act. */
  clock: Date;
  /** What the main line had at the end of each day on which something changed. */
  days: Map<string, DayState>;
}
/** What quality counts, from the lists of documents and recommendations. */
interface DayState {
  documents: number;
  findings: number;
  open: number;
}
type Act = (world: World, context: ServiceContext) => Promise<void>;

const pick = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];

/** Checks the results of a decision against the model, and updates the model. */
function settle<State extends string>(
  world: World,
  outcomes: readonly DecisionResult[],
  known: (id: string) => State | undefined,
  allowed: { from: readonly State[]; to: State },
  set: (id: string, state: State) => void,
  isOver: (id: string) => boolean = () => false,
): void {
  for (const outcome of outcomes) {
    const state = known(outcome.id);
    const next = state === undefined || isOver(outcome.id) ? null : after(allowed, state);
    if (next === null) {
      expect(outcome).toMatchObject({ refusal: { kind: state === undefined ? 'not-found' : 'wrong-state' } });
      if (state !== undefined) expect(outcome).toMatchObject({ refusal: { state } });
    } else {
      expect(outcome).toEqual({ id: outcome.id, state: next });
      set(outcome.id, next);
      world.events += 1;
    }
  }
}

const submitAct = (which: number): Act =>
  async function submit(world, context) {
    const content = DOCUMENTS[which % DOCUMENTS.length]!;
    const document = { path: 'content', filePath: `${which}.md`, content };
    remember(world, await validateDocument(context, document, { family: 'default' }));
  };

/** A change of state, and what it means for later versions of the document. */
function become(world: World, one: Known, status: RecommendationStatus): void {
  one.before = status === 'approved' || status === 'rejected' ? one.status : null;
  one.status = status;
  if (status === 'proposed') world.decisions.delete(one.findings);
  else world.decisions.set(one.findings, { status, change: one.change });
}

function remember(world: World, made: Awaited<ReturnType<typeof validateDocument>>): void {
  const { id: validation, file_path, content_sha256, issues } = made;
  const older = world.newest.get(file_path);
  // Decisions are looked up before those of the older version are settled.
  const decided = new Map(world.decisions);
  const fingerprints = new Set(issues.map(({ fingerprint }) => fingerprint));
  world.texts.set(validation, { fingerprints, content_sha256, findings: issues.length });
  world.newest.set(file_path, validation);
  if (older !== undefined) world.supersededBy.set(older, validation);
  for (const one of world.recommendations.values()) {
    if (one.validation !== older || (one.status !== 'proposed' && one.status !== 'approved')) continue;
    const isGone =
      one.status === 'approved' &&
      world.texts.get(older)?.content_sha256 !== content_sha256 &&
      one.fingerprints.every((fingerprint) => !fingerprints.has(fingerprint));
    if (isGone) {
      become(world, one, 'applied');
      world.events += 1;
    } else one.status = 'superseded';
  }
  world.reviews.set(validation, 'pending');
  for (const { id, rule_id: rule, edits, status, carried_from } of made.recommendations) {
    const own = issues.filter((issue) => issue.rule_id === rule).map(({ fingerprint }) => fingerprint);
    const findings = JSON.stringify([file_path, rule, own.toSorted()]);
    const change = JSON.stringify(edits.map(({ expected, text }) => [expected, text]));
    const earlier = decided.get(findings);
    const isApproved = earlier && earlier.status !== 'rejected' && earlier.change === change;
    const expected = earlier?.status === 'rejected' ? 'rejected' : isApproved ? 'approved' : 'proposed';
    expect([status, carried_from !== undefined]).toEqual([expected, expected !== 'proposed']);
    const known = { validation, rule, edits: edits.length, findings, fingerprints: own, change };
    world.recommendations.set(id, { ...known, status, before: null });
  }
  world.events += 1 + made.recommendations.length;
}

const isSuperseded = (world: World, validation: string | undefined) =>
  validation !== undefined && world.supersededBy.has(validation);

const decideAct = (action: 'approve' | 'reject' | 'reopen', picks: number[]): Act =>
  async function decide(world, context) {
    const all = [...world.recommendations.keys()];
    const ids = [...new Set(picks.map((index) => pick(all, index) ?? 'nobody'))];
    settle(
      world,
      (await decideRecommendationsById(context, ids, action, {})).outcomes,
      (id) => world.recommendations.get(id)?.status,
      recommendationTransitions[action],
      (id, status) => become(world, world.recommendations.get(id)!, status),
      (id) => isSuperseded(world, world.recommendations.get(id)?.validation),
    );
  };

const ruleAct = (action: 'approve' | 'reject' | 'reopen', index: number): Act =>
  async function decideRule(world, context) {
    const rule_id = pick([...world.recommendations.values()], index)?.rule ?? 'none';
    const { from, to } = recommendationTransitions[action];
    const meant = [...world.recommendations.values()].filter(
      ({ rule, status, validation }) =>
        rule === rule_id && status === from[0] && !isSuperseded(world, validation),
    );
    const { outcomes, remaining } = await decideRecommendationsOfRule(context, { rule_id }, action);
    expect(remaining).toBe(0);
    expect(outcomes.length).toBe(meant.length);
    for (const one of meant) become(world, one, to);
    world.events += meant.length;
  };

const reviewAct = (action: 'approve' | 'reject' | 'reopen', index: number): Act =>
  async function review(world, context) {
    const id = pick([...world.reviews.keys()], index) ?? 'nobody';
    settle(
      world,
      (await decideReviewsById(context, [id], action)).outcomes,
      (one) => world.reviews.get(one),
      reviewTransitions[action],
      (one, state) => world.reviews.set(one, state),
    );
  };

const enhanceAct = (index: number, preview: boolean): Act =>
  async function enhanceOne(world, context) {
    const id = pick([...world.reviews.keys()], index);
    if (id === undefined) return;
    const review = world.reviews.get(id)!;
    const approved = [...world.recommendations].filter(
      ([, one]) => one.validation === id && one.status === 'approved',
    );
    if (review === 'rejected') {
      await expect(enhance(context, id, { preview })).rejects.toMatchObject({
        kind: 'wrong-state',
        state: review,
      });
      return;
    }
    const answer = await enhance(context, id, { preview });
    const settled = [...answer.applied, ...answer.not_applied.map((one) => one.recommendation_id)];
    expect(settled.toSorted()).toEqual(approved.map(([one]) => one).toSorted());
    if (preview || answer.applied.length === 0) return;
    for (const one of answer.applied) become(world, world.recommendations.get(one)!, 'applied');
    world.reviews.set(id, 'enhanced');
    world.events += 1 + answer.applied.length;
  };

const applyAct = (index: number): Act =>
  async function apply(world, context) {
    const [id, one] = pick([...world.recommendations], index) ?? [];
    if (id === undefined || !one) return;
    const review = world.reviews.get(one.validation)!;
    const [outcome] = (await applyById(context, [id])).outcomes;
    if (one.status !== 'approved' || (one.edits > 0 && review === 'rejected')) {
      expect(outcome).toMatchObject({ refusal: { kind: 'wrong-state' } });
    } else if ('state' in outcome!) {
      become(world, one, 'applied');
      world.events += one.edits > 0 ? 2 : 1;
      if (one.edits > 0) world.reviews.set(one.validation, 'enhanced');
    }
  };

const revalidateAct = (index: number, which: number): Act =>
  async function revalidateOne(world, context) {
    const id = pick([...world.reviews.keys()], index);
    if (id === undefined) return;
    const child = await revalidate(context, id, which < DOCUMENTS.length ? DOCUMENTS[which] : undefined);
    expect(child.parent_validation_id).toBe(id);
    remember(world, child);
  };

/** Two reviewers decide on the same thing at the same time. The log must have exactly the accepted decisions. */
const raceAct = (index: number): Act =>
  async function race(world, context) {
    const [id, one] = pick([...world.recommendations], index) ?? [];
    if (id === undefined || !one) return;
    const other = { ...context, principal: { ...context.principal, actor: 'ben' } };
    const both = await Promise.all([
      decideRecommendationsById(context, [id], 'approve'),
      decideRecommendationsById(other, [id], 'reject'),
    ]);
    const [approved, rejected] = both.map(({ outcomes }) => outcomes) as [DecisionResult[], DecisionResult[]];
    const won = [approved[0]!, rejected[0]!].filter((outcome) => 'state' in outcome);
    // Of a superseded validation, none is proposed or approved.
    const mayBeAny = one.status === 'proposed' || one.status === 'approved';
    expect(won.length).toBeGreaterThanOrEqual(mayBeAny ? 1 : 0);
    world.events += won.length;
    // Approving and then rejecting is a valid order too; the other way round is not.
    if ('state' in approved[0]!) become(world, one, 'approved');
    if ('state' in rejected[0]!) become(world, one, 'rejected');
  };

const undoAct = (index: number): Act =>
  async function undo(world, context) {
    const [id, one] = pick([...world.recommendations], index) ?? [];
    if (id === undefined || !one) return;
    const { before } = one;
    if (before === null || isSuperseded(world, one.validation)) {
      await expect(undoRecommendation(context, id)).rejects.toMatchObject({
        kind: 'wrong-state',
        state: one.status,
      });
      return;
    }
    const { recommendation } = await undoRecommendation(context, id);
    expect(recommendation.status).toBe(before);
    become(world, one, before);
    one.before = null;
    world.events += 1;
  };

const decisions = fc.constantFrom('approve' as const, 'reject' as const, 'reopen' as const);
const index = fc.nat(30);
const acts = fc.oneof(
  fc.nat(2).map((which) => ({ name: `submit ${which}`, act: submitAct(which) })),
  fc
    .tuple(decisions, fc.array(index, { minLength: 1, maxLength: 6 }))
    .map(([action, picks]) => ({ name: `${action} ${picks.join()}`, act: decideAct(action, picks) })),
  fc
    .tuple(decisions, index)
    .map(([action, n]) => ({ name: `${action} rule of ${n}`, act: ruleAct(action, n) })),
  fc
    .tuple(decisions, index)
    .map(([action, n]) => ({ name: `${action} review ${n}`, act: reviewAct(action, n) })),
  fc
    .tuple(index, fc.boolean())
    .map(([n, preview]) => ({ name: `enhance ${n} ${preview}`, act: enhanceAct(n, preview) })),
  index.map((n) => ({ name: `apply ${n}`, act: applyAct(n) })),
  fc
    .tuple(index, fc.nat(3))
    .map(([n, which]) => ({ name: `revalidate ${n} ${which}`, act: revalidateAct(n, which) })),
  index.map((n) => ({ name: `undo ${n}`, act: undoAct(n) })),
  index.map((n) => ({ name: `race ${n}`, act: raceAct(n) })),
);

it('states, events and counters agree, whatever two reviewers do', async () => {
  const db = openDatabase(env.DB);
  const world: World = {
    recommendations: new Map(),
    decisions: new Map(),
    texts: new Map(),
    reviews: new Map(),
    newest: new Map(),
    supersededBy: new Map(),
    events: 0,
    clock: new Date('2026-01-01T00:00:00.000Z'),
    days: new Map(),
  };
  const published: LiveEvent[] = [];
  const contextOf = (actor: string): ServiceContext => ({
    db,
    principal: { actor, role: 'admin', families: null },
    publish: (events) => void published.push(...events),
    later: () => undefined,
    runner: instancesOf(env),
    now: () => world.clock,
  });
  const sequence = fc.array(fc.tuple(fc.constantFrom('ada', 'ben'), acts), { minLength: 10, maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(sequence, async (steps) => {
      for (const [actor, { act }] of steps) {
        const events = world.events;
        await act(world, contextOf(actor));
        if (world.events > events) world.days.set(dayOf(world.clock.toISOString()), stateOf(world));
        world.clock = new Date(world.clock.getTime() + 5 * 60 * 60 * 1_000);
      }
      await agree(contextOf('ada'), world);
      expect(published.length).toBe(world.events);
    }),
    // All runs of the property share one world, which grows. So a failure cannot be shrunk.
    { numRuns: 20, endOnFailure: true },
  );
}, 180_000);

async function agree(context: ServiceContext, world: World): Promise<void> {
  const log: LiveEvent[] = [];
  for (let from = 0; ;) {
    const page = await getEvents(context, { after: from, limit: 200 });
    log.push(...page.results);
    from = page.next_after;
    if (!page.has_more) break;
  }
  expect(log.length).toBe(world.events);

  const replayed = replay(log);
  expect(replayed.reviews).toEqual(world.reviews);
  expect(replayed.statuses).toEqual(
    new Map([...world.recommendations].map(([id, { status }]) => [id, status])),
  );

  const stats = await getStats(context);
  expect(stats.validations.by_review).toMatchObject(tally([...world.reviews.values()]));
  expect(stats.validations.total).toBe(world.reviews.size);
  const statuses = [...world.recommendations.values()].map(({ status }) => status);
  expect(stats.recommendations.by_status).toMatchObject(tally(statuses));
  expect(stats.recommendations.total).toBe(statuses.length);

  for (const [id, review] of world.reviews) {
    const { validation, recommendations } = await getValidation(context, id);
    expect(validation.review).toBe(review);
    expect(validation.superseded_by).toBe(world.supersededBy.get(id));
    for (const one of recommendations) expect(one.status).toBe(world.recommendations.get(one.id)?.status);
  }
  const documents = await listOfDocuments(context, {
    limit: 200,
    ref: '',
    removed: false,
    sort: 'file_path',
  });
  const newest = documents.results.map((one) => [one.file_path, one.validation_id] as const);
  expect(new Map(newest)).toEqual(world.newest);
  for (const { validation_id, open, review } of documents.results) {
    const waiting = [...world.recommendations.values()].filter(
      ({ validation, status }) => validation === validation_id && status === 'proposed',
    );
    expect(open).toBe(waiting.length);
    expect(review).toBe(world.reviews.get(validation_id));
  }
  await agreeOnQuality(context, world, log);
  const { total } = await listOfRecommendations(context, { limit: 1, status: 'proposed' });
  expect(total).toBe(statuses.filter((status) => status === 'proposed').length);
}

const dayOf = (time: string) => time.slice(0, 10);

function stateOf(world: World): DayState {
  const newest = [...world.newest.values()];
  const open = [...world.recommendations.values()].filter(
    ({ validation, status }) => status === 'proposed' && newest.includes(validation),
  );
  const findings = newest.map((id) => world.texts.get(id)?.findings ?? 0);
  return { documents: newest.length, findings: findings.reduce((sum, n) => sum + n, 0), open: open.length };
}

/** Quality has a row for each day of the log, with what was true at its end and what was decided on it. */
async function agreeOnQuality(context: ServiceContext, world: World, log: readonly LiveEvent[]) {
  const { results } = await qualityOverTime(context, { from: '2026-01-01', to: '2026-12-31', limit: 366 });
  const known = [...world.days].map(([day, state]) => ({ day, ...state }));
  const changed = results.map(({ day, documents, counts, open }) => ({
    day,
    documents: documents.total,
    findings: counts.error + counts.warning + counts.info,
    open,
  }));
  // A review of a validation is an event, and changes nothing that is counted.
  const isCounted = ({ day }: { day: string }) => results.some((row) => row.day === day);
  expect(changed).toEqual(known.filter(isCounted));
  const uncounted = known.filter((one) => !isCounted(one)).map(({ day }) => day);
  const counted = log.filter(
    ({ type, timestamp }) =>
      uncounted.includes(dayOf(timestamp)) &&
      !['validation_approved', 'validation_rejected', 'validation_reopened'].includes(type),
  );
  expect(counted).toEqual([]);
  const { decided, applied } = decisionsOf(log);
  expect(results.map((row) => [row.day, row.decided])).toEqual(
    results.map(({ day }) => [day, decided[day] ?? 0]),
  );
  expect(results.map((row) => [row.day, row.applied])).toEqual(
    results.map(({ day }) => [day, applied[day] ?? 0]),
  );
  const [now] = results.toReversed();
  const rules = now?.rules.reduce((sum, { findings }) => sum + findings, 0) ?? 0;
  expect(rules).toBe(changed.at(-1)?.findings ?? 0);
}

/** The days of the decisions that stand, and of what was applied, by the log. */
function decisionsOf(log: readonly LiveEvent[]) {
  const standing = new Map<string, string[]>();
  const applied: string[] = [];
  for (const { type, timestamp, recommendation_id = '' } of log) {
    const made = standing.get(recommendation_id) ?? [];
    if (type === 'recommendation_approved' || type === 'recommendation_rejected') {
      standing.set(recommendation_id, [...made, dayOf(timestamp)]);
    } else if (type === 'recommendation_reopened') standing.set(recommendation_id, []);
    else if (type === 'recommendation_undone') standing.set(recommendation_id, made.slice(0, -1));
    else if (type === 'recommendation_applied') applied.push(dayOf(timestamp));
  }
  const days = [...standing.values()].flatMap((made) => made.slice(-1));
  return { decided: tally(days), applied: tally(applied) };
}

/** Replays the log. Each event must fit the state that the events before it made. */
function replay(log: readonly LiveEvent[]) {
  const reviews = new Map<string, Review>();
  const statuses = new Map<string, RecommendationStatus>();
  const validationOf = new Map<string, string>();
  for (const event of log) {
    const { validation_id = '', recommendation_id = '' } = event;
    if (event.type === 'validation_created') {
      reviews.set(validation_id, 'pending');
      for (const [id, status] of statuses) {
        const isOpen = status === 'proposed' || status === 'approved';
        if (isOpen && validationOf.get(id) === event.supersedes) statuses.set(id, 'superseded');
      }
    } else if (event.type === 'recommendation_created') {
      statuses.set(recommendation_id, event.status);
      validationOf.set(recommendation_id, validation_id);
    } else if ('after' in event && 'review' in event.after && 'review' in event.before) {
      expect(reviews.get(validation_id)).toBe(event.before.review);
      reviews.set(validation_id, event.after.review);
    } else if ('after' in event && 'status' in event.after && 'status' in event.before) {
      expect(statuses.get(recommendation_id)).toBe(event.before.status);
      statuses.set(recommendation_id, event.after.status);
    } else throw new Refusal('invalid', `an event of another kind: ${event.type}`);
  }
  return { reviews, statuses };
}

function tally(states: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const state of states) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
