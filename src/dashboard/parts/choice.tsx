import { query, setQuery } from '../frame/router.ts';

/** A select that sets a filter in the address. */
export function Choice({ name, label, values }: { name: string; label: string; values: readonly string[] }) {
  return (
    <label>
      <span class="visually-hidden">{label}</span>
      <select
        value={query.value.get(name) ?? ''}
        onChange={({ currentTarget }) => setQuery({ [name]: currentTarget.value })}
      >
        <option value="">{label}: all</option>
        {values.map((value) => (
          <option key={value}>{value}</option>
        ))}
      </select>
    </label>
  );
}
