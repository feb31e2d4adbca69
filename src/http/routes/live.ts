/** Live connections: `GET /ws/:topic`. A refused one gets a close code that says why: see closedSocket. */
import { Hono } from 'hono';
import * as v from 'valibot';
import { joinHub } from '../../live/join.ts';
import { logError } from '../../log.ts';
import { liveQuerySchema } from '../../shared/api/events.ts';
import { CLOSE, CONFLATE_PROGRESS } from '../../shared/protocol.ts';
import { splitTopics } from '../../shared/topics.ts';
import type { AppEnvironment } from '../environment.ts';
import { ProblemError } from '../problem.ts';
import { closedSocket, encodingOf, isUpgrade } from '../socket.ts';
import { readTopics } from '../topics.ts';

export const live = new Hono<AppEnvironment>().get('/:topic', async function listen(c) {
  const request = c.req.raw;
  if (!isUpgrade(request)) {
    throw new ProblemError('upgrade-required', 'This is a WebSocket: connect with an Upgrade.', {
      headers: { Upgrade: 'websocket', Connection: 'Upgrade' },
    });
  }
  const { principal } = c.get('services');
  const wanted = readTopics(principal, c.req.param('topic'), splitTopics(c.req.queries('topics') ?? []));
  if ('refused' in wanted) {
    const code = wanted.refused === 'bad-topic' ? CLOSE.badTopic : CLOSE.notAllowed;
    return closedSocket(request, code, wanted.detail);
  }
  const repeated = Object.keys(liveQuerySchema.entries).find(
    (name) => (c.req.queries(name) ?? []).length > 1,
  );
  if (repeated !== undefined) {
    return closedSocket(request, CLOSE.badRequest, `${repeated}: is given more than once`);
  }
  const query = v.safeParse(liveQuerySchema, c.req.query());
  if (!query.success) {
    const [issue] = query.issues;
    return closedSocket(request, CLOSE.badRequest, `${v.getDotPath(issue) ?? ''}: ${issue.message}`);
  }
  const { after, at, conflate } = query.output;
  try {
    return await joinHub(c.env, {
      connection: {
        principal,
        topics: wanted.topics,
        encoding: encodingOf(request),
        conflate: conflate === CONFLATE_PROGRESS,
      },
      ...(after !== undefined && { after }),
      ...(at !== undefined && { at }),
    });
  } catch (error) {
    logError('live', 'a connection could not be taken', error, { request: c.get('requestId') });
    return closedSocket(request, CLOSE.overloaded, 'the hub cannot take connections now; try again soon');
  }
});
