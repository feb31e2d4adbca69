/** Draws series with uPlot. Loaded when the first plot is shown. */
import UPlot from 'uplot';
import { grouped } from '../parts/grouped.ts';

export interface Series {
  label: string;
  /** The name of a token, e.g. `--bad`. */
  color: string;
  /** null where there is none. */
  values: readonly (number | null)[];
}

const HEIGHT = 200;
/** Lines differ by more than their colour: in gaps on the canvas, and in the border of the mark in the legend. */
const DASHES = [
  { line: [], mark: 'solid' },
  { line: [8, 4], mark: 'dashed' },
  { line: [2, 3], mark: 'dotted' },
] as const;
const dashOf = (index: number) => DASHES[index % DASHES.length] ?? DASHES[0];
/** Of a digit of the axis, and of what is around the number. */
const DIGIT_PX = 8;
const AROUND_NUMBER_PX = 20;
const DAY_SECONDS = 86_400;
/** Steps of an axis of counts: 1, 2, 5, 10 up to 5e9. */
const WHOLE_STEPS = Array.from({ length: 10 }, (_, power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
).flat();
const DAY = UPlot.fmtDate('{MM}-{DD}');
const YEAR = UPlot.fmtDate('{YYYY}');
const WHOLE_DAY = UPlot.fmtDate('{YYYY}-{MM}-{DD}');
const HOUR = UPlot.fmtDate('{HH}:{mm}');

/**
 * Draws a plot into an element, as wide as that is.
 *
 * @param times - in seconds since 1970
 * @returns a function that removes it
 */
export function drawPlot(
  target: HTMLElement,
  times: readonly number[],
  series: readonly Series[],
): () => void {
  const token = (name: string) => getComputedStyle(target).getPropertyValue(name).trim();
  const axis = () => ({
    stroke: token('--soft'),
    grid: { stroke: token('--rule'), width: 1 },
    ticks: { stroke: token('--rule'), width: 1 },
    font: '12px system-ui, sans-serif',
  });
  const isDaily = times.every((time) => time % DAY_SECONDS === 0);
  const isCounted = series.every(({ values }) =>
    values.every((one) => one === null || Number.isInteger(one)),
  );
  // Days are those of UTC wherever the reader is; times are the reader's.
  const dateOf = (time: number) =>
    isDaily ? UPlot.tzDate(new Date(time * 1_000), 'Etc/UTC') : new Date(time * 1_000);
  const moment = (time: number | undefined) => {
    if (time === undefined) return '';
    const date = dateOf(time);
    return isDaily ? WHOLE_DAY(date) : `${WHOLE_DAY(date)} ${HOUR(date)}`;
  };
  const make = () =>
    new UPlot(
      {
        tzDate: dateOf,
        width: Math.max(200, target.clientWidth),
        height: HEIGHT,
        // The legend has the newest values, unless a pointer is on others. The first of a series is the axis of times.
        series: [
          { value: (_self, time, _index, at) => moment(at === null ? times.at(-1) : time) },
          ...series.map(({ label, color, values }, index) => ({
            label,
            stroke: token(color),
            width: 2,
            dash: [...dashOf(index).line],
            points: { show: times.length < 2 },
            value: (_self: UPlot, value: number | null, _index: number, at: number | null) => {
              const shown = at === null ? (values.at(-1) ?? null) : value;
              return shown === null ? 'none' : grouped(shown);
            },
          })),
        ],
        legend: { markers: { dash: (_self, index) => dashOf(index - 1).mark } },
        axes: [
          { ...axis(), values: (_self, splits, _index, _space, step) => labelTimes(splits, step, dateOf) },
          {
            ...axis(),
            values: (_self, splits) => splits.map(grouped),
            // Nothing is counted in quarters.
            ...(isCounted && { incrs: WHOLE_STEPS }),
            size: (_self, labels: readonly string[] | null) =>
              AROUND_NUMBER_PX + DIGIT_PX * Math.max(2, ...(labels ?? []).map(({ length }) => length)),
          },
        ],
        scales: { y: { range: (_self, _min, max) => [0, Math.max(1, (max ?? 0) * 1.08)] } },
        cursor: { y: false },
      },
      [[...times], ...series.map(({ values }) => [...values])],
      target,
    );
  let plot = make();
  const again = () => {
    plot.destroy();
    plot = make();
  };
  const resized = new ResizeObserver(() =>
    plot.setSize({ width: Math.max(200, target.clientWidth), height: HEIGHT }),
  );
  resized.observe(target);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', again);
  return () => {
    resized.disconnect();
    dark.removeEventListener('change', again);
    plot.destroy();
  };
}

/** Labels of the axis of times. What is above them, the day or the year, stands below the first and where it changes. */
function labelTimes(times: readonly number[], step: number, dateOf: (time: number) => Date): string[] {
  const [near, far] = step < DAY_SECONDS ? [HOUR, WHOLE_DAY] : [DAY, YEAR];
  let last = '';
  return times.map((time) => {
    const date = dateOf(time);
    const above = far(date);
    const label = above === last ? near(date) : `${near(date)}\n${above}`;
    last = above;
    return label;
  });
}
