/** What the events since the page went live say about batch runs. */
import { signal } from '@preact/signals';
import type { LiveEvent } from '../../shared/events.ts';
import type { Run, RunState } from '../../shared/things.ts';

export type RunEvent = Extract<LiveEvent, { type: `workflow_${string}` }>;
/** The fields of a run that its events carry. */
export type RunFigures = Pick<
  Run,
  'id' | 'name' | 'family' | 'state' | 'total' | 'done' | 'failed' | 'reused' | 'counts' | 'error'
>;
export type RunRow = RunFigures & Pick<Run, 'created_at'>;
export interface RunNews {
  latest: RunEvent;
  /** The event of its creation, when that was received too. */
  created?: RunEvent;
}

/** Maximum number of runs that are remembered. */
export const MAX_RUN_NEWS = 500;

/** The latest event of each run since the page went live, by run id. */
export const runNews = signal<ReadonlyMap<string, RunNews>>(new Map());

export function isRunEvent(event: LiveEvent): event is RunEvent {
  return event.type.startsWith('workflow_');
}

export function recordRunEvents(events: readonly LiveEvent[]): void {
  const ofRuns = events.filter(isRunEvent);
  if (ofRuns.length > 0) runNews.value = remember(runNews.value, ofRuns);
}

export function clearRunNews(): void {
  runNews.value = new Map();
}

export function remember(
  before: ReadonlyMap<string, RunNews>,
  events: readonly RunEvent[],
): Map<string, RunNews> {
  const next = new Map(before);
  for (const event of events) {
    const id = event.workflow_id ?? '';
    const created = event.type === 'workflow_created' ? event : next.get(id)?.created;
    // Moves the run to the end: the map drops its oldest entries first.
    next.delete(id);
    next.set(id, { latest: event, ...(created && { created }) });
  }
  for (const id of next.keys()) {
    if (next.size <= MAX_RUN_NEWS) break;
    next.delete(id);
  }
  return next;
}

/** Updates a run from its latest event, unless the run, as of `position`, already includes that event. */
export function applyRunEvent<T extends RunFigures>(
  run: T,
  position: number,
  event: RunEvent | undefined,
): T {
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

/** Applies an event to the list of active runs: those that are running or paused. */
export function updateActiveRuns(runs: RunFigures[], event: LiveEvent, most: number): RunFigures[] {
  if (!isRunEvent(event)) return runs;
  const isShown = event.state === 'running' || event.state === 'paused';
  const known = runs.some(({ id }) => id === event.workflow_id);
  if (!isShown) return known ? runs.filter(({ id }) => id !== event.workflow_id) : runs;
  if (known) return runs.map((run) => (run.id === event.workflow_id ? applyRunEvent(run, 0, event) : run));
  return [figuresOf(event), ...runs].slice(0, most);
}

export interface RunFilter {
  state?: RunState;
  family?: string;
}

/**
 * Applies later events to a loaded list of runs. Listed runs are updated, and stay even when they no longer match the
 * filter. Runs that were created since come first.
 *
 * @param position - id of the last event that the list includes
 * @returns `isStale` when an older run now matches the filter: the list must be loaded again to show it in its place
 */
export function applyNewsToList(
  list: readonly RunRow[],
  position: number,
  news: ReadonlyMap<string, RunNews>,
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
      ...list.map((run) => applyRunEvent(run, position, news.get(run.id)?.latest)),
    ],
    // Without a filter by state, a run that is not listed is on a later page.
    isStale: filter.state !== undefined && made.length < strangers.length,
  };
}
