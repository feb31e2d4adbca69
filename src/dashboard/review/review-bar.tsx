import type { Validation } from '../../shared/things.ts';
import { after, reviewTransitions } from '../../shared/transitions.ts';
import { api } from '../service/api.ts';
import { useKept } from '../service/kept.ts';
import { decide, isDeciding } from './decisions.ts';
import { navigate, validationPath } from '../frame/router.ts';
import { canReview, canSubmit } from '../service/session.ts';
import { Note, noteOf } from './note.tsx';

const DECISIONS = [
  { action: 'approve', label: 'Approve' },
  { action: 'reject', label: 'Reject' },
  { action: 'reopen', label: 'Reopen' },
] as const;

/** The decisions about a validation as a whole that its state and the reader's role allow. */
export function ReviewBar({ validation }: { validation: Validation }) {
  const { id, review } = validation;
  const [note, setNote] = useKept(`note.${id}`);
  const possible = DECISIONS.filter(({ action }) => after(reviewTransitions[action], review) !== null);
  const send = async (action: (typeof DECISIONS)[number]['action']) => {
    if (await decide(() => api.decideValidation(id, action, noteOf(note)))) setNote('');
  };
  const again = async () => {
    const child = await decide(() => api.revalidate(id));
    if (child) navigate(validationPath(child.id));
  };
  return (
    <div class="review-bar" data-testid="review">
      <span>
        Review: <span class={`mark review-${review}`}>{review}</span>
      </span>
      {canReview.value && possible.length > 0 && (
        <>
          <Note value={note} onInput={setNote} />
          {possible.map(({ action, label }) => (
            <button
              key={action}
              type="button"
              class="button small"
              disabled={isDeciding.value}
              onClick={() => void send(action)}
            >
              {label}
            </button>
          ))}
        </>
      )}
      {canSubmit.value && (
        <button type="button" class="button small" disabled={isDeciding.value} onClick={() => void again()}>
          Validate again
        </button>
      )}
    </div>
  );
}
