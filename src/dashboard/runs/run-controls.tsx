import { useState } from 'preact/hooks';
import { MAX_PAGE_SIZE } from '../../shared/limits.ts';
import type { Run } from '../../shared/things.ts';
import { after, workflowTransitions, type RunAction } from '../../shared/transitions.ts';
import { api } from '../service/api.ts';
import { decide, deciding } from '../review/decisions.ts';
import { canSubmit } from '../service/session.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { countOf } from '../parts/words.ts';

const ORDER = ['start', 'pause', 'resume', 'retry', 'cancel'] as const;
const LABELS = { start: 'Start', pause: 'Pause', resume: 'Resume', cancel: 'Cancel' } as const;
/** What one does more often than not. */
const FIRST = new Set<RunAction>(['start', 'resume', 'retry']);

/** What its state allows and would change something, and nothing else. */
export function RunControls({ run }: { run: Run }) {
  const [isAsking, setAsking] = useState(false);
  const retriable = useRetriable(run);
  const possible = ORDER.filter((action) => {
    if (after(workflowTransitions[action], run.state) === null) return false;
    if (action === 'start') return run.total > 0;
    // A run that failed has left documents undone.
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
        // By its place: whoever has paused it by the keyboard is where it is resumed.
        <button
          key={index}
          type="button"
          class={`button small ${FIRST.has(action) ? 'primary' : ''}`}
          disabled={deciding.value}
          onClick={() => (action === 'cancel' ? setAsking(true) : send(action))}
        >
          {labelOf(action)}
        </button>
      ))}
    </div>
  );
}

/** Whoever asks by the keyboard answers there. */
function focus(element: HTMLElement | null): void {
  element?.focus();
}

/** How many documents of a run that has ended could be tried again: those that could not be read have no text here. */
function useRetriable({ id, state, failed }: Run): number {
  const isThere = failed > 0 && after(workflowTransitions.retry, state) !== null;
  const { value } = useLoaded(
    isThere ? () => api.runDocuments(id, { state: 'failed', limit: MAX_PAGE_SIZE }) : null,
    [id, isThere, failed],
  );
  if (!value || !isThere) return 0;
  // Of more than can be seen at once, there may be some further on.
  if (value.next_cursor !== null) return failed;
  return value.results.filter(({ content_sha256 }) => content_sha256 !== null).length;
}
