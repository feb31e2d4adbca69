import { useMemo } from 'preact/hooks';
import type { Level } from '../../shared/things.ts';
import type { DeskItem } from './desk-items.ts';

/** Steps that the strip is divided into: findings in the same one are drawn once. */
const STEPS = 400;
const LEVELS: readonly Level[] = ['info', 'warning', 'error'];

/** The whole document as a strip: where its findings are, where the present one is, and what is in sight. */
export function Overview(props: {
  items: readonly DeskItem[];
  currentKey: string | undefined;
  /** The line that the card is about. */
  here: number | undefined;
  /** Number of lines. */
  lines: number;
  /** The first and the last line in sight. */
  sight: readonly [number, number];
  /** Scrolls to a line. */
  goTo: (line: number) => void;
}) {
  const { items, currentKey, here, lines, sight, goTo } = props;
  const stepOf = (line: number) => stepIn(lines, line);
  const marks = useMemo(() => marksIn(items, currentKey, lines), [items, currentKey, lines]);
  const follow = (event: PointerEvent & { currentTarget: Element }) => {
    if (event.buttons !== 1) return;
    const { top, height } = event.currentTarget.getBoundingClientRect();
    goTo(Math.max(1, Math.min(lines, Math.ceil(((event.clientY - top) / height) * lines))));
  };
  const top = stepOf(sight[0]);
  return (
    <svg
      class="desk-overview"
      viewBox={`0 0 14 ${STEPS}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        follow(event);
      }}
      onPointerMove={follow}
    >
      <rect class="sight" x="0" y={top} width="14" height={Math.max(4, stepOf(sight[1]) - top)} />
      {/* One path for all of a kind: an element for each of a thousand would take long to lay out. */}
      {marks.map(({ name, path }) => (
        <path key={name} class={name} d={path} />
      ))}
      {here !== undefined && <rect class="current" x="0" y={stepOf(here)} width="14" height="3" />}
    </svg>
  );
}

const stepIn = (lines: number, line: number) => Math.min(STEPS - 1, Math.floor(((line - 1) / lines) * STEPS));

/** What is drawn of findings, by level, and of the present item. */
function marksIn(
  items: readonly DeskItem[],
  currentKey: string | undefined,
  lines: number,
): { name: string; path: string }[] {
  const byLevel = LEVELS.map((level) => ({ level, steps: new Set<number>() }));
  const current = new Set<number>();
  const note = (level: Level, line: number) => byLevel[LEVELS.indexOf(level)]?.steps.add(stepIn(lines, line));
  for (const { key, level: worst, issues, places } of items) {
    for (const { level, line } of issues) note(level, line);
    for (const { line } of places) {
      note(worst, line);
      if (key === currentKey) current.add(stepIn(lines, line));
    }
  }
  return [
    ...byLevel.map(({ level, steps }) => ({ name: `level-${level}`, path: bars(steps, 3, 8) })),
    { name: 'current', path: bars(current, 0, 4) },
  ];
}

/** Bars of two units of height. */
function bars(steps: ReadonlySet<number>, x: number, width: number): string {
  return [...steps].map((step) => `M${x} ${step}h${width}v2h-${width}z`).join('');
}
