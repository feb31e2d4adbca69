import type { Validation } from '../../shared/things.ts';
import { validationPath } from '../frame/router.ts';
import { FilePath, OutcomeMark } from '../parts/marks.tsx';
import { KEYS, type KeyActions, tip } from './keys.ts';
import { Step } from './step.tsx';

interface Props {
  validation: Validation;
  /** Which of the recommendations is shown, from 1; 0 when none is. */
  at: number;
  total: number;
  waiting: number;
  isQueueShown: boolean;
  toggleQueue: () => void;
  actions: KeyActions;
}

/** What document it is, how far its review is, and the ways on. */
export function DeskHead({ validation, at, total, waiting, isQueueShown, toggleQueue, actions }: Props) {
  const { id, file_path, family, outcome } = validation;
  return (
    <header class="desk-head">
      <button
        type="button"
        class="button small desk-queue-toggle"
        aria-expanded={isQueueShown}
        onClick={toggleQueue}
      >
        Queue
      </button>
      <h1 class="desk-title">
        <FilePath path={file_path} />
      </h1>
      <span class="row-facts desk-facts">
        <OutcomeMark outcome={outcome} />
        {family !== 'default' && <span class="family">{family}</span>}
        <a href={validationPath(id)}>Details</a>
      </span>
      <span class="desk-progress" data-testid="desk-progress">
        {at > 0 ? `${at} of ${total}` : `${total} recommendations`}
        <span class="quiet"> · {waiting === 0 ? 'all decided' : `${waiting} to decide`}</span>
      </span>
      <span class="desk-steps">
        <Step name="previous" sign="↑" actions={actions} />
        <Step name="next" sign="↓" actions={actions} />
        <Step name="previousDocument" sign="«" actions={actions} />
        <Step name="nextDocument" sign="»" actions={actions} />
        <button
          type="button"
          class="desk-step"
          title={tip('help')}
          aria-label={KEYS.help.does}
          aria-keyshortcuts={KEYS.help.key}
          onClick={actions.help}
        >
          ?
        </button>
      </span>
    </header>
  );
}
