/** Batch runs as events tell of them. */
import { signal } from '@preact/signals';
import type { LiveEvent } from '../../shared/events.ts';
import type { Run, RunState } from '../../shared/things.ts';

export type RunEvent = Extract<LiveEvent, { type: `workflow_${string}` }>;
/** What events tell of a run. */
export type RunFigures = Pick<
  Run,
  'id' | 'name' | 'family' | 'state' | 'total' | 'done' | 'failed' | 'reused' | 'counts' | 'error'
>;
export type RunRow = RunFigures & Pick<Run, 'created_at'>;
export interface Told {
  latest: RunEvent;
  /** The event of its making, when that came too. */
  created?: RunEvent;
}

/** Most runs that are remembered. */
export const MAX_TOLD = 500;

/** What was told of runs since the page is live, by their ids. */
export const told = signal<ReadonlyMap<string, Told>>(new Map());

export function isRunEvent(event: LiveEvent): event is RunEvent {
  return event.type.startsWith('workflow_');
}

export function tellRuns(events: readonly LiveEvent[]): void {
  const ofRuns = events.filter(isRunEvent);
  if (ofRuns.length > 0) told.value = remember(told.value, ofRuns);
}

export function forgetTold(): void {
  told.value = new Map();
}

export function remember(before: ReadonlyMap<string, Told>, events: readonly RunEvent[]): Map<string, Told> {
  const next = new Map(before);
  for (const event of events) {
    const id = event.workflow_id ?? '';
    const created = event.type === 'workflow_created' ? event : next.get(id)?.created;
    // What was told of last is forgotten last.
    next.delete(id);
    next.set(id, { latest: event, ...(created && { created }) });
  }
  for (const id of next.keys()) {
    if (next.size <= MAX_TOLD) break;
    next.delete(id);
  }
  return next;
}

/** The run as the latest event tells it, unless that is older than what is known: `position` is that of the run. */
export function afterEvent<T extends RunFigures>(run: T, position: number, event: RunEvent | undefined): T {
  return event && event.id > position ? { ...run, ...figuresOf(event, run) } : run;
}

export function figuresOf(event: RunEvent, before?: RunFigures): RunFigures {
  const { workflow_id: id = '', family = '', name, state, total, done, failed, counts, error } = event;
  const { reused = before?.reused ?? 0 } = event;
  return {
    id,
    name,
    family,
    state,
    total,
    done,
    failed,
    reused,
    counts,
    ...(error !== undefined && { error }),
  };
}

/** The runs that go on, or could, after an event: the others leave. */
export function followRuns(runs: RunFigures[], event: LiveEvent, most: number): RunFigures[] {
  if (!isRunEvent(event)) return runs;
  const isShown = event.state === 'running' || event.state === 'paused';
  const known = runs.some(({ id }) => id === event.workflow_id);
  if (!isShown) return known ? runs.filter(({ id }) => id !== event.workflow_id) : runs;
  if (known) return runs.map((run) => (run.id === event.workflow_id ? afterEvent(run, 0, event) : run));
  return [figuresOf(event), ...runs].slice(0, most);
}

export interface RunFilter {
  state?: RunState;
  family?: string;
}

/**
 * A list of runs with what was told since: those that it has show where they are, and stay though they may no longer be in
 * the state that was asked for; those that were made since come first.
 *
 * @param position - the last event that the list includes
 * @returns `isStale` when a run has come into the list that only the service can put into its place
 */
export function listAfter(
  list: readonly RunRow[],
  position: number,
  news: ReadonlyMap<string, Told>,
  filter: RunFilter,
): { rows: RunRow[]; isStale: boolean } {
  const listed = new Set(list.map(({ id }) => id));
  const strangers = [...news.values()].filter(
    ({ latest: { id, workflow_id = '', state, family } }) =>
      id > position &&
      !listed.has(workflow_id) &&
      (filter.state === undefined || filter.state === state) &&
      (filter.family === undefined || filter.family === family),
  );
  const made = strangers
    .flatMap(({ latest, created }) => (created && created.id > position ? [{ latest, created }] : []))
    .toSorted((a, b) => b.created.id - a.created.id);
  return {
    rows: [
      ...made.map(({ latest, created }) => ({ ...figuresOf(latest), created_at: created.timestamp })),
      ...list.map((run) => afterEvent(run, position, news.get(run.id)?.latest)),
    ],
    // Without a filter by state, what is not listed is further down, or made before and loaded with it.
    isStale: filter.state !== undefined && made.length < strangers.length,
  };
}
