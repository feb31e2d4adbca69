import type { FamilyTrial, FamilyUpdate } from '../../shared/api/families.ts';
import type { Problem } from '../../shared/api/problem.ts';
import { rulePath } from '../frame/router.ts';
import { countOf } from '../parts/words.ts';

interface Props {
  /** Why a pack was refused. */
  problem?: Pick<Problem, 'detail' | 'errors'>;
  /** What a trial, or the pack that was stored, would change. */
  answer?: FamilyTrial | FamilyUpdate;
}

/** Rules whose findings are told of. */
const MAX_RULES = 20;

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
  const { impact, tests, remarks } = answer;
  const passed = tests.filter((test) => test.passed).length;
  return (
    <div class="answer" role="status" data-testid="pack-answer">
      <p>
        {'changed' in answer && <b>Saved. </b>}
        On {impact.documents} stored documents{impact.more_documents && ' (there are more)'}, {impact.summary}
        .{tests.length > 0 && ` ${passed} of ${tests.length} tests of the pack pass.`}
      </p>
      {remarks.map((remark) => (
        <p key={remark}>{remark}</p>
      ))}
      {tests.length > 0 && (
        <ul class="pack-tests" data-testid="pack-tests">
          {tests.map((test) => (
            <li key={test.name}>
              <span class={`mark outcome-${test.passed ? 'pass' : 'fail'}`}>
                {test.passed ? 'Passes' : 'Fails'}
              </span>{' '}
              <bdi>{test.name}</bdi>
              {test.missing.map((one) => (
                <span key={one}>
                  {' '}
                  missing <code>{one}</code>
                </span>
              ))}
              {test.unexpected.map((one) => (
                <span key={one}>
                  {' '}
                  unexpected <code>{one}</code>
                </span>
              ))}
            </li>
          ))}
        </ul>
      )}
      {impact.by_rule.length > 0 && (
        <ol class="table" data-testid="pack-impact">
          {impact.by_rule.slice(0, MAX_RULES).map(({ rule_id, added, removed, changed }) => (
            <li key={rule_id} class="row-facts">
              <a href={rulePath(rule_id)}>
                <code>{rule_id}</code>
              </a>
              {added > 0 && <span>{countOf(added, 'finding')} more</span>}
              {removed > 0 && <span>{countOf(removed, 'finding')} fewer</span>}
              {changed > 0 && <span>{countOf(changed, 'finding')} with another level</span>}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
