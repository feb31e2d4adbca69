import { useId } from 'preact/hooks';
import { MAX_NOTE_LENGTH } from '../../shared/limits.ts';

/** The field for a note to a decision. The caller keeps the text, so that an update of the page does not lose it. */
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

/** The note as a part of a request. Without text, the field is left out. */
export function noteOf(text: string): { note?: string } {
  return text.trim() === '' ? {} : { note: text.trim() };
}
