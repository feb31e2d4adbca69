import { useState } from 'preact/hooks';
import type { Recommendation } from '../../shared/things.ts';
import { after, recommendationTransitions, type RecommendationAction } from '../../shared/transitions.ts';
import { api } from '../service/api.ts';
import { useKept } from '../service/kept.ts';
import { decide, isDeciding } from './decisions.ts';
import { Note, noteOf } from './note.tsx';
import { decideUndoably } from './undo.ts';

const LABELS: Record<RecommendationAction, string> = {
  approve: 'Approve',
  reject: 'Reject',
  reopen: 'Reopen',
  apply: 'Apply',
};
const ORDER = ['approve', 'apply', 'reject', 'reopen'] as const;

/** The decisions that the state of the recommendation allows. */
export function RecommendationDecision({ recommendation }: { recommendation: Recommendation }) {
  const { id, status, edits } = recommendation;
  const [note, setNote] = useKept(`note.${id}`);
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const possible = ORDER.filter((action) => after(recommendationTransitions[action], status) !== null);
  if (possible.length === 0) return null;
  const send = async (action: RecommendationAction) => {
    const chosen = edits.flatMap((_edit, index) => (left.has(index) ? [] : [index]));
    const some = action === 'approve' && left.size > 0 ? { edits: chosen } : {};
    const request = () => api.decideRecommendation(id, action, { ...noteOf(note), ...some });
    const isAccepted =
      action === 'approve' || action === 'reject'
        ? await decideUndoably(recommendation, action, request)
        : await decide(request);
    if (isAccepted) setNote('');
  };
  return (
    <>
      {status === 'proposed' && edits.length > 1 && (
        <Edits recommendation={recommendation} left={left} onChange={setLeft} />
      )}
      <div class="decision">
        <Note value={note} onInput={setNote} />
        {possible.map((action) => (
          <button
            key={action}
            type="button"
            class={`button small ${action === 'approve' || action === 'apply' ? 'primary' : ''}`}
            disabled={
              isDeciding.value || (action === 'approve' && left.size === edits.length && edits.length > 0)
            }
            onClick={() => void send(action)}
          >
            {action === 'apply' && edits.length === 0 ? 'Mark as done' : LABELS[action]}
          </button>
        ))}
      </div>
    </>
  );
}

/** Maximum number of edits that are listed, and of characters shown of each. */
const MAX_EDITS_SHOWN = 50;
const MAX_EDIT_LENGTH = 60;

/** Selects which edits to approve. All are selected at first. */
function Edits(props: {
  recommendation: Recommendation;
  left: ReadonlySet<number>;
  onChange: (left: ReadonlySet<number>) => void;
}) {
  const { edits } = props.recommendation;
  const toggle = (index: number) => {
    const next = new Set(props.left);
    if (!next.delete(index)) next.add(index);
    props.onChange(next);
  };
  return (
    <details class="edits">
      <summary>
        {edits.length - props.left.size} of {edits.length} changes
      </summary>
      <ul>
        {edits.slice(0, MAX_EDITS_SHOWN).map(({ start, expected, text }, index) => (
          <li key={start}>
            <label>
              <input type="checkbox" checked={!props.left.has(index)} onChange={() => toggle(index)} />
              <code>{shorten(expected) || '∅'}</code> → <code>{shorten(text) || '∅'}</code>
            </label>
          </li>
        ))}
      </ul>
      {edits.length > MAX_EDITS_SHOWN && <p class="fine">The first {MAX_EDITS_SHOWN} are shown.</p>}
    </details>
  );
}

/** Makes whitespace visible, since many edits change nothing else, and shortens the text. */
function shorten(text: string): string {
  const shown = text.replaceAll('\r', '␍').replaceAll('\n', '␊').replaceAll('\t', '⇥').replaceAll(' ', '·');
  return shown.length > MAX_EDIT_LENGTH ? `${shown.slice(0, MAX_EDIT_LENGTH)}…` : shown;
}
