import { useEffect, useState } from 'preact/hooks';
import { announcement, dismiss, TOAST_MS, toasts, UNDO_TOAST_MS, type Toast } from './toasts.ts';

export function Toasts() {
  return (
    <>
      <div class="toasts" role="region" aria-label="Notices" data-testid="toasts">
        {toasts.value.map((one) => (
          <Notice key={one.id} notice={one} />
        ))}
      </div>
      <p class="visually-hidden" aria-live="polite">
        {announcement.value}
      </p>
    </>
  );
}

/** Disappears after a while, unless it reports a failed action, or the pointer or the focus is on it. */
function Notice({ notice }: { notice: Toast }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held || notice.isLasting) return undefined;
    const timer = setTimeout(() => dismiss(notice.id), notice.undo ? UNDO_TOAST_MS : TOAST_MS);
    return () => clearTimeout(timer);
  }, [held, notice.id]);
  const hold = () => setHeld(true);
  const release = () => setHeld(false);
  const { id, text, details = [], undo } = notice;
  return (
    <div
      class={`toast ${notice.tone}`}
      onMouseEnter={hold}
      onMouseLeave={release}
      onFocusIn={hold}
      onFocusOut={release}
    >
      <div>
        <span dir="auto">{text}</span>
        {details.length > 0 && (
          <details>
            <summary>Which</summary>
            <ul>
              {details.map((line) => (
                <li key={line} dir="auto">
                  {line}
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      {undo && (
        <button
          type="button"
          class="link"
          onClick={() => {
            dismiss(id);
            undo();
          }}
        >
          Undo
        </button>
      )}
      <button type="button" class="toast-close" aria-label="Dismiss" onClick={() => dismiss(id)}>
        ×
      </button>
    </div>
  );
}
