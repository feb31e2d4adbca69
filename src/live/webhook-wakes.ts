/** Which senders of webhooks the hub wakes for which events. It only saves time: each sender follows the log by itself. */
import type { LiveEvent } from '../shared/events.ts';

const KEY = 'webhooks';
/** Events that follow each other closely wake a sender once. */
const GATHER_MS = 100;

/** What the hub knows of a webhook. */
export interface FollowedWebhook {
  readonly id: string;
  readonly events: readonly string[];
  /** null: all families, and events without a family. */
  readonly families: readonly string[] | null;
}

/** Remembers webhooks, and wakes those that are concerned by events. */
export class WebhookWakes {
  readonly #state: Pick<DurableObjectState, 'storage' | 'waitUntil'>;
  readonly #wake: (id: string) => Promise<void>;
  #followed: readonly FollowedWebhook[] | undefined;
  readonly #due = new Set<string>();

  /** @param wake - never rejects: a sender that is not woken looks at the log within a minute */
  constructor(state: Pick<DurableObjectState, 'storage' | 'waitUntil'>, wake: (id: string) => Promise<void>) {
    this.#state = state;
    this.#wake = wake;
  }

  /** Replaces what is known. */
  follow(webhooks: readonly FollowedWebhook[]): void {
    this.#followed = webhooks;
    this.#state.storage.kv.put(KEY, webhooks);
  }

  /** Accepts events that were committed. Costs next to nothing while there are no webhooks. */
  offer(events: readonly LiveEvent[]): void {
    this.#followed ??= this.#state.storage.kv.get<FollowedWebhook[]>(KEY) ?? [];
    const isFirst = this.#due.size === 0;
    for (const webhook of this.#followed) {
      if (events.some((event) => concerns(webhook, event))) this.#due.add(webhook.id);
    }
    if (isFirst && this.#due.size > 0) this.#state.waitUntil(this.#wakeSoon());
  }

  async #wakeSoon(): Promise<void> {
    await scheduler.wait(GATHER_MS);
    const ids = [...this.#due];
    this.#due.clear();
    await Promise.all(ids.map((id) => this.#wake(id)));
  }
}

function concerns({ events, families }: FollowedWebhook, { type, family }: LiveEvent): boolean {
  if (!events.includes(type)) return false;
  return families === null || (family !== undefined && families.includes(family));
}
