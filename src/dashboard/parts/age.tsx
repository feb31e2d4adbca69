import { signal } from '@preact/signals';
import { describeAge, describeMoment } from './moments.ts';

/** One clock for all ages on the page. */
const now = signal(Date.now());
setInterval(() => {
  now.value = Date.now();
}, 10_000);

export function Age({ of }: { of: string }) {
  // The timestamp may be later than the last tick of the clock.
  const age = describeAge(of, Math.max(now.value, Date.parse(of)));
  return (
    <time class="age" dateTime={of} title={describeMoment(of)}>
      {age}
    </time>
  );
}
