import { percentOf } from '../parts/words.ts';
import { home } from '../service/live.ts';
import { RunLink } from '../runs/run-link.tsx';
import { grouped } from '../parts/grouped.ts';

/** The runs that are running or paused. Renders nothing when there are none. */
export function ActiveRuns() {
  const runs = home.value?.runs;
  if (!runs || runs.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="active-title">
      <h2 id="active-title">Runs</h2>
      <ul class="rows" data-testid="active-runs">
        {runs.map((run) => (
          <li key={run.id}>
            <RunLink run={run}>
              <span>
                {grouped(run.done)} of {grouped(run.total)}
              </span>
              <span>{percentOf(run)} %</span>
            </RunLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
