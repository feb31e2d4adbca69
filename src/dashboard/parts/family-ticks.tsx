import { families } from '../home/submission.ts';

interface Props {
  /** What the families are of: `The token may see`. */
  label: string;
  chosen: readonly string[];
  onChange: (families: readonly string[]) => void;
}

/** Families to tick. None ticked stands for all of them. */
export function FamilyTicks({ label, chosen, onChange }: Props) {
  const toggle = (name: string) =>
    onChange(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]);
  return (
    <fieldset class="ticks wide">
      <legend>
        {label} <b>{chosen.length === 0 ? 'all families' : chosen.join(', ')}</b>
      </legend>
      {families.value.map((name) => (
        <label key={name}>
          <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />
          {name}
        </label>
      ))}
    </fieldset>
  );
}
