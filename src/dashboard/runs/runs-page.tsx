import { useEffect, useState } from 'preact/hooks';
import { RUN_STATES } from '../../shared/things.ts';
import { api } from '../service/api.ts';
import { reloadCount } from '../service/live.ts';
import { query } from '../frame/router.ts';
import { applyNewsToList, runNews, type RunFilter, type RunRow } from './run-news.ts';
import { canSubmit } from '../service/session.ts';
import { families, loadFamilies } from '../home/submission.ts';
import { usePages } from '../service/use-pages.ts';
import { countOf, describeCounts } from '../parts/words.ts';
import { Age } from '../parts/age.tsx';
import { Choice } from '../parts/choice.tsx';
import { MoreButton, ReloadProblem } from '../parts/more-button.tsx';
import { RunForm } from '../upload/run-form.tsx';
import { RunLink } from './run-link.tsx';
import { grouped } from '../parts/grouped.ts';
import { Total } from '../parts/total.tsx';

export function RunsPage() {
  useEffect(() => void loadFamilies(), [reloadCount.value]);
  const filter = readFilter();
  const [turn, setTurn] = useState(0);
  const pages = usePages(
    (cursor) => api.runs({ ...filter, ...(cursor !== undefined && { cursor }) }),
    JSON.stringify(filter),
    `${turn} ${reloadCount.value}`,
  );
  const { rows, isStale } = applyNewsToList(pages.items, pages.position, runNews.value, filter);
  const isWaiting = pages.loading || pages.problem !== null;
  useEffect(() => {
    if (isStale && !isWaiting) setTurn(turn + 1);
  }, [isStale, isWaiting]);
  return (
    <>
      <h1 class="page-title">Runs</h1>
      {canSubmit.value && <RunForm />}
      <div class="filter-bar">
        <Choice name="state" label="State" values={RUN_STATES} />
        <Choice name="family" label="Family" values={families.value} />
      </div>
      <section class="panel" aria-label="Runs">
        <Total pages={pages} of="run" now={pages.total + rows.length - pages.items.length} />
        <ReloadProblem pages={pages} />
        <ul class="rows" data-testid="runs">
          {rows.map((run) => (
            <Row key={run.id} run={run} />
          ))}
        </ul>
        {(rows.length === 0 || isWaiting || pages.hasMore) && (
          <MoreButton pages={pages} nothing={nothing(filter)} />
        )}
      </section>
    </>
  );
}

/** The filter in the address. The service refuses values that it does not know. */
function readFilter(): RunFilter {
  return Object.fromEntries(
    ['state', 'family'].flatMap((name) => {
      const value = query.value.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

function nothing({ state, family }: RunFilter): string {
  if (state !== undefined || family !== undefined) return 'Nothing matches.';
  return 'No runs yet.';
}

function Row({ run }: { run: RunRow }) {
  const { family, total, done, failed, counts, created_at } = run;
  return (
    <li>
      <RunLink run={run}>
        <span>
          {grouped(done)} of {countOf(total, 'document')}
        </span>
        {failed > 0 && <span class="mark level-error">{grouped(failed)} failed</span>}
        <span>{describeCounts(counts)}</span>
        {family !== 'default' && <span class="family">{family}</span>}
        <Age of={created_at} />
      </RunLink>
    </li>
  );
}
