import { useState } from 'preact/hooks';
import { MAX_PAGE_SIZE } from '../../shared/limits.ts';
import type { Run } from '../../shared/things.ts';
import { after, workflowTransitions, type RunAction } from '../../shared/transitions.ts';
import { api } from '../service/api.ts';
import { decide, isDeciding } from '../review/decisions.ts';
import { canSubmit } from '../service/session.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { countOf } from '../parts/words.ts';

const ORDER = ['start', 'pause', 'resume', 'retry', 'cancel'] as const;
const LABELS = { start: 'Start', pause: 'Pause', resume: 'Resume', cancel: 'Cancel' } as const;
/** Actions that are shown as primary buttons. */
const PRIMARY = new Set<RunAction>(['start', 'resume', 'retry']);

/** Buttons for the actions that the state of the run allows and that would have an effect. */
export function RunControls({ run }: { run: Run }) {
  const [isAsking, setAsking] = useState(false);
  const retriable = useRetriable(run);
  const possible = ORDER.filter((action) => {
    if (after(workflowTransitions[action], run.state) === null) return false;
    if (action === 'start') return run.total > 0;
    // A failed run has documents that were not attempted.
    return action !== 'retry' || retriable > 0 || run.state === 'failed';
  });
  if (!canSubmit.value || possible.length === 0) return null;
  const send = (action: RunAction) => {
    setAsking(false);
    void decide(() => api.controlRun(run.id, action));
  };
  if (isAsking && possible.includes('cancel')) {
    return (
      <div class="decision" role="group" aria-label="Are you sure?">
        <span>Cancel this run for good? What is done stays.</span>
        <button type="button" class="button small primary" onClick={() => send('cancel')}>
          Yes
        </button>
        <button type="button" class="button small" ref={focus} onClick={() => setAsking(false)}>
          No
        </button>
      </div>
    );
  }
  const labelOf = (action: RunAction) => {
    if (action !== 'retry') return LABELS[action];
    return run.state === 'failed' ? 'Try again' : `Retry ${countOf(retriable, 'failed document')}`;
  };
  return (
    <div class="decision" role="group" aria-label="This run">
      {possible.map((action, index) => (
        // Keyed by position: after Pause, the focus stays on the button, which is then Resume.
        <button
          key={index}
          type="button"
          class={`button small ${PRIMARY.has(action) ? 'primary' : ''}`}
          disabled={isDeciding.value}
          onClick={() => (action === 'cancel' ? setAsking(true) : send(action))}
        >
          {labelOf(action)}
        </button>
      ))}
    </div>
  );
}

/** Moves the focus to the answer, for those who use the keyboard. */
function focus(element: HTMLElement | null): void {
  element?.focus();
}

/** Counts the failed documents that can be retried. Those that the sender could not read have no stored text. */
function useRetriable({ id, state, failed }: Run): number {
  const isThere = failed > 0 && after(workflowTransitions.retry, state) !== null;
  const { value, problem } = useLoaded(
    isThere ? () => api.runDocuments(id, { state: 'failed', limit: MAX_PAGE_SIZE }) : null,
    [id, isThere, failed],
  );
  if (!isThere) return 0;
  // When that cannot be loaded, or has more than one page, assumes that all of them can be retried.
  if (!value) return problem === null ? 0 : failed;
  if (value.next_cursor !== null) return failed;
  return value.results.filter(({ content_sha256 }) => content_sha256 !== null).length;
}
