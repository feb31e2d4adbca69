import type { RunChanges as Changes, RunIssue } from '../../shared/api/runs.ts';
import { revealHidden } from '../../shared/reveal-hidden.ts';
import type { Run } from '../../shared/things.ts';
import { query, rulePath, runPath, setQuery, validationPath } from '../frame/router.ts';
import { Age } from '../parts/age.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { FilePath, LevelMark } from '../parts/marks.tsx';
import { countOf } from '../parts/words.ts';
import { api } from '../service/api.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { grouped } from '../parts/grouped.ts';

/** Other runs that one can choose from. */
const MAX_OTHERS = 100;

interface Props {
  run: Run;
  /** null when there is nothing to compare with. */
  changes: Changes | null;
}

/** What has changed since another run of the family: by default the one before of the same name. */
export function RunChangesPanel({ run, changes }: Props) {
  const { id, family } = run;
  const { value, problem, retry } = useLoaded(
    () => api.runs({ family, state: 'completed', limit: MAX_OTHERS }),
    [id],
  );
  const others = value?.results.filter((one) => one.id !== id) ?? [];
  if (!changes && others.length === 0 && problem === null) return null;
  const chosen = query.value.get('since') ?? '';
  return (
    <section class="panel" aria-labelledby="changes-title" data-testid="changes">
      <div class="panel-head">
        <h2 id="changes-title">
          {changes ? (
            <>
              Since <a href={runPath(changes.since.id)}>{chosen === '' ? 'the run before' : 'that run'}</a>
            </>
          ) : (
            'Compare'
          )}
        </h2>
        <label class="choose-run">
          <span class="visually-hidden">Compare with</span>
          <select value={chosen} onChange={({ currentTarget }) => setQuery({ since: currentTarget.value })}>
            <option value="">
              {changes || chosen !== '' ? 'The run before of this name' : 'Choose a run'}
            </option>
            {chosen !== '' && !others.some((one) => one.id === chosen) && (
              <option value={chosen}>Another run</option>
            )}
            {others.map((one) => (
              <option key={one.id} value={one.id}>
                {revealHidden(one.name)},{' '}
                {new Date(one.created_at).toLocaleString('en-GB', {
                  dateStyle: 'medium',
                  timeStyle: 'short',
                })}
              </option>
            ))}
          </select>
        </label>
      </div>
      {problem !== null && <LoadProblem what="Other runs" problem={problem} retry={retry} />}
      {changes && <Figures changes={changes} />}
      {changes && <ChangedIssues title="New" issues={changes.new_issues} total={changes.new} />}
      {changes && (
        <ChangedIssues title="Resolved" issues={changes.resolved_issues} total={changes.resolved} />
      )}
    </section>
  );
}

function Figures({ changes }: { changes: Changes }) {
  const { since, added_files: added, removed_files: removed } = changes;
  return (
    <p class="row-facts">
      <span>
        <b>{grouped(changes.new)}</b> new
      </span>
      <span>
        <b>{grouped(changes.resolved)}</b> resolved
      </span>
      <span>
        <b>{grouped(changes.persisting)}</b> as before
      </span>
      {added > 0 && <span>{countOf(added, 'file')} more</span>}
      {removed > 0 && <span>{countOf(removed, 'file')} gone</span>}
      <Age of={since.finished_at} />
    </p>
  );
}

/** The findings, by document. */
function ChangedIssues(props: { title: string; issues: readonly RunIssue[]; total: number }) {
  const { title, issues, total } = props;
  if (issues.length === 0) return null;
  return (
    <details class="edits">
      <summary>
        {title} ({grouped(total)})
      </summary>
      {[...Map.groupBy(issues, ({ validation_id }) => validation_id)].map(([id, ofDocument]) => (
        <div key={id} class="changed-document">
          <a href={validationPath(id)}>
            <FilePath path={ofDocument[0]?.file_path ?? ''} />
          </a>
          <ul>
            {ofDocument.map(({ fingerprint, level, rule_id, message, line }) => (
              <li key={fingerprint}>
                <LevelMark level={level} />{' '}
                <a href={rulePath(rule_id)}>
                  <code>{rule_id}</code>
                </a>{' '}
                <bdi>{message}</bdi> <span class="quiet">line {line}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {total > issues.length && <p class="fine">The first {issues.length} are shown.</p>}
    </details>
  );
}
