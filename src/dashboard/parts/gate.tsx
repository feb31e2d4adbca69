/** The verdict of a quality gate, and what is new and resolved in figures. */
import type { Compared, Counts, GateResult } from '../../shared/things.ts';
import { describeCounts } from './words.ts';

export function GateVerdict({ gate }: { gate: GateResult | undefined }) {
  if (!gate) return null;
  const { passed, reasons } = gate;
  return (
    <p class="row-facts" data-testid="gate">
      <span>Quality gate</span>
      <span class={`mark outcome-${passed ? 'pass' : 'fail'}`}>{passed ? 'Passed' : 'Failed'}</span>
      {reasons.map(({ message }) => (
        <span key={message}>
          <bdi>{message}</bdi>
        </span>
      ))}
    </p>
  );
}

export function ComparedFacts({ compared }: { compared: Compared }) {
  const sums = [
    { label: 'new', counts: compared.new },
    { label: 'resolved', counts: compared.resolved },
  ];
  return (
    <span class="row-facts">
      {sums.map(({ label, counts }) => (
        <span key={label}>
          {isNone(counts) ? 'nothing' : <b>{describeCounts(counts)}</b>} {label}
        </span>
      ))}
    </span>
  );
}

function isNone({ error, warning, info }: Counts): boolean {
  return error + warning + info === 0;
}
