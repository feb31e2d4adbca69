import { REPORT_FORMATS } from '../../shared/report-formats.ts';
import type { HistoryPage } from '../../shared/api/validations.ts';
import type { LiveEvent } from '../../shared/events.ts';
import type { Validation } from '../../shared/things.ts';
import { api } from '../service/api.ts';
import { reloadCount } from '../service/live.ts';
import { validationPath } from '../frame/router.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { describeEvent } from '../../shared/describe-event.ts';
import { describeCounts } from '../parts/words.ts';
import { Age } from '../parts/age.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { OutcomeMark } from '../parts/marks.tsx';

const MAX_VERSIONS = 12;
const MAX_EVENTS = 200;
const WIDTH = 240;
const HEIGHT = 44;

/** The validations of the same file over time, and the events of this one. */
export function History({ validation, seen }: { validation: Validation; seen: unknown }) {
  const { id, file_path, family } = validation;
  const load = async () => {
    const [history, { results: events }] = await Promise.all([
      api.history({ file_path, family, limit: MAX_VERSIONS }),
      api.validationEvents(id, { limit: MAX_EVENTS }),
    ]);
    return { history, events };
  };
  const { value: loaded, problem, retry } = useLoaded(load, [id, seen, reloadCount.value]);
  return (
    <>
      {!loaded && problem !== null && <LoadProblem what="The history" problem={problem} retry={retry} />}
      {loaded && loaded.history.results.length > 1 && <Versions history={loaded.history} current={id} />}
      {loaded && (
        <section class="panel" aria-labelledby="events-title">
          <h2 id="events-title">What happened</h2>
          <ol class="timeline" data-testid="timeline">
            {loaded.events.map((event) => (
              <HistoryEntry key={event.id} event={event} />
            ))}
          </ol>
        </section>
      )}
      <ReportLinks of={`/api/validations/${id}`} />
    </>
  );
}

/** @param of - API path of the validation or run */
export function ReportLinks({ of }: { of: string }) {
  return (
    <p class="fine reports">
      Report as{' '}
      {REPORT_FORMATS.map((format) => (
        <a key={format} href={`${of}/report?format=${format}`} target="_blank" rel="noopener">
          {format}
        </a>
      ))}
    </p>
  );
}

function Versions({ history, current }: { history: HistoryPage; current: string }) {
  const { direction, points } = history.trend;
  return (
    <section class="panel" aria-labelledby="history-title">
      <h2 id="history-title">This file over time</h2>
      <Sparkline values={points.map(({ counts }) => counts.error + counts.warning)} />
      {direction !== 'unknown' && (
        <p class="quiet">
          {direction === 'same'
            ? 'As before.'
            : direction === 'better'
              ? 'Better than before.'
              : 'Worse than before.'}
        </p>
      )}
      <ul class="rows">
        {history.results.map(({ id, created_at, outcome, counts }) => (
          <li key={id}>
            <a class="row" href={validationPath(id)} aria-current={id === current ? 'page' : undefined}>
              <span class="row-facts">
                <OutcomeMark outcome={outcome} />
                <span>{describeCounts(counts)}</span>
                <Age of={created_at} />
                {id === current && <span>this one</span>}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A line of the number of errors and warnings, oldest first. */
function Sparkline({ values }: { values: readonly number[] }) {
  const most = Math.max(1, ...values);
  const place = (value: number, index: number) =>
    `${((index / Math.max(1, values.length - 1)) * (WIDTH - 8) + 4).toFixed(1)},${(HEIGHT - 4 - (value / most) * (HEIGHT - 8)).toFixed(1)}`;
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Errors and warnings: ${values.join(', ')}`}
    >
      <polyline points={values.map(place).join(' ')} />
    </svg>
  );
}

export function HistoryEntry({ event }: { event: LiveEvent }) {
  const { icon, what, which } = describeEvent(event);
  const note = 'note' in event && typeof event.note === 'string' ? event.note : '';
  return (
    <li>
      <span aria-hidden="true">{icon}</span> {what}
      {event.recommendation_id !== undefined && which !== '' && (
        <>
          : <bdi class="which">{which}</bdi>
        </>
      )}{' '}
      <span class="fine">
        by <bdi>{event.actor}</bdi>, <Age of={event.timestamp} />
      </span>
      {note !== '' && (
        <p class="fine">
          <q>{note}</q>
        </p>
      )}
    </li>
  );
}
