import { MIN_SUBSTRING_LENGTH } from '../../shared/limits.ts';
import { query, setQuery } from '../frame/router.ts';
import { useTyped } from '../parts/use-typed.ts';
import { FILTER_NAMES, type Filters, FLAG_NAMES, parseFilters, writeFilters } from './filter-text.ts';

const NAMES = [...Object.values(FILTER_NAMES), ...Object.values(FLAG_NAMES)];

/** The filters in the address. */
export function filtersIn(address: URLSearchParams): Filters {
  return Object.fromEntries(
    NAMES.flatMap((name) => (address.get(name) ? [[name, address.get(name) ?? '']] : [])),
  );
}

/** What a text says. A path that is too short for the service is left out. */
function read(text: string): ReturnType<typeof parseFilters> {
  const { filters, problems } = parseFilters(text);
  const path = filters['file_path'] ?? '';
  if (path === '' || Array.from(path).length >= MIN_SUBSTRING_LENGTH) return { filters, problems };
  return {
    filters: { ...filters, file_path: '' },
    problems: [...problems, `Of a path, type ${MIN_SUBSTRING_LENGTH} characters or more.`],
  };
}

/** All filters of the list as one line of text, which the address follows, and which follows the address. */
export function FilterBox() {
  const { text, setText, apply } = useTyped({
    inAddress: writeFilters(filtersIn(query.value)),
    written: (typed) => writeFilters(read(typed).filters),
    put: (typed) => {
      const { filters } = read(typed);
      setQuery(Object.fromEntries(NAMES.map((name) => [name, filters[name]])));
    },
  });
  const { problems } = read(text);
  return (
    <label class="search filter-box">
      <span class="visually-hidden">Filters as text</span>
      <input
        type="search"
        value={text}
        spellcheck={false}
        autocomplete="off"
        placeholder="Filter: outcome:fail rule:MD009 owner:@team folder:guides"
        title={`Names: ${[...Object.keys(FILTER_NAMES), ...Object.keys(FLAG_NAMES)].map((name) => `${name}:`).join(' ')}`}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        // What was typed counts before what is pressed next.
        onBlur={apply}
      />
      {problems.map((problem) => (
        <span key={problem} class="hint problem-hint" role="status">
          {problem}
        </span>
      ))}
    </label>
  );
}

/** What is filtered by, each with a button that lifts it. */
export function FilterChips() {
  const filters = filtersIn(query.value);
  const chips = [
    ...Object.entries(FILTER_NAMES).map(([word, name]) => ({ word, name })),
    ...Object.entries(FLAG_NAMES).map(([word, name]) => ({ word, name })),
  ].filter(({ name }) => (filters[name] ?? '') !== '');
  if (chips.length === 0) return null;
  return (
    <div class="filters" data-testid="chips">
      {chips.map(({ word, name }) => (
        <span key={name} class="chip of-run">
          <span>
            {word}
            {filters[name] !== 'true' && (
              <>
                : <bdi>{filters[name]}</bdi>
              </>
            )}
          </span>
          <button
            type="button"
            class="chip-close"
            aria-label={`Lift the filter ${word}`}
            onClick={() => setQuery({ [name]: '' })}
          >
            ×
          </button>
        </span>
      ))}
      <button
        type="button"
        class="link"
        onClick={() => setQuery(Object.fromEntries(chips.map(({ name }) => [name, ''])))}
      >
        Clear
      </button>
    </div>
  );
}
