import type { Recommendation } from '../../shared/things.ts';
import { describeScope } from '../words.ts';
import { LevelMark } from './marks.tsx';

export function Recommendations({ recommendations }: { recommendations: readonly Recommendation[] }) {
  return (
    <section class="panel" aria-labelledby="recommendations-title">
      <h2 id="recommendations-title">Recommendations</h2>
      {recommendations.length === 0 && <p class="quiet">Nothing to recommend.</p>}
      <ol class="findings" data-testid="recommendations">
        {recommendations.map((recommendation) => (
          <Item key={recommendation.id} {...recommendation} />
        ))}
      </ol>
    </section>
  );
}

function Item({
  edits,
  title,
  instruction,
  rationale,
  severity,
  confidence,
  scope,
  status,
  diff,
  rule_id,
}: Recommendation) {
  return (
    <li class="finding">
      <h3 dir="auto">{title}</h3>
      <p class="row-facts">
        <LevelMark level={severity} />
        <span class={`mark status-${status}`}>{status}</span>
        <span>{describeScope(scope)}</span>
        <span>{Math.round(confidence * 100)} % sure</span>
        <code>{rule_id}</code>
      </p>
      <p dir="auto">{instruction}</p>
      <p class="rationale" dir="auto">
        {rationale}
      </p>
      <Change edits={edits.length} diff={diff} />
    </li>
  );
}

function Change({ edits, diff }: { edits: number; diff: string }) {
  if (diff !== '') return <Diff diff={diff} />;
  if (edits === 0) return <p class="fine">No automatic change: this one needs a person.</p>;
  return <p class="fine">{edits} edits. The change is too long to be shown here.</p>;
}

/** A unified diff, line by line. */
function Diff({ diff }: { diff: string }) {
  return (
    <details class="diff" open>
      <summary>Proposed change</summary>
      <pre tabIndex={0} aria-label="Proposed change as a diff">
        {diff
          .trimEnd()
          .split('\n')
          .map((line, number) => (
            <span key={number} class={`diff-line ${kindOf(line)}`}>
              {line}
              {'\n'}
            </span>
          ))}
      </pre>
    </details>
  );
}

function kindOf(line: string): string {
  if (line.startsWith('+++') || line.startsWith('---') || line.startsWith('@@')) return 'meta';
  if (line.startsWith('+')) return 'added';
  return line.startsWith('-') ? 'removed' : 'same';
}
