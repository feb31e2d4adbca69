import { useEffect, useState } from 'preact/hooks';
import type { ValidationListQuery } from '../../shared/api/validations.ts';
import type { LiveEvent } from '../../shared/events.ts';
import type { Validation } from '../../shared/things.ts';
import { api } from '../service/api.ts';
import { decideMany, isDeciding } from '../review/decisions.ts';
import { toastBulk } from '../review/undo.ts';
import { reloadCount } from '../service/live.ts';
import { query, validationPath } from '../frame/router.ts';
import { canReview } from '../service/session.ts';
import { loadFamilies } from '../home/submission.ts';
import { usePages } from '../service/use-pages.ts';
import { describeCounts } from '../parts/words.ts';
import { Age } from '../parts/age.tsx';
import { FilePath, OutcomeMark } from '../parts/marks.tsx';
import { MoreButton, ReloadProblem } from '../parts/more-button.tsx';
import { isNewVersion, Newer } from '../parts/newer.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Total } from '../parts/total.tsx';
import { ValidationFilters } from './validation-filters.tsx';

const FILTERS = ['outcome', 'review', 'family', 'workflow_id', 'q', 'sort'] as const;
/** Whether an event belongs to the list: to that of a run only those of the run do. */
function isOfRun(event: LiveEvent): boolean {
  const run = query.peek().get('workflow_id');
  return isNewVersion(event) && (run === null || run === event.workflow_id);
}

export function ValidationsPage() {
  useEffect(() => void loadFamilies(), [reloadCount.value]);
  const wanted = Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = query.value.get(name);
      return value === null ? [] : [[name, value]];
    }),
  ) as Partial<ValidationListQuery>;
  const [shown, setShown] = useState(0);
  const question = JSON.stringify([wanted, shown]);
  const pages = usePages(
    (cursor) => api.validations({ ...wanted, ...(cursor !== undefined && { cursor }) }),
    question,
    reloadCount.value,
  );
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  // Another list clears the selection; loading the same list again does not.
  useEffect(() => setChosen(new Set()), [question]);
  const chosenOnes = pages.items.filter(({ id }) => chosen.has(id));
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <>
      <PageHead title="Validations" facts="Every version of every document, newest first." />
      <ValidationFilters />
      <section class="panel">
        <div class="panel-head">
          <Total pages={pages} of="validation" />
          <Newer position={pages.position} isNews={isOfRun} show={() => setShown(shown + 1)} />
        </div>
        {canReview.value && chosenOnes.length > 0 && (
          <BulkBar chosen={chosenOnes} onDecided={(left) => setChosen(new Set(left))} />
        )}
        <ReloadProblem pages={pages} />
        <ul class="rows" data-testid="list">
          {pages.items.map((one) => (
            <Row key={one.id} validation={one} isChosen={chosen.has(one.id)} toggle={() => toggle(one.id)} />
          ))}
        </ul>
        <MoreButton pages={pages} nothing="Nothing matches." />
      </section>
    </>
  );
}

function Row({
  validation,
  isChosen,
  toggle,
}: {
  validation: Validation;
  isChosen: boolean;
  toggle: () => void;
}) {
  const { id, file_path, family, outcome, review, counts, created_at } = validation;
  return (
    <li class="choosable">
      {canReview.value && (
        <label class="tick">
          <input type="checkbox" checked={isChosen} aria-label={`Choose ${file_path}`} onChange={toggle} />
        </label>
      )}
      <a class="row" href={validationPath(id)}>
        <FilePath path={file_path} />
        <span class="row-facts">
          <OutcomeMark outcome={outcome} />
          <span class={`mark review-${review}`}>{review}</span>
          <span>{describeCounts(counts)}</span>
          {family !== 'default' && <span class="family">{family}</span>}
          <Age of={created_at} />
        </span>
      </a>
    </li>
  );
}

const BULK = [
  { action: 'approve', label: 'Approve', done: 'approved' },
  { action: 'reject', label: 'Reject', done: 'rejected' },
  { action: 'enhance', label: 'Apply approved', done: 'enhanced' },
] as const;

function BulkBar({
  chosen,
  onDecided,
}: {
  chosen: readonly Validation[];
  onDecided: (left: readonly string[]) => void;
}) {
  const send = async ({ action, done }: (typeof BULK)[number]) => {
    const paths = new Map(chosen.map(({ id, file_path }) => [id, file_path]));
    const outcome = await decideMany([...paths.keys()], (some) =>
      api.decideValidations({ action, ids: some }),
    );
    if (!outcome) return;
    toastBulk(done, outcome, (id) => paths.get(id));
    onDecided(outcome.left);
  };
  return (
    <div class="review-bar" role="group" aria-label="With the chosen ones">
      <span>{chosen.length} chosen</span>
      {BULK.map((one) => (
        <button
          key={one.action}
          type="button"
          class="button small"
          disabled={isDeciding.value}
          onClick={() => void send(one)}
        >
          {one.label}
        </button>
      ))}
    </div>
  );
}
