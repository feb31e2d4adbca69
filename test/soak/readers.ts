/** Who listens during a soak. Each remembers what it got, to be compared with the log. */
import type { LiveEvent } from '../../src/shared/events.ts';
import { subscribe, type Subscription } from '../../src/client/index.ts';
import { ACK_EVERY_EVENTS } from '../../src/shared/limits.ts';
import { FRAMED_PROTOCOL, PING_TEXT } from '../../src/shared/protocol.ts';
import { matchesTopics, parseTopic } from '../../src/shared/topics.ts';

/** How a reader listens. */
export type ReaderKind = 'client' | 'framed' | 'flat' | 'stream';
/** What a reader got without a break: the ids of events after a position. */
export interface Stretch {
  topics: readonly string[];
  after: number;
  ids: number[];
}

const PING_EVERY_MS = 25_000;

/** The ids that a reader of topics gets after a position. */
export function expectedIds(
  log: readonly LiveEvent[],
  { topics, after }: Stretch,
  upTo = Infinity,
): number[] {
  const filters = topics.flatMap((topic) => parseTopic(topic) ?? []);
  return log.flatMap((event) =>
    event.id > after && event.id <= upTo && matchesTopics(event, filters) ? [event.id] : [],
  );
}

/** Says what is wrong with a stretch, compared with the log up to the last event that it has; null when all is well. */
export function wrongWith(
  log: readonly LiveEvent[],
  stretch: Stretch,
  upTo = stretch.ids.at(-1) ?? stretch.after,
): string | null {
  const expected = expectedIds(log, stretch, upTo);
  const at = expected.findIndex((id, index) => stretch.ids[index] !== id);
  if (at === -1 && expected.length === stretch.ids.length) return null;
  return `after ${stretch.after}, ${stretch.topics.join()}: ${expected.length} expected, ${stretch.ids.length} got; first other at ${at}: ${expected[at]} expected, ${stretch.ids[at]} got`;
}

/** A subscriber of the client library, which stays through everything. */
export class StayingReader {
  readonly stretch: Stretch;
  /** Events as they came, of the readers that compare them whole. */
  readonly events: LiveEvent[] | undefined;
  readonly problems: string[] = [];
  resets = 0;
  reconnects = -1;
  readonly #subscription: Subscription;

  constructor(
    baseUrl: string,
    topics: readonly [string, ...string[]],
    { after, isWhole }: { after: number; isWhole: boolean },
  ) {
    this.stretch = { topics, after, ids: [] };
    this.events = isWhole ? [] : undefined;
    const [topic, ...more] = topics;
    this.#subscription = subscribe({
      baseUrl,
      topic,
      topics: more,
      after,
      onEvents: (events) => {
        this.stretch.ids.push(...events.map(({ id }) => id));
        this.events?.push(...events);
      },
      onConnected: () => (this.reconnects += 1),
      onReset: () => (this.resets += 1),
      onProblem: ({ code, message }) => void this.problems.push(`${code}: ${message}`),
    });
  }

  /** Whether it has every event of the log on its topics. */
  hasAll(log: readonly LiveEvent[]): boolean {
    return this.stretch.ids.length >= expectedIds(log, this.stretch).length;
  }

  close(): void {
    this.#subscription.close();
  }
}

/** A plain socket or stream, as other programs open them. It comes and goes, and does not resume. */
export class PassingReader {
  readonly kind: Exclude<ReaderKind, 'client'>;
  readonly stretches: Stretch[] = [];
  /** What the service said that is neither an event nor a greeting. */
  readonly said: string[] = [];
  isOpen = false;
  closeCode: number | undefined;
  readonly #topics: readonly [string, ...string[]];
  readonly #end: () => void;
  #unacknowledged = 0;

  constructor(
    baseUrl: string,
    kind: PassingReader['kind'],
    topics: readonly [string, ...string[]],
    after: number | undefined,
  ) {
    this.kind = kind;
    this.#topics = topics;
    this.#end = kind === 'stream' ? this.#follow(baseUrl, after) : this.#connect(baseUrl, after);
  }

  close(): void {
    this.#end();
    this.isOpen = false;
  }

  #connect(baseUrl: string, after: number | undefined): () => void {
    const [topic, ...more] = this.#topics;
    const url = new URL(`/ws/${topic}`, baseUrl.replace(/^http/, 'ws'));
    if (after !== undefined) url.searchParams.set('after', String(after));
    if (more.length > 0) url.searchParams.set('topics', more.join());
    const socket = new WebSocket(url, this.kind === 'framed' ? [FRAMED_PROTOCOL] : []);
    const pinging = setInterval(() => this.isOpen && socket.send(PING_TEXT), PING_EVERY_MS);
    socket.addEventListener('open', () => (this.isOpen = true));
    socket.addEventListener('message', ({ data }) => {
      this.#take(JSON.parse(String(data)) as Message);
      if (this.kind !== 'framed' || this.#unacknowledged < ACK_EVERY_EVENTS) return;
      this.#unacknowledged = 0;
      socket.send(JSON.stringify({ type: 'ack', position: this.stretches.at(-1)?.ids.at(-1) }));
    });
    socket.addEventListener('close', ({ code }) => {
      clearInterval(pinging);
      this.isOpen = false;
      this.closeCode = code;
    });
    return () => socket.close(1000, 'done');
  }

  #follow(baseUrl: string, after: number | undefined): () => void {
    const url = new URL('/api/events/stream', baseUrl);
    const [topic, ...more] = this.#topics;
    url.searchParams.set('topic', topic);
    if (more.length > 0) url.searchParams.set('topics', more.join());
    if (after !== undefined) url.searchParams.set('after', String(after));
    const stop = new AbortController();
    void this.#read(url, stop.signal);
    return () => stop.abort();
  }

  async #read(url: URL, signal: AbortSignal): Promise<void> {
    try {
      const response = await fetch(url, { signal });
      this.isOpen = response.ok;
      let text = '';
      for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        const blocks = (text + part).split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const data = /^data: (.*)$/m.exec(block)?.[1];
          if (data !== undefined) this.#take(JSON.parse(data) as Message);
        }
      }
    } catch (error) {
      // It left, or the service was killed; whatever it got before that is compared with the log.
      this.closeCode = signal.aborted ? 1000 : 1006;
      if (!(error instanceof Error)) throw error;
    } finally {
      this.isOpen = false;
    }
  }

  #take(message: Message): void {
    if (message.type === 'connection_established' || message.type === 'reset')
      this.stretches.push({ topics: this.#topics, after: Number(message['position']), ids: [] });
    else if (message.id !== undefined) this.#add([message.id]);
    else if (message.events) this.#add(message.events.map(({ id }) => id));
    else if (message.type !== 'heartbeat') this.said.push(JSON.stringify(message));
  }

  #add(ids: readonly number[]): void {
    this.stretches.at(-1)?.ids.push(...ids);
    this.#unacknowledged += ids.length;
  }
}

interface Message {
  type?: string;
  id?: number;
  events?: { id: number }[];
  [field: string]: unknown;
}
