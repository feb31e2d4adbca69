/** Shows changes line by line, with signs as well as colours. */
import type { DiffHunk } from '../../shared/things.ts';

/** A unified diff as text. */
export function DiffText({ diff, label }: { diff: string; label: string }) {
  return (
    <pre class="diff-lines" tabIndex={0} aria-label={label}>
      {diff
        .trimEnd()
        .split('\n')
        .map((line, number) => (
          <span key={number} class={`diff-line ${kindOf(line)}`}>
            {showBlanks(line)}
            {'\n'}
          </span>
        ))}
    </pre>
  );
}

/** Shows the blanks at the end of a changed line, which may be all that has changed. */
function showBlanks(line: string): string {
  if (!/^[+-]/.test(line)) return line;
  return line.replace(/[ \t\r]+$/, (blanks) =>
    blanks.replaceAll(' ', '·').replaceAll('\t', '⇥').replaceAll('\r', '␍'),
  );
}

function kindOf(line: string): string {
  if (line.startsWith('+++') || line.startsWith('---') || line.startsWith('@@')) return 'meta';
  if (line.startsWith('+')) return 'added';
  return line.startsWith('-') ? 'removed' : 'same';
}

const SIGNS = { same: ' ', added: '+', removed: '−' } as const;

/** Shows hunks with line numbers. */
export function DiffHunks({ hunks }: { hunks: readonly DiffHunk[] }) {
  return (
    <pre class="code" tabIndex={0} aria-label="What was changed">
      {hunks.map((hunk, index) => (
        <Hunk key={index} hunk={hunk} />
      ))}
    </pre>
  );
}

function Hunk({ hunk }: { hunk: DiffHunk }) {
  let before = hunk.old_start;
  let after = hunk.new_start;
  return (
    <>
      <span class="diff-line meta">
        {hunk.old_start === hunk.new_start
          ? `line ${hunk.old_start}`
          : `line ${hunk.old_start} → ${hunk.new_start}`}
      </span>
      {hunk.lines.map(({ kind, text }, index) => {
        const number = kind === 'added' ? after : before;
        if (kind !== 'added') before += 1;
        if (kind !== 'removed') after += 1;
        return (
          <span key={index} class={`line diff-line ${kind}`}>
            <span class="number" aria-hidden="true">
              {number}
            </span>
            <span class="text">
              {SIGNS[kind]} {kind === 'same' ? text : showBlanks(`+${text}`).slice(1)}
            </span>
          </span>
        );
      })}
    </>
  );
}
