import { useId } from 'preact/hooks';
import { MAX_NOTE_LENGTH } from '../../shared/limits.ts';

/** A note to a decision; whoever asks for it keeps it, so that an update of the page takes nothing of it. */
export function Note({ value, onInput }: { value: string; onInput: (note: string) => void }) {
  const id = useId();
  return (
    <span class="note">
      <label class="visually-hidden" for={id}>
        Note
      </label>
      <input
        id={id}
        type="text"
        value={value}
        maxLength={MAX_NOTE_LENGTH}
        placeholder="Note (optional)"
        autocomplete="off"
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
    </span>
  );
}

/** The note as it is sent: none when nothing was written. */
export function noteOf(text: string): { note?: string } {
  return text.trim() === '' ? {} : { note: text.trim() };
}
