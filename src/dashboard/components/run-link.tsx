import type { ComponentChildren } from 'preact';
import { revealHidden } from '../../shared/reveal-hidden.ts';
import { runPath } from '../router.ts';
import type { RunFigures } from '../runs.ts';
import { RunBar, StateMark } from './run-marks.tsx';

/** A run in a list: its name and state, how far it is, and the way to it. */
export function RunLink({ run, children }: { run: RunFigures; children: ComponentChildren }) {
  return (
    <a class="row run-row" href={runPath(run.id)}>
      <span class="run-name">
        <bdi class="row-title">{revealHidden(run.name)}</bdi>
        <StateMark state={run.state} />
      </span>
      <RunBar run={run} />
      <span class="row-facts">{children}</span>
    </a>
  );
}
