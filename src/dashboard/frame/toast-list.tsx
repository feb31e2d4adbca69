import { useEffect, useState } from 'preact/hooks';
import { dismiss, TOAST_MS, toasts, type Toast } from './toasts.ts';

export function Toasts() {
  return (
    <div class="toasts" role="region" aria-label="Notices" aria-live="polite" data-testid="toasts">
      {toasts.value.map((one) => (
        <Notice key={one.id} notice={one} />
      ))}
    </div>
  );
}

/** Disappears after a while, unless it reports a failed action, or the pointer or the focus is on it. */
function Notice({ notice }: { notice: Toast }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held || notice.isLasting) return undefined;
    const timer = setTimeout(() => dismiss(notice.id), TOAST_MS);
    return () => clearTimeout(timer);
  }, [held, notice.id]);
  const hold = () => setHeld(true);
  const release = () => setHeld(false);
  return (
    <div
      class={`toast ${notice.tone}`}
      onMouseEnter={hold}
      onMouseLeave={release}
      onFocusIn={hold}
      onFocusOut={release}
    >
      <span dir="auto">{notice.text}</span>
      <button type="button" class="toast-close" aria-label="Dismiss" onClick={() => dismiss(notice.id)}>
        ×
      </button>
    </div>
  );
}
