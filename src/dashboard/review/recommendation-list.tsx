import { useState } from 'preact/hooks';
import type { Recommendation } from '../../shared/things.ts';
import { after, recommendationTransitions, type RecommendationAction } from '../../shared/transitions.ts';
import { api } from '../service/api.ts';
import { decide, deciding, describeBulk } from './decisions.ts';
import { canReview } from '../service/session.ts';
import { toast } from '../frame/toasts.ts';
import { describeScope } from '../parts/words.ts';
import { DiffText } from '../parts/diff.tsx';
import { LevelMark } from '../parts/marks.tsx';
import { Note, noteOf } from './note.tsx';

/** Most ids of one request. */
const AT_ONCE = 100;

export function Recommendations({ recommendations }: { recommendations: readonly Recommendation[] }) {
  const open = recommendations.filter(({ status, edits }) => status === 'proposed' && edits.length > 0);
  const approveAll = async () => {
    const ids = open.slice(0, AT_ONCE).map(({ id }) => id);
    const answer = await decide(() => api.decideRecommendations({ action: 'approve', ids }));
    if (answer) toast({ text: describeBulk('approved', answer), tone: 'good' });
  };
  return (
    <section class="panel" aria-labelledby="recommendations-title">
      <div class="panel-head">
        <h2 id="recommendations-title">Recommendations</h2>
        {canReview.value && open.length > 1 && (
          <button
            type="button"
            class="button small"
            disabled={deciding.value}
            onClick={() => void approveAll()}
          >
            Approve all {open.length} with changes
          </button>
        )}
      </div>
      {recommendations.length === 0 && <p class="quiet">Nothing to recommend.</p>}
      <ol class="findings" data-testid="recommendations">
        {recommendations.map((recommendation) => (
          <Item key={recommendation.id} recommendation={recommendation} />
        ))}
      </ol>
    </section>
  );
}

function Item({ recommendation }: { recommendation: Recommendation }) {
  const { title, instruction, rationale, severity, confidence, scope, status, rule_id } = recommendation;
  const { reviewer, notes } = recommendation;
  return (
    <li class="finding">
      <h3 dir="auto">{title}</h3>
      <p class="row-facts">
        <LevelMark level={severity} />
        <span class={`mark status-${status}`}>{status}</span>
        <span>{describeScope(scope)}</span>
        <span>{Math.round(confidence * 100)} % sure</span>
        <code>{rule_id}</code>
      </p>
      <p dir="auto">{instruction}</p>
      <p class="rationale" dir="auto">
        {rationale}
      </p>
      {reviewer !== undefined && (
        <p class="fine">
          {status === 'applied' ? 'Approved' : capitalise(status)} by <bdi>{reviewer}</bdi>
          {notes !== undefined && notes !== '' && (
            <>
              : <q>{notes}</q>
            </>
          )}
        </p>
      )}
      <Change recommendation={recommendation} />
      {canReview.value && <Decision recommendation={recommendation} />}
    </li>
  );
}

const capitalise = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

const LABELS: Record<RecommendationAction, string> = {
  approve: 'Approve',
  reject: 'Reject',
  reopen: 'Reopen',
  apply: 'Apply',
};
const ORDER = ['approve', 'apply', 'reject', 'reopen'] as const;

/** What its state allows, and nothing else. */
function Decision({ recommendation }: { recommendation: Recommendation }) {
  const { id, status, edits } = recommendation;
  const [note, setNote] = useState('');
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const possible = ORDER.filter((action) => after(recommendationTransitions[action], status) !== null);
  if (possible.length === 0) return null;
  const send = async (action: RecommendationAction) => {
    const chosen = edits.flatMap((_edit, index) => (left.has(index) ? [] : [index]));
    const some = action === 'approve' && left.size > 0 ? { edits: chosen } : {};
    if (await decide(() => api.decideRecommendation(id, action, { ...noteOf(note), ...some }))) setNote('');
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
              deciding.value || (action === 'approve' && left.size === edits.length && edits.length > 0)
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

/** Longest list of single edits, and what is shown of each. */
const MAX_EDITS_SHOWN = 50;
const MAX_EDIT_LENGTH = 60;

/** Which of the edits: all of them, unless some are left out. */
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

/** Spaces and line ends are what many changes are about: they are shown. */
function shorten(text: string): string {
  const shown = text.replaceAll('\r', '␍').replaceAll('\n', '␊').replaceAll('\t', '⇥').replaceAll(' ', '·');
  return shown.length > MAX_EDIT_LENGTH ? `${shown.slice(0, MAX_EDIT_LENGTH)}…` : shown;
}

function Change({ recommendation: { edits, diff } }: { recommendation: Recommendation }) {
  if (diff === '' && edits.length === 0) {
    return <p class="fine">No automatic change: this one needs a person.</p>;
  }
  if (diff === '') return <p class="fine">{edits.length} changes, too long to be shown here.</p>;
  return (
    <details class="diff" open>
      <summary>Proposed change</summary>
      <DiffText diff={diff} label="Proposed change as a diff" />
    </details>
  );
}
