/** partyserver with hibernation. Broadcasts every POST. */
import { routePartykitRequest, Server } from 'partyserver';

export class Party extends Server {
  static options = { hibernate: true };

  /** @param {Request} request */
  async onRequest(request) {
    for (const event of await request.json()) this.broadcast(JSON.stringify(event));
    return new Response();
  }
}

export default {
  /**
   * @param {Request} request
   * @param {Record<string, unknown>} env
   */
  async fetch(request, env) {
    return (await routePartykitRequest(request, env)) ?? new Response('not found', { status: 404 });
  },
};
