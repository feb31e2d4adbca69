import { query, setQuery } from '../frame/router.ts';

/** A select of the order of a list, which is kept in the address. @param sorts - labels by value, the default first */
export function Order({ sorts }: { sorts: Readonly<Record<string, string>> }) {
  const [standard = ''] = Object.keys(sorts);
  const sort = query.value.get('sort') ?? standard;
  return (
    <label>
      <span class="visually-hidden">Order</span>
      <select
        value={sort}
        onChange={({ currentTarget: { value } }) => setQuery({ sort: value === standard ? '' : value })}
      >
        {!(sort in sorts) && <option>{sort}</option>}
        {Object.entries(sorts).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
