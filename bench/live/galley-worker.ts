/** Galley's hub without the rest of Galley: no access check, no validation. */
import type { Principal } from '../../src/access/principal.ts';
import { Hub } from '../../src/live/hub.ts';
import { hubOf } from '../../src/live/hub-stub.ts';
import { joinHub } from '../../src/live/join.ts';
import type { LiveEvent } from '../../src/shared/events.ts';
import { FRAMED_PROTOCOL } from '../../src/shared/protocol.ts';

const LOCAL: Principal = { actor: 'local', role: 'admin', families: null };
const INSERT = `INSERT INTO events (type, timestamp, actor, validation_id, family, payload)
  SELECT value ->> 'type', value ->> 'timestamp', value ->> 'actor', value ->> 'validation_id', value ->> 'family', value
  FROM json_each(?1) RETURNING id`;

export class BenchHub extends Hub {
  protected override async authenticate(): Promise<null> {
    return null;
  }

  protected override async runMaintenance(): Promise<null> {
    return null;
  }

  protected override async wakeWebhook(): Promise<void> {}
}

export default {
  async fetch(request, env): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    if (request.headers.get('Upgrade') === 'websocket') {
      const protocol = request.headers.get('Sec-WebSocket-Protocol');
      const encoding = protocol === FRAMED_PROTOCOL ? FRAMED_PROTOCOL : 'flat';
      const after = searchParams.get('after');
      return joinHub(env, {
        connection: {
          principal: LOCAL,
          topics: ['validation_updates'],
          encoding,
          conflate: false,
        },
        ...(after !== null && { after: Number(after) }),
      });
    }
    if (pathname === '/status') return Response.json(await hubOf(env).status());
    const events = await request.json<LiveEvent[]>();
    // Commits to the log first, as the service does, or uses the hub alone, like the alternatives.
    if (pathname === '/commit') {
      const { results } = await env.DB.prepare(INSERT).bind(JSON.stringify(events)).all<{ id: number }>();
      for (const [index, { id }] of results.entries()) Object.assign(events[index] ?? {}, { id });
    }
    await hubOf(env).notify(events);
    return new Response();
  },
} satisfies ExportedHandler<Env>;
