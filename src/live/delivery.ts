/** What readers are sent: queues by audience, frames, and who is sent away because it does not keep up. */
import type { LiveEvent } from '../shared/events.ts';
import {
  ACK_EVERY_EVENTS,
  FLAT_MAX_UNCONFIRMED_LENGTH,
  HUB_MAX_BACKLOG_LENGTH,
  SLOW_READER_EVENTS,
  SLOW_READER_LENGTH,
} from '../shared/limits.ts';
import { CLOSE } from '../shared/protocol.ts';
import { hears, type Audience } from './audience.ts';
import { conflate } from './conflate.ts';
import { lengthOf, type Entry } from './entry.ts';
import { encodeEvents, type Message } from './frames.ts';
import { marksFrom } from './ledger.ts';
import { isFramed, lagOf, type Member } from './member.ts';
import type { Sockets } from './sockets.ts';

/** A reader that keeps up may have this much unacknowledged: its next acknowledgement is on its way. */
const USUAL_LAG_EVENTS = ACK_EVERY_EVENTS * 2;

export class Delivery {
  readonly #sockets: Sockets;
  /** When the runtime last answered a socket's ping by itself, ms since 1970; 0 for never. */
  readonly #answeredAt: (socket: WebSocket) => number;
  /** Since the wake. */
  readonly figures = { frames_sent: 0, events_sent: 0, slow_readers: 0 };

  constructor(sockets: Sockets, answeredAt: (socket: WebSocket) => number) {
    this.#sockets = sockets;
    this.#answeredAt = answeredAt;
  }

  /** Who of those that listen hears of the events. */
  audiencesFor(events: readonly LiveEvent[]): Audience[] {
    return [...this.#sockets.audiences].filter((audience) => events.some((event) => hears(audience, event)));
  }

  /** Puts events, the next ones of the log, before those who hear of them. */
  enqueue(entries: readonly Entry[]): void {
    for (const audience of this.#sockets.audiences) {
      for (const entry of entries) if (hears(audience, entry.event)) audience.queue.push(entry);
    }
  }

  /** Drops what is queued: it belongs to a log that is no more. */
  clear(): void {
    for (const audience of this.#sockets.audiences) {
      audience.queue = [];
      audience.last = undefined;
      settle(audience);
    }
  }

  /** What a newcomer has missed, before what is queued and live. */
  replay(member: Member, entries: readonly Entry[], from: number): void {
    const { audience } = member;
    const messages = encode(audience, entries, from);
    // In the totals of the audience: what it has got already of the queue counts when the queue is sent.
    const queued = audience.queue.slice(0, audience.newcomers.get(member) ?? 0);
    const { events, length } = audience.ledger.totals;
    const start = {
      events: events + queued.length - sum(messages, ({ count }) => count),
      length: length + lengthOf(queued) - sum(messages, ({ text }) => text.length),
    };
    member.acknowledged = start;
    member.replayed = marksFrom(start, messages);
    this.#send(member, messages);
  }

  /** Sends all that is queued. @returns whether there was anything */
  flush(): boolean {
    const laggards: Member[] = [];
    const waiting = [...this.#sockets.audiences].filter(({ queue }) => queue.length > 0);
    for (const audience of waiting) {
      this.#flush(audience);
      for (const member of audience.members) if (this.#lags(member)) laggards.push(member);
    }
    this.#relieve(laggards);
    return waiting.length > 0;
  }

  #flush(audience: Audience): void {
    const { queue, last = 0 } = audience;
    audience.queue = [];
    audience.last = queue.at(-1)?.event.id ?? last;
    const messages = encode(audience, queue, last);
    audience.ledger.record(messages);
    for (const member of audience.members) this.#send(member, messages);
    const rests = new Map<number, readonly Message[]>();
    for (const [member, skipped] of audience.newcomers) {
      const from = queue[skipped - 1]?.event.id ?? last;
      const rest = rests.get(skipped) ?? encode(audience, queue.slice(skipped), from);
      rests.set(skipped, rest);
      this.#send(member, rest);
    }
    settle(audience);
  }

  #send(member: Member, messages: readonly Message[]): void {
    for (const { text, count } of messages) {
      if (!this.#sockets.send(member.socket, text)) return;
      this.figures.frames_sent += 1;
      this.figures.events_sent += count;
    }
  }

  /** Whether a reader has more before it than is usual; one that has too much is sent away. */
  #lags(member: Member): boolean {
    const { events, length } = lagOf(member);
    if (isFramed(member)) {
      if (events > SLOW_READER_EVENTS || length > SLOW_READER_LENGTH) this.#sendAway(member);
      else return events > USUAL_LAG_EVENTS;
    } else if (length > FLAT_MAX_UNCONFIRMED_LENGTH && !this.#confirm(member)) this.#sendAway(member);
    return false;
  }

  /** A flat reader acknowledges nothing: whatever it says since the last time is the sign that it is there. */
  #confirm(member: Member): boolean {
    const heardAt = Math.max(member.heardAt, this.#answeredAt(member.socket));
    if (heardAt <= member.confirmedAt) return false;
    member.confirmedAt = heardAt;
    member.acknowledged = member.audience.ledger.totals;
    return true;
  }

  /** Keeps what all laggards have before them within bounds: it is this object's memory. */
  #relieve(laggards: readonly Member[]): void {
    let backlog = sum(laggards, (member) => lagOf(member).length);
    if (backlog <= HUB_MAX_BACKLOG_LENGTH) return;
    for (const member of laggards.toSorted((a, b) => lagOf(b).length - lagOf(a).length)) {
      if (backlog <= HUB_MAX_BACKLOG_LENGTH) return;
      backlog -= lagOf(member).length;
      this.#sendAway(member);
    }
  }

  #sendAway({ socket }: Member): void {
    this.figures.slow_readers += 1;
    this.#sockets.close(socket, CLOSE.slowReader, 'too much is unread; resume from your position');
  }
}

function encode({ conflates, encoding }: Audience, entries: readonly Entry[], from: number): Message[] {
  return encodeEvents(conflates ? conflate(entries) : entries, encoding, from);
}

/** Nothing is queued any more: newcomers are members like all others. */
function settle(audience: Audience): void {
  for (const member of audience.newcomers.keys()) audience.members.add(member);
  audience.newcomers.clear();
}

function sum<T>(list: readonly T[], value: (item: T) => number): number {
  return list.reduce((total, item) => total + value(item), 0);
}
