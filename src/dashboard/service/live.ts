/** The page's one live subscription. Its state and data are signals. */
import { computed, signal } from '@preact/signals';
import { ApiError, subscribe, type ConnectionState, type Subscription } from '../../client/index.ts';
import type { LiveEvent } from '../../shared/events.ts';
import { ALL_TOPIC } from '../../shared/topics.ts';
import { api, BASE_URL } from './api.ts';
import { applyEvents, loadHome, type Home } from '../home/home-model.ts';
import { clearRunNews, recordRunEvents } from '../runs/run-news.ts';
import { toast, toastEvents } from '../frame/toasts.ts';
import { isAsNewAs } from './as-new.ts';
import { FrameBatch } from './frame-batch.ts';
import { session } from './session.ts';

export interface ConnectionInfo {
  state: ConnectionState;
  reason?: string;
  /** Time of the next attempt, in ms since 1970. */
  retryAt?: number;
}

export const connection = signal<ConnectionInfo>({ state: 'connecting' });
export const home = signal<Home | null>(null);
/** Why the snapshot of the home page could not be loaded; null when it was. */
export const snapshotProblem = signal<string | null>(null);
/** The events of the last frame that was drawn. A page that shows one document or run loads it again when an event concerns it. */
export const latestEvents = signal<readonly LiveEvent[]>([]);
/** Incremented when anything may have changed. Whatever a page has loaded is then loaded again. */
export const reloadCount = signal(0);
export const isLive = computed(() => connection.value.state === 'live');
/** Whether the service has another dashboard by now than the one that this page is. */
export const isOutdated = signal(false);
/** The id of the event up to which what was missed is still coming; null once it is here. */
export const behindUntil = signal<number | null>(null);
/** How long what was missed may pause before the rest is taken for what one may not see. */
const CATCH_UP_PAUSE_MS = 1_500;
/** A service that is silent is noticed within 10 seconds: these together. */
const PING_INTERVAL_MS = 4_000;
const PONG_TIMEOUT_MS = 5_500;
let catchUpTimer: ReturnType<typeof setTimeout> | undefined;

/** Notes that the events up to a position are still to come, or that one of them has come. */
function catchUp(head: number | null, position: number): void {
  clearTimeout(catchUpTimer);
  behindUntil.value = head !== null && position < head ? head : null;
  // The last events of the log may be for others: nothing says that they will not come.
  if (behindUntil.value !== null)
    catchUpTimer = setTimeout(() => (behindUntil.value = null), CATCH_UP_PAUSE_MS);
}

/** A frame of the page shows all that has arrived since the one before: a burst is drawn as often as the screen is. */
const arrived = new FrameBatch<LiveEvent>((events) => {
  if (home.value) home.value = applyEvents(home.value, events);
  recordRunEvents(events);
  latestEvents.value = events;
  if (behindUntil.peek() !== null) catchUp(behindUntil.peek(), events.at(-1)?.id ?? 0);
  toastEvents(events, session.peek()?.actor);
});
let subscription: Subscription | undefined;
let wasLive = false;
let lost = false;

/** Makes the current page load its data again. */
export function reload(): void {
  reloadCount.value += 1;
}

/** Closes the connection and clears the data that it brought. */
export function stopLive(): void {
  subscription?.close();
  subscription = undefined;
  arrived.clear();
  home.value = null;
  snapshotProblem.value = null;
  latestEvents.value = [];
  clearRunNews();
  wasLive = false;
  lost = false;
}

export function startLive(): void {
  if (subscription) return;
  connection.value = { state: 'connecting' };
  subscription = subscribe<Home>({
    baseUrl: BASE_URL,
    topic: ALL_TOPIC,
    conflate: 'progress',
    pingIntervalMs: PING_INTERVAL_MS,
    pongTimeoutMs: PONG_TIMEOUT_MS,
    snapshot: () => loadHome(api),
    onSnapshot: (snapshot) => {
      // What came before the snapshot is a part of it, and must not be applied to it.
      arrived.flush();
      home.value = snapshot;
      snapshotProblem.value = null;
      // At the start, pages were loaded a moment ago: again only if something has happened since.
      if (wasLive || !isAsNewAs(snapshot.position)) reload();
    },
    onEvents: (events) => arrived.add(events),
    onState: (state, { reason, retryInMs }) => {
      connection.value = {
        state,
        ...(reason !== undefined && { reason }),
        ...(retryInMs !== undefined && { retryAt: Date.now() + retryInMs }),
      };
      // Closed without a retry, which may mean that the session has ended. A 401 to this request shows the sign-in.
      if (state === 'disconnected' && retryInMs === undefined && subscription) void loadSessionAgain();
      if (state === 'disconnected' && wasLive && !lost) {
        lost = true;
        toast({ text: 'Connection lost. Reconnecting…', tone: 'error' });
      }
    },
    onConnecting: (url) => console.info(`Connecting to WebSocket: ${url}`),
    onConnected: ({ position, head, build }) => {
      const own = document.querySelector<HTMLMetaElement>('meta[name=build]')?.content;
      isOutdated.value = build !== undefined && build !== own;
      console.info('WebSocket connected successfully');
      toast({
        text: lost
          ? `Reconnected to live updates${describeMissed(head - position)}`
          : 'Connected to live updates',
        tone: 'good',
      });
      catchUp(head, position);
      // Loads that failed in the meantime are repeated.
      if (lost) reload();
      wasLive = true;
      lost = false;
    },
    onProblem: ({ code, message }) => {
      console.warn(`Live updates: ${code}: ${message}`);
      if (code === 'snapshot') snapshotProblem.value = message;
    },
  });
}

/** Its failure needs no handling: a 401 has shown the sign-in, and the badge says that the page is disconnected. */
async function loadSessionAgain(): Promise<void> {
  try {
    await api.session();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    console.warn(`Live updates: ${error.message}`);
  }
}

function describeMissed(count: number): string {
  // Negative when the database was restored to an earlier state.
  if (count <= 0) return '';
  return count === 1 ? ' · 1 update while you were away' : ` · ${count} updates while you were away`;
}

export function reconnectNow(): void {
  subscription?.reconnectNow();
}
