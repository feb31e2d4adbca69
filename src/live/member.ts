/** What a connection in the hub has acknowledged, and how far it lags. */
import type { Principal } from '../access/principal.ts';
import { FRAMED_PROTOCOL } from '../shared/protocol.ts';
import type { Audience, Member } from './audience.ts';
import { lastUpTo, minus, type Totals } from './ledger.ts';

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
