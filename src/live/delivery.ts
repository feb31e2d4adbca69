/** Sends events to connections: a queue per audience, frames, and the disconnection of slow readers. */
import type { LiveEvent } from '../shared/events.ts';
import {
  ACK_EVERY_EVENTS,
  BACKLOG_PATIENCE_MS,
  FLAT_MAX_UNCONFIRMED_LENGTH,
  HUB_MAX_BACKLOG_LENGTH,
  SLOW_READER_EVENTS,
  SLOW_READER_LENGTH,
} from '../shared/limits.ts';
import { CLOSE } from '../shared/protocol.ts';
import { hears, type Audience, type Member } from './audience.ts';
import { conflate } from './conflate.ts';
import { lengthOf, type Entry } from './entry.ts';
import { encodeEvents, type Message } from './frames.ts';
import { marksFrom, type Totals } from './ledger.ts';
import { isFramed, lagOf } from './member.ts';
import type { Sockets } from './sockets.ts';

/** A reader that keeps up has at most this many unacknowledged events: its next acknowledgement is on the way. */
const USUAL_LAG_EVENTS = ACK_EVERY_EVENTS * 2;

/** Queues events per audience and sends them, within bounds on what readers have not acknowledged. */
export class Delivery {
  readonly #sockets: Sockets;
  /** When the runtime last answered a socket's ping itself; ms since 1970, 0 for never. */
  readonly #answeredAt: (socket: WebSocket) => number;
  /** Counters since the last wake. */
  readonly figures = { frames_sent: 0, events_sent: 0, slow_readers: 0 };
  /** Framed readers that had unusually many unacknowledged events when they were last sent something. */
  readonly #laggards = new Set<Member>();
  /** Since when the laggards together have exceeded {@link HUB_MAX_BACKLOG_LENGTH}; ms since 1970. */
  #fullSince: number | undefined;
  /** Id of the last queued event. */
  #position = 0;

  /** @param answeredAt - when the runtime last answered a socket's ping itself; ms since 1970, 0 for never */
  constructor(sockets: Sockets, answeredAt: (socket: WebSocket) => number) {
    this.#sockets = sockets;
    this.#answeredAt = answeredAt;
  }

