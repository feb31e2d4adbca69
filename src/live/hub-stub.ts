/** The hubs: each holds a part of the sockets, all of them follow the whole log, and none knows of another. */
import { isLocal, type Principal } from '../access/principal.ts';
import { MAX_LIVE_SHARDS } from '../shared/limits.ts';
import type { HubFigures } from '../shared/api/monitoring.ts';
import type { Hub } from './hub.ts';
import { shardFor } from './shard.ts';

/** A fresh stub of a hub: one that has thrown may stay broken. */
export function hubOf(env: Env, shard = 0): DurableObjectStub<Hub> {
  return env.LIVE_HUB.getByName(`hub-${shard}`);
}

/** How many hubs there are: `LIVE_SHARDS`, or one where that is no number from 1 to {@link MAX_LIVE_SHARDS}. */
export function shardsOf({ LIVE_SHARDS }: Pick<Env, 'LIVE_SHARDS'>): number[] {
  const count = /^\d{1,3}$/.test(LIVE_SHARDS) ? Number(LIVE_SHARDS) : 1;
  return Array.from({ length: count >= 1 && count <= MAX_LIVE_SHARDS ? count : 1 }, (_, shard) => shard);
}

/** The hub that takes a connection. Those of a principal are together, so that one hub can count them. */
export function hubFor(env: Env, principal: Principal): DurableObjectStub<Hub> {
  const { length } = shardsOf(env);
  return hubOf(env, isLocal(principal) ? Math.floor(Math.random() * length) : shardFor(principal, length));
}

/** Where the hubs are. @throws when one of them cannot be reached */
export async function hubStatuses(env: Env): Promise<HubFigures[]> {
  return Promise.all(shardsOf(env).map((shard) => hubOf(env, shard).status()));
}
