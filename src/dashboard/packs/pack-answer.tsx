import type { FamilyTrial, FamilyUpdate } from '../../shared/api/families.ts';
import type { Problem } from '../../shared/api/problem.ts';

interface Props {
  /** Why a pack was refused. */
  problem?: Pick<Problem, 'detail' | 'errors'>;
  /** What a trial, or the pack that was stored, would change. */
  answer?: FamilyTrial | FamilyUpdate;
}

/** What the service says about a pack that was tried or saved. */
export function PackAnswer({ problem, answer }: Props) {
  if (problem) {
    return (
      <div class="answer problem" role="alert" data-testid="pack-problem">
        <p>{problem.detail}</p>
        <ul>
          {problem.errors?.map(({ path, message }) => (
            <li key={path}>
              {path && <code>{path}</code>} {message}
            </li>
          ))}
        </ul>
      </div>
    );
  }
  if (!answer) return null;
  const { impact, tests } = answer;
  const passed = tests.filter((test) => test.passed).length;
  return (
    <div class="answer" role="status" data-testid="pack-answer">
      <p>
        {'changed' in answer && <b>Saved. </b>}
        On {impact.documents} stored documents{impact.more_documents && ' (there are more)'}, {impact.summary}
        .{tests.length > 0 && ` ${passed} of ${tests.length} tests of the pack pass.`}
      </p>
    </div>
  );
}
