/** Live connections that a test opens, and that are closed after it. */
import { expect } from 'vitest';
import { listen, type Listener } from './listener.ts';
import { readLog } from './service.ts';

const opened: Listener[] = [];

/** Opens a connection that {@link closeListeners} closes. */
export async function open(...args: Parameters<typeof listen>): Promise<Listener> {
  const listener = await listen(...args);
  opened.push(listener);
  return listener;
}

/** Closes all connections; for `afterEach`. */
export function closeListeners(): void {
  for (const listener of opened.splice(0)) listener.close();
}

/** Expects every event of the log after a position, once and in order. */
export async function expectWholeLog(listener: Listener, after: number): Promise<void> {
  const log = await readLog(after);
  await listener.expectUpTo(log.at(-1)!.id);
  expect(listener.events()).toEqual(log);
}
