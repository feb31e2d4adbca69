/** A minimal hub: a Durable Object that loops over its hibernating sockets. */
import { DurableObject } from 'cloudflare:workers';

export class BareHub extends DurableObject {
  async fetch() {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  /** @param {unknown[]} events */
  async publish(events) {
    for (const event of events) {
      const text = JSON.stringify(event);
      for (const socket of this.ctx.getWebSockets()) socket.send(text);
    }
  }
}

export default {
  /**
   * @param {Request} request
   * @param {{ HUB: DurableObjectNamespace<BareHub> }} env
   */
  async fetch(request, env) {
    const hub = env.HUB.getByName('hub');
    if (request.headers.get('Upgrade') === 'websocket') return hub.fetch(request);
    await hub.publish(await request.json());
    return new Response();
  },
};