  /** Returns the audiences that at least one of the events is for. */
  audiencesFor(events: readonly LiveEvent[]): Audience[] {
    return [...this.#sockets.audiences].filter((audience) => events.some((event) => hears(audience, event)));
  }

  /** Queues the next events of the log for the audiences that they are for. */
  enqueue(entries: readonly Entry[]): void {
    this.#position = entries.at(-1)?.event.id ?? this.#position;
    for (const audience of this.#sockets.audiences) {
      for (const entry of entries) if (hears(audience, entry.event)) audience.queue.push(entry);
    }
  }

  /** Drops all queues: they belong to a log that no longer exists. */
  clear(): void {
    for (const audience of this.#sockets.audiences) {
      audience.queue = [];
      audience.last = undefined;
      for (const member of audience.newcomers.keys()) settle(audience, member);
    }
  }

  /** Whether the backlog has room to replay these entries to a new connection. */
  hasRoomFor(entries: readonly Entry[]): boolean {
    return this.#backlog() + lengthOf(entries) <= HUB_MAX_BACKLOG_LENGTH;
  }

  /** Sends a new connection the events that it missed, ahead of queued and live events. */
  replay(member: Member, entries: readonly Entry[], from: number): void {
    const { audience } = member;
    const messages = encode(audience, entries, from);
    // Expressed in the audience's totals, so that queued events which the member has already received count when the
    // queue is sent.
    const since = audience.newcomers.get(member) ?? 0;
    const queued = audience.queue.filter(({ event }) => event.id <= since);
    const { events, length } = audience.ledger.totals;
    const start = {
      events: events + queued.length - sum(messages, ({ count }) => count),
      length: length + lengthOf(queued) - sum(messages, ({ text }) => text.length),
    };
    member.acknowledged = start;
    member.replayed = marksFrom(start, messages);
    this.#send(member, messages);
    this.#check(member);
  }

  /** Whether any audience has queued events. */
  get isWaiting(): boolean {
    return [...this.#sockets.audiences].some(({ queue }) => queue.length > 0);
  }

  /**
   * Whether readers have acknowledged enough for more to be sent. The hub waits for laggards, all together and at most
   * {@link BACKLOG_PATIENCE_MS}: their unacknowledged frames take memory for each of them, while queued events are
   * stored once for all.
   *
   * @param now - ms since 1970
   */
  mayFlush(now: number): boolean {
    const backlog = this.#backlog();
    if (backlog > HUB_MAX_BACKLOG_LENGTH) {
      this.#fullSince ??= now;
      if (now - this.#fullSince < BACKLOG_PATIENCE_MS) return false;
      this.#relieve(backlog);
    }
    this.#fullSince = undefined;
    return true;
  }

  /** Sends everything that is queued. */
  flush(): void {
    for (const audience of this.#sockets.audiences) if (audience.queue.length > 0) this.#flush(audience);
  }

  #flush(audience: Audience): void {
    const { queue, last = 0 } = audience;
    audience.queue = [];
    audience.last = queue.at(-1)?.event.id ?? last;
    const messages = encode(audience, queue, last);
    audience.ledger.record(messages);
    for (const member of audience.members) this.#send(member, messages);
    const rests = new Map<number, readonly Message[]>();
    for (const [member, since] of audience.newcomers) {
      const skipped = queue.filter(({ event }) => event.id <= since);
      const from = skipped.at(-1)?.event.id ?? last;
      const rest = rests.get(since) ?? encode(audience, queue.slice(skipped.length), from);
      rests.set(since, rest);
      this.#send(member, rest);
      if (since <= this.#position) settle(audience, member);
    }
    for (const member of audience.members) this.#check(member);
  }

  #send(member: Member, messages: readonly Message[]): void {
    for (const { text, count } of messages) {
      if (!this.#sockets.send(member.socket, text)) return;
      this.figures.frames_sent += 1;
      this.figures.events_sent += count;
    }
  }

  /** Disconnects a reader with too much unacknowledged data, and remembers one with unusually much. */
  #check(member: Member): void {
    const lag = lagOf(member);
    if (isFramed(member)) {
      if (lag.events > SLOW_READER_EVENTS || lag.length > SLOW_READER_LENGTH) this.#disconnectSlow(member);
      else if (isUnusual(lag)) this.#laggards.add(member);
    } else if (lag.length > FLAT_MAX_UNCONFIRMED_LENGTH && !this.#confirm(member))
      this.#disconnectSlow(member);
  }

  /** Flat readers send no acknowledgements. Anything they have sent since the last check counts as one. */
  #confirm(member: Member): boolean {
    const heardAt = Math.max(member.heardAt, this.#answeredAt(member.socket));
    if (heardAt <= member.confirmedAt) return false;
    member.confirmedAt = heardAt;
    member.acknowledged = member.audience.ledger.totals;
    return true;
  }

  /** The total length of unacknowledged data of all laggards, in UTF-16 code units. */
  #backlog(): number {
    let backlog = 0;
    for (const member of this.#laggards) {
      const lag = lagOf(member);
      if (this.#sockets.of(member.socket) === member && isUnusual(lag)) backlog += lag.length;
      else this.#laggards.delete(member);
    }
    return backlog;
  }

  /** Disconnects the slowest readers until half of {@link HUB_MAX_BACKLOG_LENGTH} is left. */
  #relieve(backlog: number): void {
    let rest = backlog;
    for (const member of [...this.#laggards].toSorted((a, b) => lagOf(b).length - lagOf(a).length)) {
      if (rest <= HUB_MAX_BACKLOG_LENGTH / 2) return;
      rest -= lagOf(member).length;
      this.#disconnectSlow(member);
    }
  }

  #disconnectSlow({ socket }: Member): void {
    this.figures.slow_readers += 1;
    this.#sockets.close(socket, CLOSE.slowReader, 'too much is unread; resume from your position');
  }
}

function isUnusual({ events }: Totals): boolean {
  return events > USUAL_LAG_EVENTS;
}

function encode({ conflates, encoding }: Audience, entries: readonly Entry[], from: number): Message[] {
  return encodeEvents(conflates ? conflate(entries) : entries, encoding, from);
}

/** Makes a newcomer an ordinary member: it has received what the others have. */
function settle({ newcomers, members }: Audience, member: Member): void {
  newcomers.delete(member);
  members.add(member);
}

function sum<T>(list: readonly T[], value: (item: T) => number): number {
  return list.reduce((total, item) => total + value(item), 0);
}
