import { revealHidden } from '../../shared/describe-event.ts';
import { runPath } from '../router.ts';
import type { RunFigures } from '../runs.ts';
import { percentOf } from '../words.ts';
import { RunBar, StateMark } from './run-marks.tsx';

/** The runs that are running or paused; nothing when there are none. */
export function ActiveRuns({ runs }: { runs: readonly RunFigures[] | undefined }) {
  if (!runs || runs.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="active-title">
      <h2 id="active-title">Runs</h2>
      <ul class="rows" data-testid="active-runs">
        {runs.map((run) => (
          <li key={run.id}>
            <a class="row run-row" href={runPath(run.id)}>
              <span class="run-name">
                <bdi class="row-title">{revealHidden(run.name)}</bdi>
                <StateMark state={run.state} />
              </span>
              <RunBar run={run} />
              <span class="row-facts">
                <span>
                  {run.done.toLocaleString('en')} of {run.total.toLocaleString('en')}
                </span>
                <span>{percentOf(run)} %</span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
