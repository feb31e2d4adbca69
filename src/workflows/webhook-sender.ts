/**
 * The sender of a webhook: a Durable Object that follows the log on behalf of one receiver. It stores the key of the
 * signatures, which is nowhere else, and no other state: how far it is stands in the database. So it may end at any time, and
 * its alarm goes on from there.
 */
import { DurableObject } from 'cloudflare:workers';
import { logError } from '../log.ts';
import { sendDue } from '../services/webhooks/send-due.ts';
import type { SenderContext } from '../services/webhooks/sender-context.ts';
import { WEBHOOK_CHECK_INTERVAL_MS } from '../shared/limits.ts';
import { newWebhookSecret } from '../webhooks/signature.ts';

const ID_KEY = 'id';
const SECRET_KEY = 'secret';
/** How long it waits when the database cannot be reached. */
const AFTER_FAULT_MS = 10_000;

/** What a sender works with, beside what it stores. */
export type SenderServices = Omit<SenderContext, 'secret'>;

export abstract class Sender extends DurableObject<Env> {
  /** How often it was woken since it was last loaded. */
  #wakes = 0;

  /** What it works with. */
  protected abstract services(): SenderServices;

  /** Makes the key of a webhook that is about to be stored. If it is not, the first alarm forgets the key. */
  async begin(id: string): Promise<string> {
    const secret = newWebhookSecret();
    const { kv } = this.ctx.storage;
    kv.put(ID_KEY, id);
    kv.put(SECRET_KEY, secret);
    await this.#scheduleWithin(WEBHOOK_CHECK_INTERVAL_MS);
    return secret;
  }

  /** Looks for something to send, soon. */
  async wake(id: string): Promise<void> {
    this.#wakes += 1;
    this.ctx.storage.kv.put(ID_KEY, id);
    await this.#scheduleWithin(0);
  }

  /** Forgets everything. */
  async end(): Promise<void> {
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  override async alarm(): Promise<void> {
    const { kv } = this.ctx.storage;
    const id = kv.get<string>(ID_KEY);
    if (id === undefined) return;
    // Should this end in the middle, it is looked at again.
    await this.#scheduleWithin(WEBHOOK_CHECK_INTERVAL_MS);
    const wakes = this.#wakes;
    const next = await this.#send(id, kv.get<string>(SECRET_KEY));
    if (typeof next === 'number') await this.#scheduleWithin(next);
    else if (next === 'gone') await this.end();
    // A webhook that was resumed meanwhile has woken it.
    else if (wakes === this.#wakes) await this.ctx.storage.deleteAlarm();
  }

  /** Errors are not rethrown: the platform gives an alarm up after a few failures. */
  async #send(id: string, secret: string | undefined): Promise<Awaited<ReturnType<typeof sendDue>>> {
    try {
      return await sendDue({ ...this.services(), secret }, id);
    } catch (error) {
      logError('workflows', 'a webhook could not go on', error, { webhook: id });
      return AFTER_FAULT_MS;
    }
  }

  async #scheduleWithin(ms: number): Promise<void> {
    const { storage } = this.ctx;
    const at = Date.now() + ms;
    const set = await storage.getAlarm();
    if (set === null || set > at) await storage.setAlarm(at);
  }
}
