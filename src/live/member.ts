/** A connection as the hub knows it since its wake: what it has acknowledged, and what it may be sent away for. */
import type { Principal } from '../access/principal.ts';
import { FRAMED_PROTOCOL } from '../shared/protocol.ts';
import type { Audience } from './audience.ts';
import { lastUpTo, minus, type Mark, type Totals } from './ledger.ts';

export interface Member {
  readonly socket: WebSocket;
  readonly audience: Audience;
  readonly principal: Principal;
  /** Of the audience's totals, what this one is known to have. */
  acknowledged: Totals;
  /** What it was sent by itself when it came back, in the totals of the audience. */
  replayed: readonly Mark[];
  /** When it last said anything to the hub, ms since 1970; and up to when that was taken as a sign that it reads. */
  heardAt: number;
  confirmedAt: number;
  /** The minute that its messages are counted in, and how many there were. */
  minute: number;
  messages: number;
  /** Messages that were outside of the protocol. */
  protocolErrors: number;
}

export function makeMember(socket: WebSocket, audience: Audience, principal: Principal): Member {
  const acknowledged = audience.ledger.totals;
  const counts = { heardAt: 0, confirmedAt: 0, minute: 0, messages: 0, protocolErrors: 0 };
  return { socket, audience, principal, acknowledged, replayed: [], ...counts };
}

export function isFramed({ audience }: Member): boolean {
  return audience.encoding === FRAMED_PROTOCOL;
}

/** What a member was sent, and has not acknowledged as far as is known. */
export function lagOf({ audience, acknowledged }: Member): Totals {
  return minus(audience.ledger.totals, acknowledged);
}

/** The member has what it was sent up to a position. @returns whether that was news */
export function acknowledge(member: Member, position: number): boolean {
  const known = [member.audience.ledger.upTo(position), lastUpTo(member.replayed, position)];
  const best = known.reduce((a, b) => ((b?.events ?? -Infinity) > (a?.events ?? -Infinity) ? b : a));
  if (!best || best.events <= member.acknowledged.events) return false;
  member.acknowledged = best;
  member.replayed = member.replayed.filter(({ events }) => events > best.events);
  return true;
}
