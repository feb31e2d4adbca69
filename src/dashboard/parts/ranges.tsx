import { setQuery } from '../frame/router.ts';

interface Props {
  /** The name of the filter in the address. */
  name: string;
  /** Labels by value. */
  values: Readonly<Record<string, string>>;
  chosen: string;
  /** The value that the address does not name. */
  standard: string;
}

/** Ranges of time to choose one from. */
export function Ranges({ name, values, chosen, standard }: Props) {
  return (
    <div class="filters" role="group" aria-label="Range">
      {Object.entries(values).map(([value, label]) => (
        <button
          key={value}
          type="button"
          class="chip"
          aria-pressed={value === chosen}
          onClick={() => setQuery({ [name]: value === standard ? '' : value })}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
