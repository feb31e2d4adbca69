/** A connection in the hub's memory: what it has acknowledged, and the counters that can get it disconnected. */
import type { Principal } from '../access/principal.ts';
import { FRAMED_PROTOCOL } from '../shared/protocol.ts';
import type { Audience } from './audience.ts';
import { lastUpTo, minus, type Mark, type Totals } from './ledger.ts';

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

/** Creates a member that has acknowledged everything sent to its audience so far. */
export function makeMember(socket: WebSocket, audience: Audience, principal: Principal): Member {
  const acknowledged = audience.ledger.totals;
  const counts = { heardAt: 0, confirmedAt: 0, minute: 0, messages: 0, protocolErrors: 0 };
  return { socket, audience, principal, acknowledged, replayed: [], ...counts };
}

/** Whether the connection uses frames, and therefore acknowledges them. */
export function isFramed({ audience }: Member): boolean {
  return audience.encoding === FRAMED_PROTOCOL;
}

/** Returns what a member was sent and has not acknowledged. */
export function lagOf({ audience, acknowledged }: Member): Totals {
  return minus(audience.ledger.totals, acknowledged);
}

/** Records that the member has received everything up to a position. @returns whether that was new */
export function acknowledge(member: Member, position: number): boolean {
  const known = [member.audience.ledger.upTo(position), lastUpTo(member.replayed, position)];
  const best = known.reduce((a, b) => ((b?.events ?? -Infinity) > (a?.events ?? -Infinity) ? b : a));
  if (!best || best.events <= member.acknowledged.events) return false;
  member.acknowledged = best;
  member.replayed = member.replayed.filter(({ events }) => events > best.events);
  return true;
}
