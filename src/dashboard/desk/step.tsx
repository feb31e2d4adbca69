import { KEYS, type KeyActions, type KeyName, tip } from './keys.ts';

/** A small button for a key. */
export function Step({ name, sign, actions }: { name: KeyName; sign: string; actions: KeyActions }) {
  return (
    <button
      type="button"
      class="desk-step"
      title={tip(name)}
      aria-label={KEYS[name].does}
      aria-keyshortcuts={KEYS[name].key}
      onClick={actions[name]}
    >
      {sign}
    </button>
  );
}
