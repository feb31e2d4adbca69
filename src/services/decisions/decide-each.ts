/** Decides on many things in one transaction, each on its own: one that is refused does not affect the others. */
import type { NewEvent } from '../../shared/events.ts';
import { after, type Transition } from '../../shared/transitions.ts';
import type { Decided } from '../../store/decisions.ts';
import { toLiveEvents, type EventRow } from '../../store/events.ts';
import type { ServiceContext } from '../context.ts';
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
  /** Reads the things that the principal may see, by id. */
  read: (ids: readonly string[]) => Promise<ReadonlyMap<string, Thing>>;
  /** Changes the things that are still in the state that was read. Returns the events of those that it changed. */
  write: (decided: readonly Decided<State>[]) => Promise<readonly EventRow[]>;
}

/**
 * Decides on each of the things.
 *
 * @returns a result for each id, in the order of the ids
 */
export async function decideEach<State extends string, Thing extends { id: string }>(
  { publish }: ServiceContext,
  ids: readonly string[],
  decision: DecisionKind<State, Thing>,
): Promise<DecisionResult[]> {
  const { transition, stateOf } = decision;
  const known = await decision.read(ids);
  const refusals = new Map<string, Refusal>();
  const decided: Decided<State>[] = [];
  for (const id of new Set(ids)) {
    const thing = known.get(id);
    const refusal = thing ? refusalOf(decision, thing) : notFound(decision, id);
    if (refusal) refusals.set(id, refusal);
    else if (thing) decided.push({ id, from: stateOf(thing), event: decision.eventOf(thing) });
  }
  const appended = decided.length > 0 ? await decision.write(decided) : [];
  if (appended.length > 0) publish(toLiveEvents(appended));
  const changed = new Set(appended.map((event) => event[`${decision.kind}_id`]));
  const missed = decided.map(({ id }) => id).filter((id) => !changed.has(id));
  const current = missed.length > 0 ? await decision.read(missed) : known;
  for (const id of missed) {
    const thing = current.get(id);
    const why = thing && (decision.refuse(thing) ?? wrongState(decision, stateOf(thing)));
    refusals.set(id, why ?? notFound(decision, id));
  }
  return ids.map((id) => {
    const refusal = refusals.get(id);
    return refusal ? { id, refusal } : { id, state: transition.to };
  });
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
