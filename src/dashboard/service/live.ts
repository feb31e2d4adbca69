/** The page's one subscription: what it knows, as signals. */
import { computed, signal } from '@preact/signals';
import { subscribe, type ConnectionState, type Subscription } from '../../client/index.ts';
import type { LiveEvent } from '../../shared/events.ts';
import { ALL_TOPIC } from '../../shared/topics.ts';
import { api, BASE_URL } from './api.ts';
import { applyEvents, loadHome, type Home } from '../home/home-model.ts';
import { forgetTold, tellRuns } from '../runs/run-news.ts';
import { toast, toastEvents } from '../frame/toasts.ts';

export interface ConnectionInfo {
  state: ConnectionState;
  reason?: string;
  /** When the next attempt is made, ms since 1970. */
  retryAt?: number;
}

export const connection = signal<ConnectionInfo>({ state: 'connecting' });
export const home = signal<Home | null>(null);
/** The latest events, for pages that show one thing: what they show may have changed. */
export const latest = signal<readonly LiveEvent[]>([]);
/** Grows when anything may have changed: pages that show one thing load it anew. */
export const reloads = signal(0);
export const isLive = computed(() => connection.value.state === 'live');

let subscription: Subscription | undefined;
let wasLive = false;
let lost = false;

/** Loads anew what a page shows of one thing or of a list. */
export function reload(): void {
  reloads.value += 1;
}

/** Ends the connection, and forgets what it has brought. */
export function stopLive(): void {
  subscription?.close();
  subscription = undefined;
  home.value = null;
  latest.value = [];
  forgetTold();
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
    snapshot: () => loadHome(api),
    onSnapshot: (snapshot) => {
      home.value = snapshot;
      reload();
    },
    onEvents: (events) => {
      if (home.value) home.value = applyEvents(home.value, events);
      tellRuns(events);
      latest.value = events;
      toastEvents(events);
    },
    onState: (state, { reason, retryInMs }) => {
      connection.value = {
        state,
        ...(reason !== undefined && { reason }),
        ...(retryInMs !== undefined && { retryAt: Date.now() + retryInMs }),
      };
      // Sent away for good: perhaps because nobody is signed in any more. The answer to that leads to the sign-in.
      if (state === 'disconnected' && retryInMs === undefined && subscription)
        void api.session().catch(() => undefined);
      if (state === 'disconnected' && wasLive && !lost) {
        lost = true;
        toast({ text: 'Connection lost. Reconnecting…', tone: 'error' });
      }
    },
    onConnecting: (url) => console.info(`Connecting to WebSocket: ${url}`),
    onConnected: ({ position, head }) => {
      console.info('WebSocket connected successfully');
      toast({
        text: lost
          ? `Reconnected to live updates${describeMissed(head - position)}`
          : 'Connected to live updates',
        tone: 'good',
      });
      wasLive = true;
      lost = false;
    },
    onProblem: ({ code, message }) => console.warn(`Live updates: ${code}: ${message}`),
  });
}

function describeMissed(count: number): string {
  // Below 0 when the log was restored to an earlier time.
  if (count <= 0) return '';
  return count === 1 ? ' · 1 update while you were away' : ` · ${count} updates while you were away`;
}

export function reconnectNow(): void {
  subscription?.reconnectNow();
}
