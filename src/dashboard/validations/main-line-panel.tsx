import type { Validation } from '../../shared/things.ts';
import { validationPath } from '../frame/router.ts';
import { ComparedFacts } from '../parts/gate.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { api } from '../service/api.ts';
import { reloadCount } from '../service/live.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { ChangedIssues } from './comparison-panel.tsx';

/**
 * What a validation adds and resolves: on a ref against its document on the main line, on the main line against the version
 * before. A document that is new on the main line shows nothing, since all its findings are new.
 */
export function MainLinePanel({ validation }: { validation: Validation }) {
  const { id, compared, ref, parent_validation_id: parent } = validation;
  // Where it repeats a validation of the main line, the other panel says the same.
  const isCompared = compared !== undefined && (ref !== undefined || parent === undefined);
  const { value, problem, retry } = useLoaded(isCompared ? () => api.comparison(id) : null, [
    id,
    isCompared,
    reloadCount.value,
  ]);
  const since = value?.since ?? null;
  if (!isCompared || (ref === undefined && since === null)) return null;
  const title = ref === undefined ? 'the version before' : 'the main line';
  return (
    <section class="panel" aria-labelledby="main-line-title" data-testid="main-line">
      <h2 id="main-line-title">
        Against {since === null ? title : <a href={validationPath(since)}>{title}</a>}
      </h2>
      <p>
        <ComparedFacts compared={compared} />
      </p>
      {!value && problem !== null && <LoadProblem what="The comparison" problem={problem} retry={retry} />}
      {value && (
        <>
          <ChangedIssues title="Resolved" issues={value.resolved} />
          <ChangedIssues title="New" issues={value.new} />
        </>
      )}
    </section>
  );
}
