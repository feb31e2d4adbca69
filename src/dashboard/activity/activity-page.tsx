import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../../client/index.ts';
import type { LiveEvent } from '../../shared/events.ts';
import { query, setQuery } from '../frame/router.ts';
import { toast } from '../frame/toasts.ts';
import { families, loadFamilies } from '../home/submission.ts';
import { Choice } from '../parts/choice.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { Newer } from '../parts/newer.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { TextFilter } from '../parts/text-filter.tsx';
import { api } from '../service/api.ts';
import { reloadCount } from '../service/live.ts';
import { type ActivityFilter, KINDS, passes, readFilter, toEntries } from './activity-filter.ts';
import { ActivityRow } from './activity-row.tsx';
import { download, MAX_EXPORTED, readAll, toCsv, toNdjson } from './export-events.ts';
import { type Activity, useActivity } from './use-activity.ts';
import { grouped } from '../parts/grouped.ts';

/** Who did what, and when: the event log, newest first. */
export function ActivityPage() {
  useEffect(() => void loadFamilies(), [reloadCount.value]);
  const [turn, setTurn] = useState(0);
  const filter = readFilter(query.value);
  const activity = useActivity(filter, `${turn} ${reloadCount.value}`);
  const { events, lookedAfter, loading, problem } = activity;
  const days = byDay(events);
  return (
    <>
      <PageHead title="Activity" facts="Who did what, and when. Decisions can be undone here.">
        <ExportButtons filter={filter} />
      </PageHead>
      <div class="filter-bar">
        <Choice name="kind" label="Kind" values={Object.keys(KINDS)} />
        <Choice name="family" label="Family" values={families.value} />
        <TextFilter name="by" label="By" placeholder="By whom" />
        <TextFilter name="q" label="What" placeholder="What or which" />
        <label>
          <span class="visually-hidden">Since</span>
          <input
            type="date"
            value={filter.since ?? ''}
            title="Since"
            onChange={({ currentTarget }) => setQuery({ since: currentTarget.value })}
          />
        </label>
        <Newer
          position={activity.position}
          isNews={(event) => passes(event, filter) && event.type !== 'workflow_progress'}
          show={() => setTurn(turn + 1)}
        />
      </div>
      {problem !== null && <LoadProblem what="The log" problem={problem} retry={activity.retry} />}
      {events.length === 0 && problem === null && <p class="panel quiet">{describeNothing(activity)}</p>}
      {events.length > 0 && (
        <div class="panel activity" data-testid="activity">
          {days.map(([day, ofDay]) => (
            <section key={day} aria-label={day}>
              <h2>{day}</h2>
              <ol class="rows">
                {toEntries(ofDay).map((entry) => (
                  <ActivityRow key={entry.event.id} entry={entry} />
                ))}
              </ol>
            </section>
          ))}
        </div>
      )}
      {lookedAfter > 0 && (
        <p class="more-line">
          <button type="button" class="button" disabled={loading} onClick={activity.more}>
            {loading ? 'Loading…' : 'Look further back'}
          </button>
        </p>
      )}
    </>
  );
}

/** What is said where nothing was found: yet, in the part of the log that was looked through, or at all. */
function describeNothing({ position, lookedAfter, loading }: Activity): string {
  const looked = `the newest ${grouped(position - lookedAfter)} of ${grouped(position)} events`;
  if (loading)
    return position === 0 ? 'Loading…' : `Nothing in ${looked} passes these filters. Looking further back…`;
  if (lookedAfter > 0) return `Nothing in ${looked} passes these filters.`;
  return 'Nothing has happened that passes these filters.';
}

const dayNames = new Intl.DateTimeFormat('en', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});

function byDay(events: readonly LiveEvent[]): [string, LiveEvent[]][] {
  const days = new Map<string, LiveEvent[]>();
  for (const event of events) {
    const day = dayNames.format(new Date(event.timestamp));
    const known = days.get(day);
    if (known) known.push(event);
    else days.set(day, [event]);
  }
  return [...days];
}

const FORMATS = [
  { label: 'NDJSON', name: 'galley-activity.ndjson', type: 'application/x-ndjson', write: toNdjson },
  { label: 'CSV', name: 'galley-activity.csv', type: 'text/csv', write: toCsv },
] as const;

function ExportButtons({ filter }: { filter: ActivityFilter }) {
  const [isBusy, setBusy] = useState(false);
  const take = async ({ name, type, write }: (typeof FORMATS)[number]) => {
    setBusy(true);
    try {
      const events = await readAll(api, filter);
      download(write(events), name, type);
      if (events.length === MAX_EXPORTED)
        toast({
          text: `The file has the first ${grouped(MAX_EXPORTED)} events.`,
          tone: 'neutral',
        });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast({ text: `Not exported: ${error.message}`, tone: 'error', isLasting: true });
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {FORMATS.map((format) => (
        <button
          key={format.name}
          type="button"
          class="button small"
          disabled={isBusy}
          onClick={() => void take(format)}
        >
          {format.label}
        </button>
      ))}
    </>
  );
}
