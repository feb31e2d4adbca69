import { done } from './deciding.ts';
import { KEYS, type KeyActions, type KeyName, tip } from './keys.ts';
import type { RecommendationStatus } from '../../shared/things.ts';
import type { Change } from './text-rows.ts';

interface Props {
  /** Of the recommendation of the item; undefined when there is none. */
  status: RecommendationStatus | undefined;
  isIgnored: boolean;
  /** Whether the document may be decided on. */
  isOpen: boolean;
  /** Whether it can be approved. */
  isProposed: boolean;
  /** Whether there is a finding that can be ignored. */
  hasFindings: boolean;
  changes: readonly Change[];
  /** The number of items that are ticked. */
  ticked: number;
  actions: KeyActions;
}

/** The buttons stay where they are whatever was decided: one that cannot be used says so, and keeps the focus. */
export function Actions(props: Props) {
  const { status, isIgnored, isOpen, isProposed, hasFindings, ticked, actions, changes } = props;
  const isEmpty = changes.length > 0 && changes.every(({ isLeftOut }) => isLeftOut);
  const isMany = isOpen && ticked > 0;
  const isDecided = isIgnored || status === 'approved' || status === 'rejected';
  return (
    <div class="desk-actions" role="group" aria-label="Decision">
      <Action name="approve" tone="approve" actions={actions} isOff={!isMany && (!isProposed || isEmpty)}>
        {isMany ? `Approve ${ticked}` : 'Approve'}
      </Action>
      <Action
        name="reject"
        tone="reject"
        actions={actions}
        isOff={!isMany && !isProposed && !(isOpen && status === 'approved')}
      >
        {isMany ? `Reject ${ticked}` : 'Reject'}
      </Action>
      <Action name="ignore" actions={actions} isOff={!isOpen || isIgnored || !hasFindings}>
        Ignore…
      </Action>
      <Action name="undo" actions={actions} isOff={!(isOpen && isDecided) && done.value.length === 0}>
        Undo
      </Action>
    </div>
  );
}

function Action(props: {
  name: KeyName;
  tone?: 'approve' | 'reject';
  actions: KeyActions;
  isOff: boolean;
  children: string;
}) {
  const { name, tone = '', actions, isOff, children } = props;
  return (
    <button
      type="button"
      class={`button desk-action ${tone}`}
      title={tip(name)}
      aria-keyshortcuts={KEYS[name].key}
      aria-disabled={isOff}
      onClick={() => {
        if (!isOff) actions[name]();
      }}
    >
      {children}
      <kbd aria-hidden="true">{KEYS[name].key}</kbd>
    </button>
  );
}
