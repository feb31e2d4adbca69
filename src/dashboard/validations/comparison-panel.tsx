import { compareIssues } from '../../shared/compare-issues.ts';
import type { Issue, Validation } from '../../shared/things.ts';
import { api } from '../service/api.ts';
import { validationPath } from '../frame/router.ts';
import { reloadCount } from '../service/live.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { LoadProblem } from '../parts/load-problem.tsx';
import { LevelMark } from '../parts/marks.tsx';

const KINDS = [
  { key: 'resolved', label: 'resolved' },
  { key: 'new', label: 'new' },
  { key: 'persisting', label: 'as before' },
] as const;

/** The changes since the validation that this one repeats. */
export function ComparisonPanel({
  validation,
  issues,
}: {
  validation: Validation;
  issues: readonly Issue[];
}) {
  const { parent_validation_id: parent } = validation;
  const {
    value: before,
    problem,
    retry,
  } = useLoaded(parent === undefined ? null : () => api.validation(parent), [parent, reloadCount.value]);
  const comparison = before && compareIssues(before.issues, issues);
  if (parent === undefined) return null;
  return (
    <section class="panel" aria-labelledby="comparison-title" data-testid="comparison">
      <h2 id="comparison-title">
        Since <a href={validationPath(parent)}>the validation before</a>
      </h2>
      {!before && problem !== null && <LoadProblem what="The comparison" problem={problem} retry={retry} />}
      {comparison && (
        <>
          <p class="row-facts">
            {KINDS.map(({ key, label }) => (
              <span key={key}>
                <b>{comparison[key].length}</b> {label}
              </span>
            ))}
          </p>
          <ChangedIssues title="Resolved" issues={comparison.resolved} />
          <ChangedIssues title="New" issues={comparison.new} />
        </>
      )}
    </section>
  );
}

/** Issues of one kind, folded up. */
export function ChangedIssues({ title, issues }: { title: string; issues: readonly Issue[] }) {
  if (issues.length === 0) return null;
  return (
    <details class="edits">
      <summary>
        {title} ({issues.length})
      </summary>
      <ul>
        {issues.map(({ fingerprint, level, rule_id, message }) => (
          <li key={fingerprint}>
            <LevelMark level={level} /> <code>{rule_id}</code> <bdi>{message}</bdi>
          </li>
        ))}
      </ul>
    </details>
  );
}
