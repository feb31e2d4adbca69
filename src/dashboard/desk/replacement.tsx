import type { Recommendation } from '../../shared/things.ts';
import { MAX_OWN_TEXT_LENGTH } from '../../shared/limits.ts';
import { changeDraft, draftOf } from './drafts.ts';
import { tip } from './keys.ts';
import { asTyped, changesOf, isEditable } from './proposed-changes.ts';
import type { Change } from './text-rows.ts';

/** Rows of the text area, at least and at most. */
const ROWS = [1, 8] as const;

interface Props {
  /** As it is now. */
  recommendation: Recommendation;
  change: Change;
  content: string;
  /** Whether it may still be changed. */
  isOpen: boolean;
}

/** The text that the change puts in: proposed, and editable until it is decided. */
export function Replacement({ recommendation, change, content, isOpen }: Props) {
  const { id, edits } = recommendation;
  const draft = draftOf(id);
  const { index } = change;
  const proposed = asTyped(edits[index]?.text ?? '');
  const typed = draft.texts[index];
  const shown = isOpen ? (typed ?? proposed) : asTyped(change.text);
  const isOwn = shown !== proposed;
  const write = (text: string) => changeDraft(id, { texts: { ...draft.texts, [index]: text } });
  const reset = () => {
    const { [index]: _dropped, ...texts } = draft.texts;
    changeDraft(id, { texts });
  };
  const toggle = () => {
    const others = draft.leftOut.filter((one) => one !== index);
    changeDraft(id, { leftOut: change.isLeftOut ? others : [...others, index] });
  };
  const included = changesOf(recommendation, draft, content).filter(({ isLeftOut }) => !isLeftOut).length;
  return (
    <div class="desk-field">
      <div class="desk-field-head">
        <label for="desk-replacement">
          {isOwn ? 'Your text' : shown === '' ? 'Replacement: nothing, the text is removed' : 'Replacement'}
        </label>
        {isOwn && isOpen && (
          <button type="button" class="link" onClick={reset}>
            Use the proposed one
          </button>
        )}
      </div>
      <textarea
        id="desk-replacement"
        class="desk-replacement"
        value={shown}
        rows={Math.min(ROWS[1], Math.max(ROWS[0], shown.split('\n').length))}
        maxLength={MAX_OWN_TEXT_LENGTH}
        readOnly={!isOpen || !isEditable(proposed) || change.isLeftOut}
        dir="auto"
        spellcheck
        title={tip('edit')}
        placeholder="Nothing"
        onInput={({ currentTarget }) => write(currentTarget.value)}
      />
      {edits.length > 1 && isOpen && (
        <label class="desk-check">
          <input type="checkbox" checked={!change.isLeftOut} onChange={toggle} />
          Include this change
          <span class="quiet">
            {included} of {edits.length} included
          </span>
        </label>
      )}
    </div>
  );
}
