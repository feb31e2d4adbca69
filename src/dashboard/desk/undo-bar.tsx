import { useEffect, useState } from 'preact/hooks';
import { done, type Done } from './deciding.ts';
import { tip } from './keys.ts';
import { unsent } from './sending.ts';

/** How long the bar offers to undo; the key and the card do so later too. */
const SHOWN_MS = 10_000;

/** Says what was just done, and undoes it. It does not move the focus, and stays while it has it. */
export function UndoBar({ undo }: { undo: (entry: Done) => void }) {
  const last = done.value.at(-1);
  const [shown, setShown] = useState<Done | undefined>(undefined);
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    setShown(last);
  }, [last]);
  useEffect(() => {
    if (!shown || isHeld) return undefined;
    const timer = setTimeout(() => setShown(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown, isHeld]);
  if (!shown || !done.value.includes(shown)) return null;
  const hold = () => setHeld(true);
  const release = () => setHeld(false);
  return (
    <div
      class="desk-undo"
      role="group"
      aria-label="What was just done"
      data-testid="desk-undo"
      onMouseEnter={hold}
      onMouseLeave={release}
      onFocusIn={hold}
      onFocusOut={release}
    >
      <span class="desk-undo-text" dir="auto">
        {shown.text}
      </span>
      {unsent.value > 0 && <span class="desk-undo-state">Sending…</span>}
      <button type="button" class="button small" title={tip('undo')} onClick={() => undo(shown)}>
        Undo <kbd aria-hidden="true">u</kbd>
      </button>
    </div>
  );
}
