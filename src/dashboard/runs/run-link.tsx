import type { ComponentChildren } from 'preact';
import { revealHidden } from '../../shared/reveal-hidden.ts';
import { runPath } from '../frame/router.ts';
import type { RunFigures } from './run-news.ts';
import { RunBar, StateMark } from './run-marks.tsx';

/** A row of a list: name, state and progress of a run, linked to its page. */
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
