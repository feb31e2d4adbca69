import { query, setQuery } from '../frame/router.ts';

/** A select that sets a filter in the address. */
export function Choice({ name, label, values }: { name: string; label: string; values: readonly string[] }) {
  const chosen = query.value.get(name) ?? '';
  return (
    <label>
      <span class="visually-hidden">{label}</span>
      <select value={chosen} onChange={({ currentTarget }) => setQuery({ [name]: currentTarget.value })}>
        <option value="">{label}: all</option>
        {/* An address may name a value that is not a choice, e.g. a family that is gone. */}
        {[...(chosen === '' || values.includes(chosen) ? [] : [chosen]), ...values].map((value) => (
          <option key={value}>{value}</option>
        ))}
      </select>
    </label>
  );
}
