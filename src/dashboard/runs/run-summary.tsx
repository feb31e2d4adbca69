import type { RunSummary as Summary } from '../../shared/api/runs.ts';
import type { Run } from '../../shared/things.ts';
import { api } from '../service/api.ts';
import { reloadCount } from '../service/live.ts';
import { useLoaded, type Loaded } from '../service/use-loaded.ts';
import { query, rulePath } from '../frame/router.ts';
import { countOf, percentOf } from '../parts/words.ts';
import { LoadProblem } from '../parts/load-problem.tsx';
import { FilePath, LevelMark } from '../parts/marks.tsx';
import { RunChangesPanel } from './run-changes.tsx';
import { ValidationRow } from '../validations/validation-row.tsx';
import { grouped } from '../parts/grouped.ts';

/** While a run is running, its summary is loaded again after each further step of this size. */
const STEP_PERCENT = 10;

/** Loads the summary of a run. */
export function useRunSummary({ id, state, done, total }: Run): Loaded<Summary> {
  const step = Math.floor(percentOf({ state, done, total }) / STEP_PERCENT);
  const isThere = done > 0;
  const since = query.value.get('since');
  return useLoaded(isThere ? () => api.runSummary(id, since === null ? {} : { since }) : null, [
    id,
    state,
    step,
    isThere,
    since,
    reloadCount.value,
  ]);
}

/** The results of a run: changes, failed documents, and the files with most findings. */
export function RunResult({ run, loaded }: { run: Run; loaded: Loaded<Summary> }) {
  const { value, problem, retry } = loaded;
  const failure = problem !== null && <LoadProblem what="The result" problem={problem} retry={retry} />;
  if (!value && failure) return failure;
  if (!value) return <p class="panel quiet">{run.done > 0 ? 'Loading…' : nothingYet(run)}</p>;
  return (
    <>
      {failure}
      {run.state === 'completed' && <RunChangesPanel run={run} changes={value.changes} />}
      <Failures id={run.id} failures={value.failures} total={run.failed} />
      <WorstFiles files={value.worst_files} />
    </>
  );
}

function nothingYet({ state, total }: Run): string {
  if (state !== 'pending') return 'Nothing has come through yet.';
  return total === 0
    ? 'It has no documents yet, and waits for some.'
    : 'It has not started. What it finds shows here.';
}

function Failures(props: { id: string; failures: Summary['failures']; total: number }) {
  const { id, failures, total } = props;
  if (failures.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="failures-title">
      <h2 id="failures-title" tabIndex={-1}>
        Failed documents
      </h2>
      <ul class="rows" data-testid="failures">
        {failures.map(({ file_path, message }) => (
          <li key={file_path}>
            <p class="row plain">
              <FilePath path={file_path} />
              <span class="row-facts" dir="auto">
                {message}
              </span>
            </p>
          </li>
        ))}
      </ul>
      {total > failures.length && (
        <p class="fine">
          The first {failures.length} of {grouped(total)} are shown:{' '}
          <a href={`/api/workflows/${id}/documents?state=failed`} target="_blank" rel="noopener">
            all of them
          </a>
        </p>
      )}
    </section>
  );
}

function WorstFiles({ files }: { files: Summary['worst_files'] }) {
  if (files.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="worst-title">
      <h2 id="worst-title">Files with most findings</h2>
      <ul class="rows" data-testid="worst-files">
        {files.map(({ file_path, validation_id, outcome, counts }) => (
          <li key={validation_id}>
            <ValidationRow id={validation_id} file_path={file_path} outcome={outcome} counts={counts} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The rules with findings in a run, most frequent first. */
export function Rules({ rules }: { rules: Summary['rules'] | undefined }) {
  if (!rules || rules.length === 0) return null;
  return (
    <section class="panel rules" aria-labelledby="rules-title">
      <h2 id="rules-title">Rules that spoke</h2>
      <ul class="rows" data-testid="rules">
        {rules.map(({ rule_id, level, count, files }) => (
          <li key={`${rule_id} ${level}`}>
            <p class="row plain">
              <a href={rulePath(rule_id)}>
                <code class="rule">{rule_id}</code>
              </a>
              <span class="row-facts">
                <LevelMark level={level} />
                <span>
                  {countOf(count, 'finding')} in {countOf(files, 'file')}
                </span>
              </span>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
