import { MIN_SUBSTRING_LENGTH } from '../../shared/limits.ts';
import type { Document } from '../../shared/things.ts';
import { deskPath, query, setQuery } from '../frame/router.ts';
import { FilePath } from '../parts/marks.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { useTyped } from '../parts/use-typed.ts';
import { tip } from './keys.ts';
import { describeFilter, filterIn, parseFilter, QUEUE_FIELDS } from './queue-filter.ts';
import { loadMore, loadQueue, queue, waitingIn } from './queue.ts';
import { grouped } from '../parts/grouped.ts';

interface Props {
  /** The validation that is open. */
  here: string;
  /** The path of its document, once it is known. */
  path: string | undefined;
  /** What the open document has to decide on. */
  children: preact.ComponentChildren;
}

/** The documents that wait, with the open one unfolded. */
export function QueuePane({ here, path, children }: Props) {
  const filter = filterIn(query.value);
  const {
    documents = [],
    total = 0,
    isEstimate = false,
    nextCursor = null,
    problem = null,
  } = queue.value ?? {};
  const short =
    filter.file_path !== undefined && filter.file_path.length < MIN_SUBSTRING_LENGTH ? filter.file_path : '';
  const shown = documents.filter(({ file_path }) => file_path.includes(short));
  const isInQueue = shown.some(({ validation_id }) => validation_id === here);
  return (
    <nav class="desk-queue" aria-label="Queue">
      <FilterBox />
      <p class="desk-queue-total" data-testid="desk-total">
        {queue.value === null
          ? 'Loading…'
          : `${isEstimate ? 'More than ' : ''}${grouped(total)} ${total === 1 ? 'document waits' : 'documents wait'}`}
      </p>
      {problem !== null && (
        <LoadProblem what="The queue" problem={problem} retry={() => void loadQueue(filter, true)} />
      )}
      <ol class="desk-documents">
        {!isInQueue && path !== undefined && here !== '' && (
          <li class="desk-document current">
            <p class="desk-document-name" aria-current="page">
              <FilePath path={path} />
            </p>
            {children}
          </li>
        )}
        {shown.map((one) => (
          <DocumentRow key={one.validation_id} document={one} isHere={one.validation_id === here}>
            {children}
          </DocumentRow>
        ))}
      </ol>
      {nextCursor !== null && (
        <button type="button" class="button small" onClick={() => void loadMore(filter)}>
          More documents
        </button>
      )}
    </nav>
  );
}

function DocumentRow(props: { document: Document; isHere: boolean; children: preact.ComponentChildren }) {
  const { document: one, isHere, children } = props;
  const waiting = waitingIn(one);
  return (
    <li class={`desk-document ${isHere ? 'current' : ''} ${waiting === 0 ? 'settled' : ''}`}>
      <a
        class="desk-document-name"
        href={deskPath(one.validation_id, filterIn(query.value))}
        aria-current={isHere ? 'page' : undefined}
      >
        <FilePath path={one.file_path} />
        <span class="desk-count" title={`${waiting} to be decided`}>
          {waiting === 0 ? '✓' : waiting}
        </span>
      </a>
      {isHere && children}
    </li>
  );
}

/** The filter as a line of text. It goes into the address once typing pauses. */
function FilterBox() {
  const { text, setText } = useTyped({
    inAddress: describeFilter(filterIn(query.value)),
    written: (typed) => describeFilter(parseFilter(typed)),
    put: (typed) => {
      const filter = parseFilter(typed);
      setQuery(Object.fromEntries(QUEUE_FIELDS.map((field) => [field, filter[field]])));
    },
  });
  return (
    <label class="desk-filter">
      <span class="visually-hidden">Filter the queue</span>
      <input
        id="desk-filter"
        type="search"
        value={text}
        placeholder="Path, rule: owner: family:"
        title={tip('search')}
        autocomplete="off"
        spellcheck={false}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
    </label>
  );
}
