import { useState } from 'preact/hooks';

interface Props {
  /** What it does: `Revoke`. */
  label: string;
  /** What is asked before. */
  question: string;
  disabled?: boolean;
  onConfirm: () => void;
}

/** A button for what cannot be taken back: it asks in its place first. */
export function ConfirmButton({ label, question, disabled = false, onConfirm }: Props) {
  const [isAsking, setAsking] = useState(false);
  if (!isAsking) {
    return (
      <button type="button" class="button small" disabled={disabled} onClick={() => setAsking(true)}>
        {label}
      </button>
    );
  }
  return (
    <span
      class="actions"
      role="group"
      aria-label={question}
      onKeyDown={({ key }) => {
        if (key === 'Escape') setAsking(false);
      }}
    >
      <span>{question}</span>
      <button
        type="button"
        class="button small reject"
        autoFocus
        onClick={() => {
          setAsking(false);
          onConfirm();
        }}
      >
        {label}
      </button>
      <button type="button" class="button small" onClick={() => setAsking(false)}>
        Keep
      </button>
    </span>
  );
}
