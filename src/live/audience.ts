/** An audience: the connections that hear exactly the same, so that an event is matched and serialised once for all. */
import { maySeeEvent, visibilityKey, type Principal } from '../access/principal.ts';
import type { LiveEvent } from '../shared/events.ts';
import type { Encoding } from '../shared/protocol.ts';
import { matchesTopics, parseTopic, type TopicFilter } from '../shared/topics.ts';
import type { Connection } from './connection.ts';

export interface Audience {
  readonly principal: Principal;
  readonly topics: readonly TopicFilter[];
  readonly encoding: Encoding;
  readonly sockets: Set<WebSocket>;
  /** Matched, and not sent yet; ascending. */
  queue: LiveEvent[];
  /** Id of the last event that this audience was or would have been sent; undefined when not known since the wake. */
  last: number | undefined;
}

/** Connections with equal keys are one audience. */
export function audienceKey(connection: Connection): string {
  const topics = [...new Set(connection.topics)].toSorted().join(' ');
  return `${connection.encoding} ${visibilityKey(connection.principal)} ${topics}`;
}

export function makeAudience(connection: Connection): Audience {
  return {
    principal: connection.principal,
    topics: connection.topics.flatMap((topic) => parseTopic(topic) ?? []),
    encoding: connection.encoding,
    sockets: new Set(),
    queue: [],
    last: undefined,
  };
}

/** Whether the audience hears of this event. */
export function hears(audience: Pick<Audience, 'principal' | 'topics'>, event: LiveEvent): boolean {
  return matchesTopics(event, audience.topics) && maySeeEvent(audience.principal, event);
}
