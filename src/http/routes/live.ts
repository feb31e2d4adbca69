/** Live connections: `GET /ws/:topic`. What is wrong with the request is told by the close code (see closedSocket). */
import { Hono } from 'hono';
import * as v from 'valibot';
import { mayListen } from '../../access/principal.ts';
import { joinHub } from '../../live/join.ts';
import { MAX_TOPICS_PER_CONNECTION } from '../../shared/limits.ts';
import { logError } from '../../log.ts';
import { CLOSE } from '../../shared/protocol.ts';
import { parseTopic } from '../../shared/topics.ts';
import type { AppEnvironment } from '../environment.ts';
import { ProblemError } from '../problem.ts';
import { closedSocket, encodingOf, isUpgrade } from '../socket.ts';

const afterSchema = v.pipe(v.string(), v.regex(/^\d{1,16}$/), v.transform(Number), v.safeInteger());

export const live = new Hono<AppEnvironment>().get('/:topic', async function listen(c) {
  const request = c.req.raw;
  if (!isUpgrade(request)) {
    throw new ProblemError('upgrade-required', 'This is a WebSocket: connect with an Upgrade.', {
      headers: { Upgrade: 'websocket', Connection: 'Upgrade' },
    });
  }
  const more = c.req.query('topics')?.split(',').filter(Boolean) ?? [];
  const topics = [...new Set([c.req.param('topic'), ...more])];
  if (topics.some((topic) => !parseTopic(topic)))
    return closedSocket(request, CLOSE.badTopic, 'there is no such topic');
  if (topics.length > MAX_TOPICS_PER_CONNECTION) {
    return closedSocket(request, CLOSE.badTopic, `at most ${MAX_TOPICS_PER_CONNECTION} topics a connection`);
  }
  const { principal } = c.get('services');
  const closed = topics.find((topic) => !mayListen(principal, topic));
  if (closed !== undefined)
    return closedSocket(request, CLOSE.notAllowed, `you may not listen to "${closed}"`);

  const after = c.req.query('after');
  const position = after === undefined ? undefined : v.safeParse(afterSchema, after);
  if (position?.success === false) return closedSocket(request, CLOSE.badRequest, 'after is not a position');

  const encoding = encodingOf(request);
  try {
    return await joinHub(c.env, {
      connection: { principal, topics, encoding, pingedAt: 0 },
      ...(position && { after: position.output }),
    });
  } catch (error) {
    logError('live', 'a connection could not be taken', error, { request: c.get('requestId') });
    return closedSocket(request, CLOSE.overloaded, 'the hub cannot take connections now; try again soon');
  }
});
