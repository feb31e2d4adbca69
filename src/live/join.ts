/** Hands admitted sockets from the Worker to a hub. */
import { servedBuild } from './build.ts';
import { JOIN_HEADER, type JoinRequest } from './hub-connection.ts';
import { hubFor } from './hub-stub.ts';

/**
 * Hands a connection to its hub. The request to the hub is created here, so nothing that a client sends can reach the
 * hub as a {@link JoinRequest}.
 *
 * @returns the 101 response with the client's end of the socket
 * @throws when the hub cannot be reached, or cannot read the log
 */
export async function joinHub(env: Env, join: JoinRequest): Promise<Response> {
  const build = await servedBuild(env);
  return hubFor(env, join.connection.principal).fetch('https://hub/join', {
    headers: {
      Upgrade: 'websocket',
      [JOIN_HEADER]: JSON.stringify({ ...join, ...(build !== undefined && { build }) }),
    },
  });
}
