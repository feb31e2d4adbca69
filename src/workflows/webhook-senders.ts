/** Addresses the senders of webhooks. */
import { hubOf } from '../live/hub-stub.ts';
import type { WebhookSenders } from '../services/context.ts';
import type { Sender } from './webhook-sender.ts';

/** Returns a new stub of a sender. Stubs are not reused: one that has thrown may stay broken. */
export function senderOf(env: Env, id: string): DurableObjectStub<Sender> {
  return env.WEBHOOK_SENDERS.getByName(id);
}

/**
 * @returns senders whose methods throw what the platform throws when an object cannot be reached. Of the hubs, which all
 *   follow the whole log, the first one wakes them
 */
export function sendersOf(env: Env): WebhookSenders {
  return {
    begin: (id) => senderOf(env, id).begin(id),
    wake: (id) => senderOf(env, id).wake(id),
    end: (id) => senderOf(env, id).end(),
    follow: (webhooks) => hubOf(env).followWebhooks(webhooks),
  };
}
