/** Decides on many things in one transaction, each on its own: one that is refused does not affect the others. */
import type { NewEvent } from '../../shared/events.ts';
import { after, type Transition } from '../../shared/transitions.ts';
import { ask, type Answers, type Question } from '../../store/ask.ts';
import { commitAndAsk, type Changes } from '../../store/commit.ts';
import type { Decided } from '../../store/decisions.ts';
import { toLiveEvents, type EventRow } from '../../store/events.ts';
import type { DecidingContext } from '../context.ts';
import { Refusal } from '../errors.ts';

/** The result for one thing: its new state, or why it did not change. */
export type DecisionResult = { id: string; state: string } | { id: string; refusal: Refusal };

/** A kind of thing that can be decided on. */
export interface DecisionKind<State extends string, Thing extends { id: string }> {
  kind: 'recommendation' | 'validation';
  action: string;
  transition: Transition<State>;
  stateOf: (thing: Thing) => State;
  /** Why this thing must not be decided on, whatever its state; null when it may be. */
  refuse: (thing: Thing) => Refusal | null;
  eventOf: (thing: Thing) => NewEvent;
  /** Asks for the things that the principal may see, by id. */
  read: (ids: readonly string[]) => Question<ReadonlyMap<string, Thing>>;
  /** Changes the things that are still in the state that was read, with the events of those that it changes. */
  change: (decided: readonly Decided<State>[]) => Changes;
}

/** What is to be decided, of what was read. */
export interface Judged<State extends string> {
  decided: readonly Decided<State>[];
  refusals: ReadonlyMap<string, Refusal>;
}

/** Says which of the things can be decided on, as they were read. */
export function judge<State extends string, Thing extends { id: string }>(
  decision: DecisionKind<State, Thing>,
  ids: readonly string[],
  known: ReadonlyMap<string, Thing>,
): Judged<State> {
  const refusals = new Map<string, Refusal>();
  const decided: Decided<State>[] = [];
  for (const id of new Set(ids)) {
    const thing = known.get(id);
    const refusal = thing ? refusalOf(decision, thing) : notFound(decision, id);
    if (refusal) refusals.set(id, refusal);
    else if (thing) decided.push({ id, from: decision.stateOf(thing), event: decision.eventOf(thing) });
  }
  return { decided, refusals };
}

/**
 * Decides on each of the things, in one transaction with other changes and with questions about what comes of it.
 *
 * @param judged - what {@link judge} said of them
 * @returns a result for each id, in the order of the ids, the events of all changes, and the answers
 */
export async function decideEach<
  State extends string,
  Thing extends { id: string },
  const Q extends readonly Question<unknown>[],
>(
  { db, publish }: Pick<DecidingContext, 'db' | 'publish'>,
  decision: DecisionKind<State, Thing>,
  ids: readonly string[],
  judged: Judged<State>,
  more: readonly Changes[],
  ...questions: Q
): Promise<{ outcomes: DecisionResult[]; appended: readonly EventRow[]; answers: Answers<Q> }> {
  const { decided } = judged;
  const changes = decided.length > 0 ? [decision.change(decided), ...more] : more;
  const { appended, answers } = await commitAndAsk(db, changes, ...questions);
  if (appended.length > 0) publish(toLiveEvents(appended));
  const refusals = new Map(judged.refusals);
  const changed = new Set(appended.map((event) => event[`${decision.kind}_id`]));
  const missed = decided.map(({ id }) => id).filter((id) => !changed.has(id));
  if (missed.length > 0) {
    const [current] = await ask(db, decision.read(missed));
    for (const id of missed) {
      const thing = current.get(id);
      const why = thing && (decision.refuse(thing) ?? wrongState(decision, decision.stateOf(thing)));
      refusals.set(id, why ?? notFound(decision, id));
    }
  }
  const outcomes = ids.map((id): DecisionResult => {
    const refusal = refusals.get(id);
    return refusal ? { id, refusal } : { id, state: decision.transition.to };
  });
  return { outcomes, appended, answers };
}

/**
 * Decides on one thing.
 *
 * @param known - what was read of it
 * @returns the answer to a question about what comes of it
 * @throws {Refusal} when it is refused
 */
export async function decideOne<
  State extends string,
  Thing extends { id: string },
  const Q extends readonly Question<unknown>[],
>(
  context: DecidingContext,
  decision: DecisionKind<State, Thing>,
  id: string,
  known: ReadonlyMap<string, Thing>,
  ...questions: Q
): Promise<Answers<Q>> {
  const judged = judge(decision, [id], known);
  const refusal = judged.refusals.get(id);
  if (refusal) throw refusal;
  const { outcomes, answers } = await decideEach(context, decision, [id], judged, [], ...questions);
  orThrow(outcomes);
  return answers;
}

function refusalOf<State extends string, Thing extends { id: string }>(
  decision: DecisionKind<State, Thing>,
  thing: Thing,
): Refusal | null {
  const refusal = decision.refuse(thing);
  if (refusal) return refusal;
  const state = decision.stateOf(thing);
  return after(decision.transition, state) === null ? wrongState(decision, state) : null;
}

/** The refusal of an action that does not apply in the current state. */
export function wrongState({ kind, action }: { kind: string; action: string }, state: string): Refusal {
  return new Refusal('wrong-state', `The ${kind} is ${state}: "${action}" is not for it.`, [], state);
}

function notFound({ kind }: { kind: string }, id: string): Refusal {
  return new Refusal('not-found', `There is no ${kind} "${id}".`);
}

/** Throws the refusal of the only result, if it is one. */
export function orThrow([outcome]: readonly DecisionResult[]): void {
  if (outcome && 'refusal' in outcome) throw outcome.refusal;
}
