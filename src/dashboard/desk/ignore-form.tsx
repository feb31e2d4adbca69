import { useState } from 'preact/hooks';
import { MAX_NOTE_LENGTH } from '../../shared/limits.ts';
import type { DeskItem } from './desk-items.ts';
import { changeDraft, draftOf } from './drafts.ts';

/** Why findings are ignored, and up to when, in ISO 8601; until somebody restores them when that is left out. */
export interface Ignoring {
  note: string;
  until?: string;
}

/** A day after today, as date fields have it. */
const tomorrow = () => new Date(Date.now() + 24 * 60 * 60 * 1_000).toLocaleDateString('sv');

/** Asks why and until when, before findings are ignored. @param props.onDone - called with null when it is put off */
export function IgnoreForm({
  item,
  onDone,
}: {
  item: DeskItem;
  onDone: (ignoring: Ignoring | null) => void;
}) {
  const [day, setDay] = useState('');
  const count = item.issues.length === 1 ? 'this finding' : `these ${item.issues.length} findings`;
  return (
    <form
      class="desk-ignore"
      onSubmit={(event) => {
        event.preventDefault();
        const note = draftOf(item.key).note.trim();
        onDone({ note, ...(day !== '' && { until: new Date(`${day}T00:00`).toISOString() }) });
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone(null);
      }}
    >
      <label for="desk-reason">Why should {count} be ignored?</label>
      <input
        id="desk-reason"
        type="text"
        value={draftOf(item.key).note}
        maxLength={MAX_NOTE_LENGTH}
        autocomplete="off"
        dir="auto"
        onInput={({ currentTarget }) => changeDraft(item.key, { note: currentTarget.value })}
      />
      <label for="desk-until">Report again from (when left empty: until somebody restores)</label>
      <input
        id="desk-until"
        type="date"
        min={tomorrow()}
        value={day}
        onInput={({ currentTarget }) => setDay(currentTarget.value)}
      />
      <p class="fine">
        Later versions of this document leave {item.issues.length === 1 ? 'it' : 'them'} out
        {item.recommendation ? ', and the recommendation is rejected.' : '.'}
      </p>
      <p class="actions">
        <button type="submit" class="button small primary">
          Ignore
        </button>
        <button type="button" class="button small" onClick={() => onDone(null)}>
          Cancel
        </button>
      </p>
    </form>
  );
}
