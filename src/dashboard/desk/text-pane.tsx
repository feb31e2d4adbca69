import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import type { DeskItem, Place } from './desk-items.ts';
import { lineKinds } from './line-kinds.ts';
import { marksOf } from './marks.ts';
import { Overview } from './overview.tsx';
import { RowView } from './row-view.tsx';
import type { TextLines } from './text-lines.ts';
import { type Change, rowAt, textRows, withChanges } from './text-rows.ts';
import { type Rows, useVirtualRows } from './virtual-rows.ts';

/** As in desk.css, in pixels. */
const LINE_HEIGHT = 24;

interface Props {
  lines: TextLines;
  items: readonly DeskItem[];
  current: DeskItem | undefined;
  place: Place | undefined;
  /** What the present item would change. */
  changes: readonly Change[];
  /** Called with the item of a mark that is clicked, and where it is in the text. */
  onPick: (itemKey: string, offset: number) => void;
  label: string;
}

/** The document: only the rows in sight are on the page. */
export function TextPane({ lines, items, current, place, changes, onPick, label }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const plain = useMemo(() => textRows(lines), [lines]);
  const kinds = useMemo(() => lineKinds(lines), [lines]);
  const marks = useMemo(() => marksOf(items), [items]);
  const all = useMemo(() => withChanges(lines, plain, changes), [lines, plain, changes]);
  const columns = useColumns(scroller);
  // All heights are estimated again when this function is another.
  const keyOf = useCallback((index: number) => all[index]?.key ?? 0, [all, columns]);
  const { rows, shown, total } = useVirtualRows(scroller, {
    // No row is drawn before it is known how much fits into one: all would be drawn twice.
    count: columns === null ? 0 : all.length,
    keyOf,
    estimate: (index) => {
      const row = all[index];
      if (!row || columns === null) return LINE_HEIGHT;
      const each =
        row.kind === 'change' ? (row.end - row.start) / (row.lastLine - row.line + 1) : row.end - row.start;
      return LINE_HEIGHT * (row.lastLine - row.line + 1) * Math.max(1, Math.ceil(each / columns));
    },
  });
  const at = place && rowAt(all, place.start);
  // What is drawn once is drawn again only when something that it shows is another.
  const drawn = useMemo(() => new Map<number, VNode>(), [all, marks, current?.key, place]);
  useLayoutEffect(() => {
    if (at !== undefined && columns !== null) reveal(rows, at, scroller.current);
  }, [current?.key, place?.start, all.length, columns === null]);
  const [first] = shown;
  const lineOf = (index: number | undefined) => all[index ?? 0]?.line ?? 1;
  return (
    <div class="desk-text">
      <div
        ref={scroller}
        class="desk-scroller"
        role="region"
        aria-label={label}
        tabIndex={0}
        data-testid="desk-text"
        onClick={({ target }) => {
          const { item, at: offset } = target instanceof HTMLElement ? target.dataset : {};
          if (item !== undefined) onPick(item, Number(offset));
        }}
      >
        <div
          class="desk-rows"
          style={{ height: `${total}px`, '--digits': String(lines.starts.length).length }}
        >
          <div style={{ transform: `translateY(${first?.start ?? 0}px)` }}>
            {shown.map(({ index }) => {
              const row = all[index];
              if (!row) return null;
              const known = drawn.get(index);
              if (known) return known;
              const isHere = index === at;
              const made = (
                <div
                  key={row.key}
                  ref={rows.measureElement}
                  data-index={index}
                  class={`desk-row is-${row.kind} ${isHere ? 'here' : ''}`}
                >
                  <RowView
                    row={row}
                    lines={lines}
                    marks={marks}
                    kind={kinds[row.line - 1] ?? 'text'}
                    currentKey={current?.key}
                    isHere={isHere}
                    edit={isHere ? place?.edit : undefined}
                  />
                </div>
              );
              drawn.set(index, made);
              return made;
            })}
          </div>
        </div>
      </div>
      <Overview
        items={items}
        currentKey={current?.key}
        here={place?.line}
        lines={lines.starts.length}
        sight={[lineOf(rows.range?.startIndex), lineOf(rows.range?.endIndex)]}
        goTo={(line) => rows.scrollToIndex(rowAt(all, lines.starts[line - 1] ?? 0), { align: 'center' })}
      />
      <span class="desk-probe" aria-hidden="true">
        0000000000
      </span>
    </div>
  );
}

/** Brings a row into sight. One that is well in sight stays where it is, so that nothing jumps under the reader. */
function reveal(rows: Rows, index: number, scroller: HTMLElement | null): void {
  const [centre] = rows.getOffsetForIndex(index, 'center') ?? [];
  if (!scroller || centre === undefined) return;
  const isNear = Math.abs(centre - scroller.scrollTop) < scroller.clientHeight / 3;
  if (!isNear) rows.scrollToIndex(index, { align: 'center' });
}

/** How many characters fit into a row: what its height is estimated by. Null until the pane is on the page. */
function useColumns(scroller: { current: HTMLElement | null }): number | null {
  const [columns, setColumns] = useState<number | null>(null);
  useLayoutEffect(() => {
    const element = scroller.current;
    const probe = element?.parentElement?.querySelector('.desk-probe');
    if (!element || !probe) return undefined;
    const measure = () => {
      const character = probe.getBoundingClientRect().width / 10;
      // The gutter and the padding take about twelve characters.
      if (character > 0) setColumns(Math.max(20, Math.floor(element.clientWidth / character) - 12));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return columns;
}
