/** Draws series with uPlot. Loaded when the first plot is shown. */
import UPlot from 'uplot';

export interface Series {
  label: string;
  /** The name of a token, e.g. `--bad`. */
  color: string;
  /** null where there is none. */
  values: readonly (number | null)[];
}

const HEIGHT = 200;

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
  const make = () =>
    new UPlot(
      {
        width: Math.max(200, target.clientWidth),
        height: HEIGHT,
        // The first of a series is the axis of times.
        series: [
          { value: isDaily(times) ? '{YYYY}-{MM}-{DD}' : '{YYYY}-{MM}-{DD} {HH}:{mm}' },
          ...series.map(({ label, color }) => ({
            label,
            stroke: token(color),
            width: 2,
            points: { show: times.length < 2 },
          })),
        ],
        axes: [axis(), { ...axis(), size: 54 }],
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

const DAY_SECONDS = 86_400;

function isDaily(times: readonly number[]): boolean {
  return times.every((time) => time % DAY_SECONDS === 0);
}
