import { revealHidden } from '../../shared/reveal-hidden.ts';
import { MIN_SUBSTRING_LENGTH } from '../../shared/limits.ts';
import { OUTCOMES, REVIEWS } from '../../shared/things.ts';
import { query, runPath, setQuery } from '../frame/router.ts';
import { families } from '../home/submission.ts';
import { Choice } from '../parts/choice.tsx';
import { Order } from '../parts/order.tsx';
import { TextFilter } from '../parts/text-filter.tsx';
import { api } from '../service/api.ts';
import { useLoaded } from '../service/use-loaded.ts';

const SORTS = {
  '-created_at': 'Newest first',
  created_at: 'Oldest first',
  file_path: 'By path',
  '-file_path': 'By path, backwards',
};

/** Search, filters and order of the list of validations. They are kept in the address. */
export function ValidationFilters() {
  return (
    <div class="filter-bar">
      <TextFilter
        name="q"
        label="Search"
        placeholder="Path, note, or words of the document"
        shortest={MIN_SUBSTRING_LENGTH}
      />
      <Choice name="outcome" label="Outcome" values={OUTCOMES} />
      <Choice name="review" label="Review" values={REVIEWS} />
      <Choice name="family" label="Family" values={families.value} />
      <OfRun />
      <Order sorts={SORTS} />
    </div>
  );
}

/** Shows that the list is limited to one run, with a button to lift the limit. */
function OfRun() {
  const id = query.value.get('workflow_id');
  const { value: run } = useLoaded(id === null ? null : () => api.run(id), [id]);
  if (id === null) return null;
  return (
    <span class="chip of-run" data-testid="of-run">
      <span>
        Run: <a href={runPath(id)}>{run?.id === id ? <bdi>{revealHidden(run.name)}</bdi> : id}</a>
      </span>
      <button
        type="button"
        class="chip-close"
        aria-label="Show those of all runs"
        onClick={() => setQuery({ workflow_id: '' })}
      >
        ×
      </button>
    </span>
  );
}
