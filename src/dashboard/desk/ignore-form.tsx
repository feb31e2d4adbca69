import { MAX_NOTE_LENGTH } from '../../shared/limits.ts';
import type { DeskItem } from './desk-items.ts';
import { changeDraft, draftOf } from './drafts.ts';

/** Asks why, before findings are ignored. @param props.onDone - called with the reason, or with null when it is put off */
export function IgnoreForm({ item, onDone }: { item: DeskItem; onDone: (note: string | null) => void }) {
  const count = item.issues.length === 1 ? 'this finding' : `these ${item.issues.length} findings`;
  return (
    <form
      class="desk-ignore"
      onSubmit={(event) => {
        event.preventDefault();
        onDone(draftOf(item.key).note.trim());
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
