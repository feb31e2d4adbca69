/** The event log, under /api/events: in pages, and live as server-sent events. */
import { Hono } from 'hono';
import { joinHub } from '../../live/join.ts';
import { streamOf } from '../../live/sse.ts';
import { logError } from '../../log.ts';
import { getEvents } from '../../services/events/read-events.ts';
import { eventListQuerySchema, eventStreamQuerySchema } from '../../shared/api/events.ts';
import { CONFLATE_PROGRESS, FRAMED_PROTOCOL } from '../../shared/protocol.ts';
import { parseInput, readQuery } from '../body.ts';
import { splitTopics } from '../../shared/topics.ts';
import type { AppEnvironment } from '../environment.ts';
import { ProblemError } from '../problem.ts';
import { readTopics } from '../topics.ts';

export const events = new Hono<AppEnvironment>()
  .get('/', async function listEvents(c) {
    const query = parseInput(eventListQuerySchema, readQuery(c));
    return c.json(await getEvents(c.get('services'), query));
  })
  .get('/stream', async function streamEvents(c) {
    // A reconnecting reader sends its position in a header; its URL still has the first one.
    const lastEventId = c.req.header('Last-Event-ID');
    const { topic, topics, conflate, after } = parseInput(eventStreamQuerySchema, {
      ...readQuery(c, { lists: ['topics'] }),
      ...(lastEventId !== undefined && { after: lastEventId }),
    });
    const { principal } = c.get('services');
    const wanted = readTopics(principal, topic, splitTopics([topics ?? '']));
    if ('refused' in wanted) {
      const { refused, detail } = wanted;
      if (refused === 'not-allowed') throw new ProblemError('forbidden', `${detail}.`);
      throw new ProblemError('invalid', `topic: ${detail}.`, {
        errors: [{ path: 'topic', message: detail }],
      });
    }
    const socket = await connect(() =>
      joinHub(c.env, {
        connection: {
          principal,
          topics: wanted.topics,
          encoding: FRAMED_PROTOCOL,
          conflate: conflate === CONFLATE_PROGRESS,
        },
        ...(after !== undefined && { after }),
      }),
    );
    return c.body(streamOf(socket), 200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // Keeps proxies from buffering events.
      'X-Accel-Buffering': 'no',
    });
  });

/**
 * Opens the connection to the hub.
 *
 * @throws {ProblemError} `unavailable`
 */
async function connect(join: () => Promise<Response>): Promise<WebSocket> {
  try {
    const { webSocket, status } = await join();
    if (webSocket) return webSocket;
    throw new Error(`the hub answered ${status}, and no socket`);
  } catch (error) {
    logError('live', 'an event stream could not be opened', error);
    throw new ProblemError('unavailable', 'The hub cannot take connections now; try again soon.', {
      headers: { 'Retry-After': '2' },
    });
  }
}
