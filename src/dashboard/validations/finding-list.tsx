import { useState } from 'preact/hooks';
import { ApiError } from '../../client/index.ts';
import { LEVELS, type Issue, type Level } from '../../shared/things.ts';
import { followLine } from './source.tsx';
import { api } from '../service/api.ts';
import { canReview } from '../service/session.ts';
import { describeLevel } from '../parts/words.ts';
import { LevelMark } from '../parts/marks.tsx';

export function FindingList({ validationId, issues }: { validationId: string; issues: readonly Issue[] }) {
  const [level, setLevel] = useState<Level | null>(null);
  const shown = level === null ? issues : issues.filter((issue) => issue.level === level);
  return (
    <section class="panel" aria-labelledby="findings-title">
      <h2 id="findings-title">Findings</h2>
      {issues.length === 0 ? (
        <p class="quiet">Nothing was found. A clean proof.</p>
      ) : (
        <div class="filters" role="group" aria-label="Filter by level">
          <Filter label="All" count={issues.length} on={level === null} pick={() => setLevel(null)} />
          {LEVELS.map((one) => (
            <Filter
              key={one}
              label={describeLevel(one)}
              count={issues.filter((issue) => issue.level === one).length}
              on={level === one}
              pick={() => setLevel(one)}
            />
          ))}
        </div>
      )}
      <ol class="findings" data-testid="findings">
        {shown.map((issue) => (
          <Finding key={issue.fingerprint} validationId={validationId} issue={issue} />
        ))}
      </ol>
    </section>
  );
}

function Filter(props: { label: string; count: number; on: boolean; pick: () => void }) {
  return (
    <button
      type="button"
      class="chip"
      aria-pressed={props.on}
      disabled={props.count === 0}
      onClick={props.pick}
    >
      {props.label} <span class="chip-count">{props.count}</span>
    </button>
  );
}

function Finding({ validationId, issue }: { validationId: string; issue: Issue }) {
  const { rule_id, docs_url, level, message, line, column, snippet, suggestion } = issue;
  return (
    <li class="finding">
      <p class="finding-head">
        <LevelMark level={level} />
        <button type="button" class="place" onClick={() => followLine(line)}>
          line {line}:{column}
        </button>
        {docs_url === undefined ? (
          <code>{rule_id}</code>
        ) : (
          <a href={docs_url} target="_blank" rel="noopener noreferrer">
            <code>{rule_id}</code>
          </a>
        )}
      </p>
      <p dir="auto">{message}</p>
      {snippet.trim() !== '' && (
        <pre class="snippet">
          <code>{snippet}</code>
        </pre>
      )}
      {suggestion !== undefined && <p class="suggestion">{suggestion}</p>}
      {canReview.value && <IgnoreButton validationId={validationId} fingerprint={issue.fingerprint} />}
    </li>
  );
}

/** Ignores a finding: later validations of the document leave it out. */
function IgnoreButton({ validationId, fingerprint }: { validationId: string; fingerprint: string }) {
  const [isIgnored, setIgnored] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function toggle(): Promise<void> {
    setBusy(true);
    try {
      await api[isIgnored ? 'restore' : 'ignore'](validationId, { fingerprints: [fingerprint] });
      setIgnored(!isIgnored);
      setProblem(null);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.message);
    } finally {
      setBusy(false);
    }
  }
  return (
    <p class="fine">
      <button type="button" class="link" disabled={isBusy} onClick={() => void toggle()}>
        {isIgnored ? 'Undo' : 'Ignore from now on'}
      </button>
      {isIgnored && ' Ignored: later validations of this document leave it out.'}
      <span role="status">{problem !== null && ` That failed. ${problem}`}</span>
    </p>
  );
}
