import { useEffect, useRef, useState } from 'preact/hooks';
import type { Counters as Figures } from './home-model.ts';

const COUNTERS: readonly { key: keyof Figures; label: string }[] = [
  { key: 'validations', label: 'Validations' },
  { key: 'pass', label: 'Passed' },
  { key: 'warning', label: 'With warnings' },
  { key: 'fail', label: 'Failed' },
  { key: 'pending', label: 'Pending recommendations' },
];

export function CounterBar({ counters }: { counters: Figures | undefined }) {
  return (
    <section aria-label="Counters">
      <dl class="counters">
        {COUNTERS.map(({ key, label }) => (
          <div key={key} class={`counter ${key}`}>
            <dt>{label}</dt>
            <dd data-testid={`counter-${key}`}>
              {counters ? <Figure value={counters[key]} /> : <span class="skeleton">–</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const ANIMATION_MS = 450;

/** A number that counts up to its new value, unless reduced motion is preferred. */
function Figure({ value }: { value: number }) {
  const [shown, setShown] = useState(value);
  const from = useRef(value);
  useEffect(() => {
    const start = from.current;
    from.current = value;
    if (start === value) return undefined;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches || document.hidden) {
      setShown(value);
      return undefined;
    }
    const began = performance.now();
    let frame = requestAnimationFrame(function step(now) {
      const progress = Math.min(1, (now - began) / ANIMATION_MS);
      setShown(Math.round(start + (value - start) * (1 - (1 - progress) ** 3)));
      if (progress < 1) frame = requestAnimationFrame(step);
    });
    return () => {
      cancelAnimationFrame(frame);
      setShown(value);
    };
  }, [value]);
  return (
    <span key={value} class="figure">
      {shown.toLocaleString('en')}
    </span>
  );
}
