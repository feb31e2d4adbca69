import { useEffect, useRef, useState } from 'preact/hooks';
import { MIN_SUBSTRING_LENGTH } from '../../shared/limits.ts';
import { query, setQuery } from '../frame/router.ts';
import { FILTER_NAMES, type Filters, FLAG_NAMES, parseFilters, writeFilters } from './filter-text.ts';

const TYPING_MS = 250;
const NAMES = [...Object.values(FILTER_NAMES), ...Object.values(FLAG_NAMES)];

/** The filters in the address. */
export function filtersIn(address: URLSearchParams): Filters {
  return Object.fromEntries(
    NAMES.flatMap((name) => (address.get(name) ? [[name, address.get(name) ?? '']] : [])),
  );
}

/** All filters of the list as one line of text, which the address follows, and which follows the address. */
export function FilterBox() {
  const inAddress = writeFilters(filtersIn(query.value));
  const [text, setText] = useState(inAddress);
  const known = useRef(inAddress);
  useEffect(() => {
    if (inAddress === known.current) return;
    known.current = inAddress;
    setText(inAddress);
  }, [inAddress]);
  const { filters: read, problems: unknown } = parseFilters(text);
  const path = read['file_path'] ?? '';
  const isTooShort = path !== '' && Array.from(path).length < MIN_SUBSTRING_LENGTH;
  const filters = isTooShort ? { ...read, file_path: '' } : read;
  const problems = isTooShort
    ? [...unknown, `Of a path, type ${MIN_SUBSTRING_LENGTH} characters or more.`]
    : unknown;
  const apply = () => {
    const written = writeFilters(filters);
    if (written === known.current) return;
    known.current = written;
    setQuery(Object.fromEntries(NAMES.map((name) => [name, filters[name]])));
  };
  useEffect(() => {
    const timer = setTimeout(apply, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
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
