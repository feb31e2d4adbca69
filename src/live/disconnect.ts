/** Closes the connections of revoked credentials. */
import { logError } from '../log.ts';
import { hubOf, shardsOf } from './hub-stub.ts';
import type { RevokedCredential } from './sockets.ts';

/**
 * Closes all connections of a revoked credential, on every hub. Never rejects: a failure is logged, and the connections
 * that remain end when their credential expires.
 */
export async function disconnect(env: Env, who: RevokedCredential): Promise<void> {
  try {
    await Promise.all(shardsOf(env).map((shard) => hubOf(env, shard).disconnect(who)));
  } catch (error) {
    logError('live', 'connections of a session that has ended could not be closed', error);
  }
}
