import type { RunSummary } from '../../shared/api/runs.ts';
import type { Compared, GateResult, Run, RunState } from '../../shared/things.ts';
import { changesInWords } from './run-changes.ts';
import { counted, countsInWords, durationInWords, figure, momentInWords } from './words.ts';

/** The states of a run, as labels. */
export const STATES_IN_WORDS: Readonly<Record<RunState, string>> = {
  pending: 'Not started',
  running: 'Running',
  paused: 'Paused',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** The predicate that follows the run's name. */
const STATES_IN_A_SENTENCE: Readonly<Record<RunState, string>> = {
  pending: 'has not started',
  running: 'is running',
  paused: 'is paused',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'was cancelled',
};

type WorkflowFacts = Pick<
  Run,
  'id' | 'name' | 'family' | 'state' | 'total' | 'done' | 'failed' | 'reused' | 'counts'
> &
  // Unknown values are undefined, so JSON omits them.
  Record<'started_at' | 'finished_at' | 'error', string | undefined> & {
    compared: Compared | undefined;
    gate: GateResult | undefined;
  };

/** The facts of a run, for programs. */
export function workflowFacts({ workflow }: RunSummary): WorkflowFacts {
  const { id, name, family, state, total, done, failed, reused, counts } = workflow;
  const { started_at, finished_at, error, compared, gate } = workflow;
  return {
    id,
    name,
    family,
    state,
    total,
    done,
    failed,
    reused,
    counts,
    started_at,
    finished_at,
    error,
    compared,
    gate,
  };
}

/** One fact about a run, for people. The format must escape it. */
export interface Fact {
  label: string;
  text: string;
}

/** The facts of a run except its findings, for people. */
export function factsInWords({ workflow }: RunSummary): Fact[] {
  const { state, error, family, total, done, reused, failed, started_at, compared, gate } = workflow;
  const duration = durationOf(workflow);
  return [
    { label: 'State', text: STATES_IN_WORDS[state] },
    ...(error === undefined ? [] : [{ label: 'Error', text: error }]),
    { label: 'Documents', text: done < total ? `${figure(done)} of ${figure(total)} done` : figure(total) },
    { label: 'Reused', text: figure(reused) },
    { label: 'Could not be validated', text: figure(failed) },
    ...(compared ? [{ label: 'Against the main line', text: comparedInWords(compared) }] : []),
    ...(gate ? [{ label: 'Quality gate', text: gateInWords(gate) }] : []),
    { label: 'Family', text: family },
    ...(started_at === undefined ? [] : [{ label: 'Started', text: momentInWords(started_at) }]),
    ...(duration === undefined ? [] : [{ label: 'Took', text: durationInWords(duration) }]),
  ];
}

/** The verdict of a quality gate, as a label has it. */
export function gateInWords({ passed, reasons }: GateResult): string {
  return passed ? 'passed' : `failed: ${reasons.map(({ message }) => message).join('; ')}`;
}

/** What a run adds and resolves, as a label has it. */
export function comparedInWords({ new: added, resolved }: Compared): string {
  return `new: ${countsInWords(added)}; resolved: ${countsInWords(resolved)}`;
}

/** The facts and changes of a run in one line. The format must escape it. */
export function runInWords({ workflow, changes }: RunSummary): string {
  const { name, state, error, total, done, reused, failed, counts, compared, gate } = workflow;
  const duration = durationOf(workflow);
  const documents =
    done < total ? `${figure(done)} of ${counted(total, 'document')} done` : counted(total, 'document');
  const sentences = [
    `Batch run "${name}" ${STATES_IN_A_SENTENCE[state]}`,
    duration === undefined ? '' : ` after ${durationInWords(duration)}`,
    error === undefined ? '' : `: ${error.replace(/\.$/, '')}`,
    `. ${documents}, ${figure(reused)} reused, ${figure(failed)} could not be validated. `,
    `${countsInWords(counts)}.`,
    changes === null ? '' : ` Since the last run: ${changesInWords(changes)}.`,
    compared ? ` Against the main line: ${comparedInWords(compared)}.` : '',
    gate ? ` Quality gate ${gateInWords(gate)}.` : '',
  ];
  return sentences.join('');
}

/** Duration in milliseconds; undefined until the run has both started and finished. */
export function durationOf({ started_at, finished_at }: Run): number | undefined {
  if (started_at === undefined || finished_at === undefined) return undefined;
  const duration = Date.parse(finished_at) - Date.parse(started_at);
  return duration >= 0 ? duration : undefined;
}
