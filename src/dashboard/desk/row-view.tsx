/** One row of the text pane: its line number, the sign of its findings, and its text with marks or with the change in place. */
import type { Level } from '../../shared/things.ts';
import { revealHidden } from '../../shared/reveal-hidden.ts';
import type { LineKind } from './line-kinds.ts';
import { type Mark, type Marks, piecesOf, worstOf } from './marks.ts';
import type { TextLines } from './text-lines.ts';
import type { ChangeRow, Row } from './text-rows.ts';
import { InPlace } from './in-place.tsx';
import { shorten, showBlanks } from './word-diff.ts';

export interface RowProps {
  row: Row;
  lines: TextLines;
  marks: Marks;
  kind: LineKind;
  /** The item that is shown on the card. */
  currentKey: string | undefined;
  /** Where the card is, when it is in this row. */
  isHere: boolean;
  /** The index of the edit there. */
  edit: number | undefined;
}

const SIGNS: Record<Level, string> = { error: '●', warning: '▲', info: '◆' };

export function RowView({ row, lines, marks, kind, currentKey, isHere, edit }: RowProps) {
  const here = marksIn(marks, row);
  const worst = worstOf(here);
  const own = here.find(({ itemKey }) => itemKey === currentKey) ?? worst;
  return (
    <>
      <span class="desk-number" aria-hidden="true">
        {row.kind === 'change' || row.isFirst ? row.line : ''}
      </span>
      <span
        class={`desk-sign ${worst ? `level-${worst.level}` : ''}`}
        data-item={own?.itemKey}
        data-at={own?.start}
        title={worst && revealHidden(worst.message)}
        aria-hidden="true"
      >
        {worst && SIGNS[worst.level]}
      </span>
      <span class={`desk-line is-${kind} ${isHere ? 'here' : ''}`} dir="auto">
        {row.kind === 'text' ? (
          <Marked text={lines.text} start={row.start} end={row.end} marks={here} currentKey={currentKey} />
        ) : (
          <Changed row={row} lines={lines} marks={here} currentKey={currentKey} edit={edit} />
        )}
      </span>
    </>
  );
}

function marksIn(marks: Marks, { line, lastLine }: Row): readonly Mark[] {
  if (line === lastLine) return marks.get(line) ?? [];
  const all = new Set<Mark>();
  for (let at = line; at <= lastLine; at += 1) for (const mark of marks.get(at) ?? []) all.add(mark);
  return [...all];
}

interface MarkedProps {
  text: string;
  start: number;
  end: number;
  marks: readonly Mark[];
  currentKey: string | undefined;
}

function Marked({ text, start, end, marks, currentKey }: MarkedProps) {
  return (
    <>
      {piecesOf(text, start, end, marks).map((piece, index) => {
        const worst = piece.marks.find(({ itemKey }) => itemKey === currentKey) ?? worstOf(piece.marks);
        const shown = shorten(piece.text);
        if (!worst) return shown;
        const isCurrent = worst.itemKey === currentKey;
        return (
          <span
            key={index}
            class={`desk-mark level-${worst.level} ${isCurrent ? 'current' : ''} ${piece.text === '' ? 'between' : ''}`}
            data-item={worst.itemKey}
            data-at={worst.start}
            title={revealHidden(worst.message)}
          >
            {piece.text.trim() === '' ? showBlanks(shown) : shown}
          </span>
        );
      })}
    </>
  );
}

function Changed(props: {
  row: ChangeRow;
  lines: TextLines;
  marks: readonly Mark[];
  currentKey: string | undefined;
  edit: number | undefined;
}) {
  const { row, lines, currentKey, edit } = props;
  // Where the change is, it says more than the mark of its finding.
  const others = props.marks.filter(({ itemKey }) => itemKey !== currentKey);
  let from = row.start;
  const between = (end: number) => {
    const start = from;
    return <Marked text={lines.text} start={start} end={end} marks={others} currentKey={currentKey} />;
  };
  return (
    <>
      {row.changes.map((change) => {
        const before = between(change.start);
        from = change.end;
        return [
          before,
          <InPlace
            key={change.index}
            expected={lines.text.slice(change.start, change.end)}
            change={change}
            isCurrent={change.index === edit}
          />,
        ];
      })}
      {between(row.end)}
    </>
  );
}
