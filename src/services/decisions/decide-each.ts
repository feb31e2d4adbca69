/** Deciding on many things at once, each for itself: one transaction, in which each changes or is as it was. */
import type { NewEvent } from '../../shared/events.ts';
import { after, type Transition } from '../../shared/transitions.ts';
import type { Decided } from '../../store/decisions.ts';
import { toLiveEvents, type EventRow } from '../../store/events.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal } from '../errors.ts';

/** What became of one of many: the state that it is in now, or why it is as it was. */
export type DecisionResult = { id: string; state: string } | { id: string; refusal: Refusal };

/** A kind of thing, and how one decides on it. */
export interface DecisionKind<State extends string, Thing extends { id: string }> {
  kind: 'recommendation' | 'validation';
  action: string;
  transition: Transition<State>;
  stateOf: (thing: Thing) => State;
  /** Why this one can't be decided on so, beside the state that it is in. */
  refuse: (thing: Thing) => Refusal | null;
  eventOf: (thing: Thing) => NewEvent;
  /** Reads those that the principal may see. */
  read: (ids: readonly string[]) => Promise<ReadonlyMap<string, Thing>>;
  /** Makes the changes, where nothing has changed meanwhile. @returns the events of those that it made */
  write: (decided: readonly Decided<State>[]) => Promise<readonly EventRow[]>;
}

/** @returns what became of each, in the order of the ids */
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
    refusals.set(id, thing ? wrongState(decision, stateOf(thing)) : notFound(decision, id));
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

/** A thing that an action is not for, in the state that it is in. */
export function wrongState({ kind, action }: { kind: string; action: string }, state: string): Refusal {
  return new Refusal('wrong-state', `The ${kind} is ${state}: "${action}" is not for it.`, [], state);
}

function notFound({ kind }: { kind: string }, id: string): Refusal {
  return new Refusal('not-found', `There is no ${kind} "${id}".`);
}

/** Of one thing: its refusal is the answer. */
export function orThrow([outcome]: readonly DecisionResult[]): void {
  if (outcome && 'refusal' in outcome) throw outcome.refusal;
}
