/** From the Worker to a hub: a socket that was let through. */
import { JOIN_HEADER, type JoinRequest } from './hub-connection.ts';
import { hubFor } from './hub-stub.ts';

/**
 * Hands a connection to a hub.
 *
 * The request is made here and not passed on: nothing that a client sends reaches the hub as a {@link JoinRequest}.
 *
 * @returns the 101 answer with the client's end of the socket
 * @throws when the hub cannot be reached, or cannot read the log
 */
export async function joinHub(env: Env, join: JoinRequest): Promise<Response> {
  return hubFor(env, join.connection.principal).fetch('https://hub/join', {
    headers: { Upgrade: 'websocket', [JOIN_HEADER]: JSON.stringify(join) },
  });
}
