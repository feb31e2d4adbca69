/**
 * An audience: all connections that receive the same events, so that each event is matched and serialised once for
 * them.
 */
import { maySeeEvent, visibilityKey, type Principal } from '../access/principal.ts';
import type { LiveEvent } from '../shared/events.ts';
import type { Encoding } from '../shared/protocol.ts';
import { matchesTopics, parseTopic } from '../shared/topics.ts';
import type { EventFilter } from '../store/events.ts';
import type { HubConnection } from './hub-connection.ts';
import type { Entry } from './entry.ts';
import { Ledger, type Mark, type Totals } from './ledger.ts';

/** A connection of an audience. Rebuilt after each wake. */
export interface Member {
  readonly socket: WebSocket;
  readonly audience: Audience;
  readonly principal: Principal;
  /** How much of the audience's totals this connection has acknowledged. */
  acknowledged: Totals;
  /** Marks of the replay that this connection alone was sent, in the audience's totals. */
  replayed: readonly Mark[];
  /**
   * When the client last sent anything (ms since 1970), and the last such time that was counted as an acknowledgement.
   */
  heardAt: number;
  confirmedAt: number;
  /** The minute in which messages are counted, and their number so far. */
  minute: number;
  messages: number;
  /** The number of messages that were not part of the protocol. */
  protocolErrors: number;
}

/** A group of connections with equal visibility, topics and encoding. */
export interface Audience extends EventFilter {
  readonly key: string;
  readonly encoding: Encoding;
  /** Whether earlier progress events may be dropped when a later one exists. */
  readonly conflates: boolean;
  readonly members: Set<Member>;
  /** Members that have already received part of the queue, each with the position up to which it has. */
  readonly newcomers: Map<Member, number>;
  /** What was sent to the members. */
  readonly ledger: Ledger;
  /** Events that are not sent yet, ascending. */
  queue: Entry[];
  /**
   * Id of the last event that this audience was or would have been sent; undefined when unknown since the last wake.
   */
  last: number | undefined;
}

/** A key that is equal for filters that match the same events. */
export function audienceKey({ principal, topics }: EventFilter): string {
  const names = [...new Set(topics.map(({ topic }) => topic))].toSorted();
  return `${visibilityKey(principal)} ${names.join(' ')}`;
}

/** Creates an empty audience for connections like this one. */
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

/** Whether an event is on one of the topics and visible to the principal. */
export function hears({ principal, topics }: EventFilter, event: LiveEvent): boolean {
  return matchesTopics(event, topics) && maySeeEvent(principal, event);
}
