import { useState } from 'preact/hooks';
import type { RecommendationListItem, RecommendationStatus } from '../../shared/things.ts';
import { after, recommendationTransitions, type RecommendationAction } from '../../shared/transitions.ts';
import { revealHidden } from '../../shared/reveal-hidden.ts';
import { decideMany, isDeciding } from '../review/decisions.ts';
import { noteOf } from '../review/note.tsx';
import { toastBulk } from '../review/undo.ts';
import { api } from '../service/api.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import type { Selection } from './use-selection.ts';
import { grouped } from '../parts/grouped.ts';

const ACTIONS = [
  { action: 'approve', label: 'Approve', done: 'approved', tone: 'approve' },
  { action: 'apply', label: 'Apply', done: 'applied', tone: 'approve' },
  { action: 'reject', label: 'Reject', done: 'rejected', tone: 'reject' },
  { action: 'reopen', label: 'Reopen', done: 'reopened', tone: 'plain' },
] as const satisfies readonly { action: RecommendationAction; [key: string]: string }[];
type Action = (typeof ACTIONS)[number];

interface Props {
  rule: string;
  status: RecommendationStatus;
  /** What can be decided on. */
  open: readonly RecommendationListItem[];
  selection: Selection;
}

/** Ticks all, none or all but the ticked ones, and decides on the ticked ones by their ids, after a confirmation. */
export function Decide({ rule, status, open, selection }: Props) {
  const [asking, setAsking] = useState<{ action: Action; chosen: readonly RecommendationListItem[] } | null>(
    null,
  );
  const chosen = open.filter(({ id }) => selection.ticked.has(id));
  const all = open.map(({ id }) => id);
  const possible = ACTIONS.filter(({ action }) => after(recommendationTransitions[action], status) !== null);
  const send = async (
    { action: { action, done }, chosen: about }: NonNullable<typeof asking>,
    note: string,
  ) => {
    setAsking(null);
    const outcome = await decideMany(
      about.map(({ id }) => id),
      (ids) => api.decideRecommendations({ action, ids, ...noteOf(note) }),
    );
    if (!outcome) return;
    const paths = new Map(about.map(({ id, file_path }) => [id, revealHidden(file_path)]));
    toastBulk(done, outcome, (id) => paths.get(id));
  };
  return (
    <div class="bulk-bar" role="group" aria-label={`Decide on ${rule}`}>
      <button type="button" class="button small" onClick={() => selection.set(all, true)}>
        Tick all {grouped(all.length)}
      </button>
      <button
        type="button"
        class="button small"
        disabled={chosen.length === 0}
        onClick={() => selection.set(all, false)}
      >
        None
      </button>
      <button
        type="button"
        class="button small"
        disabled={chosen.length === 0}
        title="Ticks what is not ticked, and unticks what is"
        onClick={selection.invert}
      >
        All but these
      </button>
      <span class="bulk-count" role="status" data-testid="ticked">
        {grouped(chosen.length)} of {grouped(all.length)} ticked
      </span>
      {possible.map((one) => (
        <button
          key={one.action}
          type="button"
          class={`button small ${one.tone}`}
          disabled={chosen.length === 0 || isDeciding.value}
          onClick={() => setAsking({ action: one, chosen })}
        >
          {one.label} {chosen.length > 0 && grouped(chosen.length)}
        </button>
      ))}
      {asking && (
        <ConfirmDialog
          label={asking.action.label}
          tone={asking.action.tone}
          chosen={asking.chosen}
          onCancel={() => setAsking(null)}
          onConfirm={(note) => void send(asking, note)}
        />
      )}
    </div>
  );
}
