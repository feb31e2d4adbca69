/** An audience: the connections that hear exactly the same, so that an event is matched and put into frames once for all. */
import { maySeeEvent, visibilityKey } from '../access/principal.ts';
import type { LiveEvent } from '../shared/events.ts';
import type { Encoding } from '../shared/protocol.ts';
import { matchesTopics, parseTopic } from '../shared/topics.ts';
import type { EventFilter } from '../store/events.ts';
import type { HubConnection } from './hub-connection.ts';
import type { Entry } from './entry.ts';
import { Ledger } from './ledger.ts';
import type { Member } from './member.ts';

export interface Audience extends EventFilter {
  readonly key: string;
  readonly encoding: Encoding;
  /** Whether progress may be left out when there is later progress. */
  readonly conflates: boolean;
  readonly members: Set<Member>;
  /** Those who are ahead of what is sent to the others, with the position up to which they are. */
  readonly newcomers: Map<Member, number>;
  /** What was sent to all of them. */
  readonly ledger: Ledger;
  /** Heard, and not sent yet; ascending. */
  queue: Entry[];
  /** Id of the last event that this audience was or would have been sent; undefined when not known since the wake. */
  last: number | undefined;
}

/** Those with equal keys hear the same events. */
export function audienceKey({ principal, topics }: EventFilter): string {
  const names = [...new Set(topics.map(({ topic }) => topic))].toSorted();
  return `${visibilityKey(principal)} ${names.join(' ')}`;
}

export function makeAudience({ principal, topics, encoding, conflate }: HubConnection): Audience {
  const filter = { principal, topics: topics.flatMap((topic) => parseTopic(topic) ?? []) };
  return {
    ...filter,
    key: `${encoding} ${conflate ? 'conflated ' : ''}${audienceKey(filter)}`,
    encoding,
    conflates: conflate,
    members: new Set(),
    newcomers: new Map(),
    ledger: new Ledger(),
    queue: [],
    last: undefined,
  };
}

/** Whether the audience hears of this event. */
export function hears({ principal, topics }: EventFilter, event: LiveEvent): boolean {
  return matchesTopics(event, topics) && maySeeEvent(principal, event);
}
