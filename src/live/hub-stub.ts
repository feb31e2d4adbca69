/**
 * Addresses the hubs. Each hub holds a part of the sockets and follows the whole log; hubs do not know of each other.
 */
import { isLocal, type Principal } from '../access/principal.ts';
import { logError } from '../log.ts';
import { MAX_LIVE_SHARDS } from '../shared/limits.ts';
import type { HubFigures } from '../shared/api/monitoring.ts';
import type { Hub } from './hub.ts';
import { shardFor } from './shard.ts';

/** Returns a new stub of a hub. Stubs are not reused: one that has thrown may stay broken. */
export function hubOf(env: Env, shard = 0): DurableObjectStub<Hub> {
  return env.LIVE_HUB.getByName(`hub-${shard}`);
}

/**
 * Returns the numbers of all hubs, from 0. Their count is `LIVE_SHARDS`, or 1 if that is not a number from 1 to {@link
 * MAX_LIVE_SHARDS}.
 */
export function shardsOf({ LIVE_SHARDS }: Pick<Env, 'LIVE_SHARDS'>): number[] {
  const count = /^\d{1,3}$/.test(LIVE_SHARDS) ? Number(LIVE_SHARDS) : 1;
  return Array.from({ length: count >= 1 && count <= MAX_LIVE_SHARDS ? count : 1 }, (_, shard) => shard);
}

/** Chooses the hub for a connection. All connections of a principal go to the same hub, so that it can count them. */
export function hubFor(env: Env, principal: Principal): DurableObjectStub<Hub> {
  const { length } = shardsOf(env);
  return hubOf(env, isLocal(principal) ? Math.floor(Math.random() * length) : shardFor(principal, length));
}

/** Returns the figures of every hub. @throws when one of them cannot be reached */
export async function hubStatuses(env: Env): Promise<HubFigures[]> {
  return Promise.all(shardsOf(env).map((shard) => hubOf(env, shard).status()));
}

/**
 * Makes every hub write down what it has counted.
 *
 * @returns the figures of each hub; null for one that does not answer
 */
export async function saveHubFigures(env: Env): Promise<(HubFigures | null)[]> {
  return Promise.all(
    shardsOf(env).map(async (shard) => {
      try {
        return await hubOf(env, shard).saveFigures();
      } catch (error) {
        logError('live', 'a hub does not answer', error);
        return null;
      }
    }),
  );
}
