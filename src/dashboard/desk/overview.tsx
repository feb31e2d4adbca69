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
  const stepOf = (line: number) => Math.min(STEPS - 1, Math.floor(((line - 1) / lines) * STEPS));
  const drawn = LEVELS.map((level) => ({ name: `level-${level}`, steps: new Set<number>() }));
  const current = new Set<number>();
  for (const { key, level: worst, issues, places } of items) {
    for (const { level, line } of issues) drawn[LEVELS.indexOf(level)]?.steps.add(stepOf(line));
    for (const { line } of places) {
      drawn[LEVELS.indexOf(worst)]?.steps.add(stepOf(line));
      if (key === currentKey) current.add(stepOf(line));
    }
  }
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
      {drawn.map(({ name, steps }) =>
        [...steps].map((step) => (
          <rect key={`${name}${step}`} class={name} x="3" y={step} width="8" height="2" />
        )),
      )}
      {[...current].map((step) => (
        <rect key={step} class="current" x="0" y={step} width="4" height="2" />
      ))}
      {here !== undefined && <rect class="current" x="0" y={stepOf(here)} width="14" height="3" />}
    </svg>
  );
}
