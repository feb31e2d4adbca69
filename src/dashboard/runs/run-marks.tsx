/** The state of a run as a label, and its progress as a bar. */
import { revealHidden } from '../../shared/reveal-hidden.ts';
import type { RunState } from '../../shared/things.ts';
import type { RunFigures } from './run-news.ts';

export function StateMark({ state }: { state: RunState }) {
  return <span class={`mark state-${state}`}>{state}</span>;
}

export function RunBar({ run }: { run: Pick<RunFigures, 'name' | 'state' | 'done' | 'total'> }) {
  const { name, state, done, total } = run;
  // A run without documents counts as done once it is completed.
  const isEmpty = total === 0;
  return (
    <progress
      class={`bar state-${state}`}
      max={isEmpty ? 1 : total}
      value={isEmpty ? Number(state === 'completed') : done}
      aria-label={`Progress of ${revealHidden(name)}`}
      aria-valuetext={`${done} of ${total} documents`}
    />
  );
}
