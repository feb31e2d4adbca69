import type { RunChanges as Changes, RunIssue } from '../../shared/api/runs.ts';
import { revealHidden } from '../../shared/reveal-hidden.ts';
import { runPath } from '../frame/router.ts';
import { countOf } from '../parts/words.ts';
import { Age } from '../parts/age.tsx';
import { LevelMark } from '../parts/marks.tsx';

/** The changes since the previous run of the same name. */
export function RunChangesPanel({ changes }: { changes: Changes }) {
  const { since, added_files: added, removed_files: removed } = changes;
  return (
    <section class="panel" aria-labelledby="changes-title" data-testid="changes">
      <h2 id="changes-title">
        Since <a href={runPath(since.id)}>the run before</a>
      </h2>
      <p class="row-facts">
        <span>
          <b>{changes.new.toLocaleString('en')}</b> new
        </span>
        <span>
          <b>{changes.resolved.toLocaleString('en')}</b> resolved
        </span>
        <span>
          <b>{changes.persisting.toLocaleString('en')}</b> as before
        </span>
        {added > 0 && <span>{countOf(added, 'file')} more</span>}
        {removed > 0 && <span>{countOf(removed, 'file')} gone</span>}
        <Age of={since.finished_at} />
      </p>
      <ChangedIssues title="New" issues={changes.new_issues} total={changes.new} />
      <ChangedIssues title="Resolved" issues={changes.resolved_issues} total={changes.resolved} />
    </section>
  );
}

function ChangedIssues(props: { title: string; issues: readonly RunIssue[]; total: number }) {
  const { title, issues, total } = props;
  if (issues.length === 0) return null;
  return (
    <details class="edits">
      <summary>
        {title} ({total.toLocaleString('en')})
      </summary>
      <ul>
        {issues.map(({ file_path, fingerprint, level, rule_id, message, line }) => (
          <li key={`${file_path} ${fingerprint}`}>
            <LevelMark level={level} /> <code>{rule_id}</code> <bdi>{message}</bdi>{' '}
            <span class="quiet">
              <bdi>{revealHidden(file_path)}</bdi>, line {line}
            </span>
          </li>
        ))}
      </ul>
      {total > issues.length && <p class="fine">The first {issues.length} are shown.</p>}
    </details>
  );
}
