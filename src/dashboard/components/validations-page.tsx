import { useEffect, useState } from 'preact/hooks';
import type { ValidationListQuery } from '../../shared/api/validations.ts';
import { revealHidden } from '../../shared/reveal-hidden.ts';
import { MAX_BULK_IDS, MIN_SUBSTRING_LENGTH } from '../../shared/limits.ts';
import { OUTCOMES, REVIEWS, type Validation } from '../../shared/things.ts';
import { api } from '../api.ts';
import { decide, deciding, describeBulk } from '../decisions.ts';
import { latest, reloads } from '../live.ts';
import { query, runPath, setQuery, validationPath } from '../router.ts';
import { canReview } from '../session.ts';
import { families, loadFamilies } from '../submission.ts';
import { toast } from '../toasts.ts';
import { useLoaded } from '../use-loaded.ts';
import { usePages } from '../use-pages.ts';
import { describeCounts } from '../words.ts';
import { Age } from './age.tsx';
import { Choice } from './choice.tsx';
import { FilePath, OutcomeMark } from './marks.tsx';
import { MoreButton } from './more-button.tsx';

const TYPING_MS = 250;
const FILTERS = ['outcome', 'review', 'family', 'workflow_id', 'q', 'sort'] as const;
const SORTS = {
  '-created_at': 'Newest first',
  created_at: 'Oldest first',
  file_path: 'By path',
  '-file_path': 'By path, backwards',
};

export function ValidationsPage() {
  useEffect(() => void loadFamilies(), []);
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
    JSON.stringify([question, reloads.value]),
  );
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  // Another list; the same one, loaded anew, takes nothing out of anyone's hand.
  useEffect(() => setChosen(new Set()), [question]);
  const chosenIds = pages.items.flatMap(({ id }) => (chosen.has(id) ? [id] : []));
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <>
      <h1 class="page-title">Validations</h1>
      <Filters />
      <section class="panel">
        <div class="panel-head">
          <p class="quiet" data-testid="total">
            {pages.isEstimate ? 'More than ' : ''}
            {pages.total.toLocaleString('en')} {pages.total === 1 ? 'validation' : 'validations'}
          </p>
          <Newer position={pages.position} show={() => setShown(shown + 1)} />
        </div>
        {canReview.value && chosenIds.length > 0 && (
          <BulkBar ids={chosenIds.slice(0, MAX_BULK_IDS)} onDecided={() => setChosen(new Set())} />
        )}
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
        <input type="checkbox" checked={isChosen} aria-label={`Choose ${file_path}`} onChange={toggle} />
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

/** New ones are announced: rows don't move under the reader's hand. */
function Newer({ position, show }: { position: number; show: () => void }) {
  const [count, setCount] = useState(0);
  const events = latest.value;
  useEffect(() => setCount(0), [position]);
  useEffect(() => {
    const run = query.peek().get('workflow_id');
    const fresh = events.filter(
      ({ id, type, workflow_id }) =>
        type === 'validation_created' && id > position && (run === null || run === workflow_id),
    ).length;
    if (fresh > 0) setCount((before) => before + fresh);
  }, [events]);
  if (count === 0) return null;
  return (
    <button type="button" class="chip" onClick={show}>
      {count} new, show
    </button>
  );
}

const BULK = [
  { action: 'approve', label: 'Approve', done: 'approved' },
  { action: 'reject', label: 'Reject', done: 'rejected' },
  { action: 'enhance', label: 'Apply approved', done: 'enhanced' },
] as const;

function BulkBar({ ids, onDecided }: { ids: readonly string[]; onDecided: () => void }) {
  const send = async ({ action, done }: (typeof BULK)[number]) => {
    const answer = await decide(() => api.decideValidations({ action, ids: [...ids] }));
    if (!answer) return;
    toast({
      text: describeBulk(done, answer),
      tone: answer.results.some(({ ok }) => ok) ? 'good' : 'error',
    });
    onDecided();
  };
  return (
    <div class="review-bar" role="group" aria-label="With the chosen ones">
      <span>{ids.length} chosen</span>
      {BULK.map((one) => (
        <button
          key={one.action}
          type="button"
          class="button small"
          disabled={deciding.value}
          onClick={() => void send(one)}
        >
          {one.label}
        </button>
      ))}
    </div>
  );
}

function Filters() {
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
          value={query.value.get('sort') ?? '-created_at'}
          onChange={({ currentTarget }) =>
            setQuery({ sort: currentTarget.value === '-created_at' ? '' : currentTarget.value })
          }
        >
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

/** That only those of one run are shown: said, and taken back with a click. */
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
  const [text, setText] = useState(query.value.get('q') ?? '');
  useEffect(() => {
    const timer = setTimeout(() => {
      const isLongEnough = Array.from(text).length >= MIN_SUBSTRING_LENGTH;
      if (isLongEnough || text === '') setQuery({ q: text });
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
    </label>
  );
}
