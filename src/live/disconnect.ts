/** Ends connections whose credential has ended, before anyone else would notice. */
import { logError } from '../log.ts';
import { hubOf, shardsOf } from './hub-stub.ts';
import type { RevokedCredential } from './sockets.ts';

/** Never rejects: connections that are left over end with their credential's own end. */
export async function disconnect(env: Env, who: RevokedCredential): Promise<void> {
  try {
    await Promise.all(shardsOf(env).map((shard) => hubOf(env, shard).disconnect(who)));
  } catch (error) {
    logError('live', 'connections of a session that has ended could not be closed', error);
  }
}
