/** Whether what pages have loaded is as new as the snapshot that the live updates go on from. */

let running = 0;
let oldest = Infinity;

/** Loads something, and notes the position that it has. */
export async function noted<T>(load: () => Promise<T>): Promise<T> {
  running += 1;
  try {
    const value = await load();
    if (hasPosition(value)) oldest = Math.min(oldest, value.position);
    return value;
  } finally {
    running -= 1;
  }
}

/** Whether all that pages have loaded includes the events up to a position, and nothing is loading. */
export const isAsNewAs = (position: number): boolean => running === 0 && oldest >= position;

function hasPosition(value: unknown): value is { position: number } {
  return (
    typeof value === 'object' && value !== null && 'position' in value && typeof value.position === 'number'
  );
}
