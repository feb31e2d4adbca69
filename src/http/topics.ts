/** The topics that a connection asks for. Pure. */
import { mayListen, type Principal } from '../access/principal.ts';
import { MAX_TOPICS_PER_CONNECTION } from '../shared/limits.ts';
import { parseTopic } from '../shared/topics.ts';

export type Topics = { topics: string[] } | { refused: 'bad-topic' | 'not-allowed'; detail: string };

/**
 * Parses topics, and checks that the principal may listen to them.
 *
 * @param first - the topic of the connection
 * @param more - further topics
 */
export function readTopics(principal: Principal, first: string, more: readonly string[]): Topics {
  const topics = [...new Set([first, ...more])];
  if (topics.some((topic) => !parseTopic(topic))) {
    return { refused: 'bad-topic', detail: 'there is no such topic' };
  }
  if (topics.length > MAX_TOPICS_PER_CONNECTION) {
    return { refused: 'bad-topic', detail: `at most ${MAX_TOPICS_PER_CONNECTION} topics a connection` };
  }
  const closed = topics.find((topic) => !mayListen(principal, topic));
  return closed === undefined
    ? { topics }
    : { refused: 'not-allowed', detail: `you may not listen to "${closed}"` };
}
