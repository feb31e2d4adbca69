/** A subscription to a {@link ScriptedService}, as a test sees it. */
import { afterEach, beforeEach, vi } from 'vitest';
import type { ConnectionState, SnapshotOptions, Subscription } from '../../src/client/options.ts';
import { subscribe } from '../../src/client/subscribe.ts';
import type { LiveEvent } from '../../src/shared/events.ts';
import type { ScriptedService } from './scripted-service.ts';

export interface Subscriber {
  subscription: Subscription;
  states: ConnectionState[];
  problems: string[];
  /** The events of the last snapshot, and every event since. */
  names: number[];
  /** Ids since the last snapshot. */
  ids: number[];
}
type Overrides = Partial<SnapshotOptions<{ position: number; names: number[] }>>;

/** Subscriptions of the present test; {@link useScriptedTime} closes them. */
export const running: Subscription[] = [];

/** Subscribes to a scripted service, and records what the subscriber is told. */
export function start(service: ScriptedService, overrides: Overrides = {}): Subscriber {
  const states: ConnectionState[] = [];
  const problems: string[] = [];
  const known: { names: number[]; ids: number[] } = { names: [], ids: [] };
  const subscription = subscribe<{ position: number; names: number[] }>({
    baseUrl: 'https://galley.test',
    topic: 'validation_updates',
    snapshot: () => service.snapshot(),
    onSnapshot: ({ position, names }) => {
      known.names = [...names];
      known.ids = [position];
    },
    onEvents: (events) => {
      known.names.push(...events.map((event) => (event as LiveEvent & { name: number }).name));
      known.ids.push(...events.map(({ id }) => id));
    },
    onState: (state) => states.push(state),
    onProblem: ({ code }) => problems.push(code),
    random: () => 0.5,
    WebSocket: service.WebSocket,
    ...overrides,
  });
  running.push(subscription);
  return {
    subscription,
    states,
    problems,
    get names() {
      return known.names;
    },
    get ids() {
      return known.ids;
    },
  };
}

/** Advances the clock, and lets everything that is due run. */
export const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
/** Longer than every wait of the client. */
export const LONG_MS = 60_000;

/** Registers hooks: each test has a clock of its own, and its subscriptions are closed after it. */
export function useScriptedTime(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    for (const subscription of running.splice(0)) subscription.close();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
}
