import { useEffect, useRef, useState } from 'preact/hooks';
import type { RecommendationListItem } from '../../shared/things.ts';
import { countOf } from '../parts/words.ts';
import { Note } from '../review/note.tsx';
import { Occurrence } from './occurrence.tsx';
import { grouped } from '../parts/grouped.ts';

interface Props {
  /** `Approve` */
  label: string;
  tone: 'approve' | 'reject' | 'plain';
  chosen: readonly RecommendationListItem[];
  onConfirm: (note: string) => void;
  onCancel: () => void;
}

/** Shows what is about to be decided, all of it with its diffs, and asks once. */
export function ConfirmDialog({ label, tone, chosen, onConfirm, onCancel }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [note, setNote] = useState('');
  useEffect(() => dialog.current?.showModal(), []);
  const files = new Set(chosen.map(({ family, file_path }) => `${family} ${file_path}`)).size;
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="confirm-title" onCancel={onCancel}>
      <h2 id="confirm-title">
        {label} {countOf(chosen.length, 'change')} in {countOf(files, 'document')}?
      </h2>
      <ol class="occurrences dialog-body" tabIndex={0} aria-label="What this is about">
        {chosen.map((one) => (
          <Occurrence key={one.id} one={one} isTicked={false} onToggle={undefined} now={undefined} />
        ))}
      </ol>
      <div class="actions">
        <Note value={note} onInput={setNote} />
        <button type="button" class={`button ${tone}`} autoFocus onClick={() => onConfirm(note)}>
          {label} {grouped(chosen.length)}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </dialog>
  );
}
