import type { Run } from '../../shared/things.ts';
import { validationPath } from '../frame/router.ts';
import { LoadProblem } from '../parts/load-problem.tsx';
import { ComparedFacts } from '../parts/gate.tsx';
import { FilePath } from '../parts/marks.tsx';
import { api } from '../service/api.ts';
import { reloadCount } from '../service/live.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { grouped } from '../parts/grouped.ts';

/** How many documents are shown. */
const SHOWN = 20;

/** What a completed run adds and resolves against the main line: in sum, and per document that does. */
export function RunComparisonPanel({ run: { id, state, ref, compared } }: { run: Run }) {
  const isShown = state === 'completed' && compared !== undefined;
  const { value, problem, retry } = useLoaded(
    isShown ? () => api.runComparison(id, { limit: SHOWN }) : null,
    [id, isShown, reloadCount.value],
  );
  if (!isShown) return null;
  return (
    <section class="panel" aria-labelledby="main-line-title" data-testid="main-line">
      <h2 id="main-line-title">Against {ref === undefined ? 'the versions before' : 'the main line'}</h2>
      <p>
        <ComparedFacts compared={compared} />
      </p>
      {!value && problem !== null && <LoadProblem what="The comparison" problem={problem} retry={retry} />}
      {value && value.results.length > 0 && (
        <ul class="rows">
          {value.results.map(({ file_path, validation_id, ...changes }) => (
            <li key={validation_id}>
              <a class="row" href={validationPath(validation_id)}>
                <FilePath path={file_path} />
                <ComparedFacts compared={changes} />
              </a>
            </li>
          ))}
        </ul>
      )}
      {value && value.total > value.results.length && (
        <p class="fine">
          The first {value.results.length} of {grouped(value.total)} are shown:{' '}
          <a href={`/api/workflows/${id}/comparison?limit=200`} target="_blank" rel="noopener">
            more of them
          </a>
        </p>
      )}
    </section>
  );
}
