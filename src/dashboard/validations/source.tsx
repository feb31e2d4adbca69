import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Issue, Level } from '../../shared/things.ts';

/** Maximum number of lines that are rendered. The Markdown link leads to the whole document. */
const MAX_LINES = 3_000;

const followed = signal<number | null>(null);

/** Scrolls the source to a line and highlights it. */
export function followLine(line: number): void {
  followed.value = line;
  document.getElementById(`L${line}`)?.scrollIntoView({ block: 'center', behavior: 'auto' });
}

/** The document with line numbers. Lines with findings are marked with their most severe level. */
export function Source({
  content,
  issues,
  title,
}: {
  content: string;
  issues: readonly Issue[];
  title: string;
}) {
  useEffect(() => () => void (followed.value = null), []);
  const lines = content.split(/\r\n|\r|\n/);
  const levels = worstLevels(issues);
  return (
    <section class="panel source" aria-labelledby="source-title">
      <h2 id="source-title">{title}</h2>
      <pre class="code" tabIndex={0} aria-label="The document">
        {lines.slice(0, MAX_LINES).map((text, index) => {
          const line = index + 1;
          return (
            <span
              key={line}
              id={`L${line}`}
              class={`line ${levels.get(line) ?? ''} ${followed.value === line ? 'followed' : ''}`}
            >
              <span class="number" aria-hidden="true">
                {line}
              </span>
              <span class="text">{text || ' '}</span>
            </span>
          );
        })}
      </pre>
      {lines.length > MAX_LINES && (
        <p class="quiet">
          The first {MAX_LINES} of {lines.length} lines are shown.
        </p>
      )}
    </section>
  );
}

const WEIGHT: Record<Level, number> = { error: 3, warning: 2, info: 1 };

function worstLevels(issues: readonly Issue[]): Map<number, Level> {
  const levels = new Map<number, Level>();
  for (const { line, level } of issues) {
    const worst = levels.get(line);
    if (worst === undefined || WEIGHT[level] > WEIGHT[worst]) levels.set(line, level);
  }
  return levels;
}
