/**
 * Requests that are carried out once, however often they arrive. A client that loses an answer sends its request again with
 * the same `Idempotency-Key` and gets what the first one made.
 *
 * The key is written in the batch that makes the things, so there is no moment at which one exists without the other. The
 * answer is not stored: it is read again from what was made.
 *
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
import type { BatchItem } from 'drizzle-orm/batch';
import { IDEMPOTENCY_KEY_LIFETIME_MS } from '../shared/limits.ts';
import { insertRequest, readRequest, type KeptRequest } from '../store/idempotency-keys.ts';
import type { ServiceContext } from './context.ts';
import { Refusal } from './errors.ts';
import { hash } from './hash.ts';

/** How a request makes something, and how its answer is read again. */
export interface IdempotentRequest<T> {
  /** What is made, e.g. `validation`: part of the fingerprint, so a key can't be used for two kinds of things. */
  kind: string;
  /** Everything that was asked for, as JSON can hold it. Objects must always be built in the same order of keys. */
  asked: unknown;
  /**
   * Makes the things.
   *
   * @param claim - gives the statements to put into the batch that makes them, for the ids of what it makes
   */
  make: (claim: Claim) => Promise<T>;
  /** Answers again, from the ids of what was made. */
  again: (made: readonly string[]) => Promise<T>;
}

export type Claim = (made: readonly string[]) => BatchItem<'sqlite'>[];

/**
 * Carries out a request once.
 *
 * Without an `Idempotency-Key` it is carried out each time. With one, a request of the same principal with the same key is
 * answered from what the first one made.
 *
 * @throws {Refusal} `key-reused` when the key was sent with another request in the last 24 hours
 * @example
 * ```ts
 * return once(context, {
 *   kind: 'run',
 *   asked: request,
 *   make: async (claim) => { … await db.batch([insertRun(db, run), ...claim([run.id])]); return run; },
 *   again: ([id = '']) => getRun(context, id),
 * });
 * ```
 */
export async function once<T>(
  context: ServiceContext,
  { kind, asked, make, again }: IdempotentRequest<T>,
): Promise<T> {
  const { db, idempotencyKey: key, principal, now } = context;
  if (key === undefined) return make(() => []);
  const actor = principal.token_id ?? principal.actor;
  const request_sha256 = await hash(new TextEncoder().encode(JSON.stringify([kind, asked])));
  const find = () => {
    const since = new Date(now().getTime() - IDEMPOTENCY_KEY_LIFETIME_MS).toISOString();
    return readRequest(db, { actor, key, since });
  };
  const repeat = (earlier: KeptRequest) => {
    if (earlier.request_sha256 === request_sha256) return again(earlier.made);
    throw new Refusal('key-reused', 'This Idempotency-Key was sent with another request before.');
  };
  const earlier = await find();
  if (earlier) return repeat(earlier);
  const claim: Claim = (made) => [
    insertRequest(db, { actor, key, request_sha256, made, created_at: now().toISOString() }),
  ];
  try {
    return await make(claim);
  } catch (error) {
    // The same request may have been committed while this one was being worked out; its key aborted this batch.
    const committed = await find();
    if (committed) return repeat(committed);
    throw error;
  }
}
