import { isBlank } from '../../../parser/characters.ts';
import stringWidth from 'string-width';
import type { Replacement } from '../../../text/edits.ts';
import type { LintDocument } from './lint-document.ts';
import type { LintFinding } from './lint-rule.ts';
import type { LintRow } from './tables.ts';

/** A text whose width is its length. */
const PLAIN = /^[ -~]*$/;
/** What would make a list item of a row that a blank follows. */
const BULLET = /^[>\s]*[-+*]$/;

type PartKind = 'pipe' | 'blank' | 'content';

interface Part {
  kind: PartKind;
  from: number;
  to: number;
}

/** Finds pipes that stand under no pipe of the header. */
export function misaligned(document: LintDocument, rows: readonly LintRow[], detail: string): LintFinding[] {
  const [header, ...others] = rows;
  if (!header) return [];
  const columns = pipeColumns(document, header);
  const findings: LintFinding[] = [];
  for (const row of others) {
    const left = new Set(columns);
    for (const [at, column] of pipeColumns(document, row).entries()) {
      if (left.size === 0 || left.delete(column)) continue;
      const start = row.pipes[at] ?? row.from;
      findings.push({ start, end: start + 1, detail });
    }
  }
  return findings;
}

/** The columns of the pipes of a row on a screen. */
function pipeColumns({ source, lines }: LintDocument, row: LintRow): number[] {
  const columns: number[] = [];
  let done = lines.start(row.line);
  let width = 0;
  for (const pipe of row.pipes) {
    const text = source.slice(done, pipe);
    width += PLAIN.test(text) ? text.length : stringWidth(text);
    columns.push(width);
    done = pipe;
  }
  return columns;
}

/** Finds pipes with too much or too little white space beside them, for both styles without alignment. */
export function spacing(
  document: LintDocument,
  rows: readonly LintRow[],
): { compact: LintFinding[]; tight: LintFinding[] } {
  const compact: LintFinding[] = [];
  const tight: LintFinding[] = [];
  for (const row of rows) {
    const parts = partsOf(document, row);
    for (const [at, part] of parts.entries()) {
      if (part.kind !== 'pipe') continue;
      const sides = [
        { beside: parts[at - 1], words: 'to the left' },
        { beside: parts[at + 1], words: 'to the right' },
      ];
      for (const { beside, words } of sides) {
        if (!beside) continue;
        const isLeft = words === 'to the left';
        const add = (to: LintFinding[], problem: string, fix: Replacement): void => {
          const isBullet = fix.text === ' ' && BULLET.test(beforeIn(document, row, fix.start));
          to.push({
            start: part.from,
            end: part.to,
            detail: `Table pipe ${problem}`,
            fix: isBullet ? null : fix,
          });
        };
        if (beside.kind !== 'blank') {
          const place = isLeft ? beside.to : beside.from;
          add(compact, `is missing space ${words} for style "compact"`, {
            start: place,
            end: place,
            text: ' ',
          });
        } else if (isLeft || beside.to !== row.end) {
          const { from, to } = beside;
          if (to - from !== 1) {
            add(compact, `has extra space ${words} for style "compact"`, {
              start: from,
              end: to - 1,
              text: '',
            });
          }
          add(tight, `has space ${words} for style "tight"`, { start: from, end: to, text: '' });
        }
      }
    }
  }
  return { compact, tight };
}

function beforeIn({ source, lines }: LintDocument, { line }: LintRow, offset: number): string {
  // A longer text is no bullet.
  return offset - lines.start(line) > 100 ? '' : source.slice(lines.start(line), offset);
}

/** The pipes, blanks and contents of a row in order. */
function partsOf({ text }: LintDocument, { from, end, pipes }: LintRow): Part[] {
  const parts: Part[] = [];
  const add = (kind: PartKind, start: number, to: number): void => {
    if (to > start) parts.push({ kind, from: start, to });
  };
  let done = from;
  for (const pipe of [...pipes, end]) {
    let start = done;
    while (start < pipe && isBlank(text.charCodeAt(start))) start += 1;
    let to = pipe;
    while (to > start && isBlank(text.charCodeAt(to - 1))) to -= 1;
    add('blank', done, start);
    add('content', start, to);
    add('blank', to, pipe);
    if (pipe < end) add('pipe', pipe, pipe + 1);
    done = pipe + 1;
  }
  return parts;
}
