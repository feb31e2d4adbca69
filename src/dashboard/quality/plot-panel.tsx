import { useEffect, useRef, useState } from 'preact/hooks';
import { LoadProblem } from '../parts/load-problem.tsx';
import type { Series } from './plot.ts';

interface Props {
  title: string;
  /** The times of the values, ISO 8601: days such as `2026-11-23`, or more exact. */
  days: readonly string[];
  series: readonly Series[];
}

/** A plot in a panel, with the same in words for those who do not see it. */
export function PlotPanel({ title, days, series }: Props) {
  const target = useRef<HTMLDivElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let remove: (() => void) | undefined;
    let isWanted = true;
    const draw = async () => {
      try {
        const { drawPlot } = await import('./plot.ts');
        if (!isWanted || !target.current) return;
        remove = drawPlot(
          target.current,
          days.map((day) => Date.parse(day) / 1_000),
          series,
        );
        setProblem(null);
      } catch (error) {
        if (isWanted) setProblem(error instanceof Error ? error.message : String(error));
      }
    };
    void draw();
    return () => {
      isWanted = false;
      remove?.();
    };
  }, [JSON.stringify([days, series]), attempt]);
  const said = series
    .map(({ label, values }) => `${label}: ${values[0] ?? 0} at first, ${values.at(-1) ?? 0} now`)
    .join('; ');
  return (
    <figure class="panel plot" aria-label={`${title}. ${said}.`}>
      <figcaption>
        <h2>{title}</h2>
      </figcaption>
      {problem !== null && (
        <LoadProblem what="The plot" problem={problem} retry={() => setAttempt(attempt + 1)} />
      )}
      <div class="plot-area" ref={target} aria-hidden="true" />
    </figure>
  );
}
