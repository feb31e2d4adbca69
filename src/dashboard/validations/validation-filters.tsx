import { useEffect, useRef, useState } from 'preact/hooks';
import { revealHidden } from '../../shared/reveal-hidden.ts';
import { MIN_SUBSTRING_LENGTH } from '../../shared/limits.ts';
import { OUTCOMES, REVIEWS } from '../../shared/things.ts';
import { query, runPath, setQuery } from '../frame/router.ts';
import { families } from '../home/submission.ts';
import { Choice } from '../parts/choice.tsx';
import { api } from '../service/api.ts';
import { useLoaded } from '../service/use-loaded.ts';

const TYPING_MS = 250;
const SORTS = {
  '-created_at': 'Newest first',
  created_at: 'Oldest first',
  file_path: 'By path',
  '-file_path': 'By path, backwards',
};

/** Search, filters and order of the list of validations. They are kept in the address. */
export function ValidationFilters() {
  const sort = query.value.get('sort') ?? '-created_at';
  return (
    <div class="filter-bar">
      <Search />
      <Choice name="outcome" label="Outcome" values={OUTCOMES} />
      <Choice name="review" label="Review" values={REVIEWS} />
      <Choice name="family" label="Family" values={families.value} />
      <OfRun />
      <label>
        <span class="visually-hidden">Order</span>
        <select
          value={sort}
          onChange={({ currentTarget }) =>
            setQuery({ sort: currentTarget.value === '-created_at' ? '' : currentTarget.value })
          }
        >
          {!(sort in SORTS) && <option>{sort}</option>}
          {Object.entries(SORTS).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
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

function Search() {
  const inAddress = query.value.get('q') ?? '';
  const [text, setText] = useState(inAddress);
  // The last `q` that this box has taken from the address or put into it. Any other one comes from elsewhere.
  const known = useRef(inAddress);
  useEffect(() => {
    if (inAddress === known.current) return;
    known.current = inAddress;
    setText(inAddress);
  }, [inAddress]);
  const isTooShort = text !== '' && Array.from(text).length < MIN_SUBSTRING_LENGTH;
  useEffect(() => {
    const q = isTooShort ? '' : text;
    if (q === known.current) return undefined;
    const timer = setTimeout(() => {
      known.current = q;
      setQuery({ q });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <label class="search">
      <span class="visually-hidden">Search</span>
      <input
        type="search"
        value={text}
        placeholder="Path, note, or words of the document"
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      {isTooShort && <span class="hint">Type {MIN_SUBSTRING_LENGTH} characters or more.</span>}
    </label>
  );
}
