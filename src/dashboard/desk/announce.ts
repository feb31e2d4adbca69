/** What the desk tells those who hear it: the newest only, and at most once in {@link SILENCE_MS}. */
import { signal } from '@preact/signals';

const SILENCE_MS = 5_000;

export const announcement = signal('');
let waiting: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

export function announce(text: string): void {
  if (timer !== undefined) {
    waiting = text;
    return;
  }
  announcement.value = text;
  timer = setTimeout(() => {
    timer = undefined;
    const next = waiting;
    waiting = undefined;
    if (next !== undefined) announce(next);
  }, SILENCE_MS);
}
