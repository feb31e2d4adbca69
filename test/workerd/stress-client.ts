/** A client that follows the protocol, and remembers everything it received for comparison with the log. */
import { env } from 'cloudflare:workers';
import { expect } from 'vitest';
import { maySeeEvent, type Principal } from '../../src/access/principal.ts';
import { joinHub } from '../../src/live/join.ts';
import { ACK_EVERY_EVENTS } from '../../src/shared/limits.ts';
import type { LiveEvent } from '../../src/shared/events.ts';
import { FRAMED_PROTOCOL, PING_TEXT, type Encoding } from '../../src/shared/protocol.ts';
import { matchesTopics, parseTopic } from '../../src/shared/topics.ts';

export interface Kind {
  encoding: Encoding;
  topics: string[];
  families: string[] | null;
  /** Whether its credential expires soon, as does each new one. */
  expires: boolean;
  acknowledges: boolean;
}

/** Events received without a break after a position. */
interface Run {
  from: number;
  ids: number[];
}

const CREDENTIAL_MS = 50;

export class StressClient {
  readonly kind: Kind;
  readonly #name: string;
  readonly #shards: number;
  readonly #runs: Run[] = [];
  /** Its history, for finding out why an event is missing. */
  readonly #story: string[] = [];
  readonly closes: number[] = [];
  resets = 0;
  #socket: WebSocket | undefined;
  #unacknowledged = 0;

  constructor(name: string, kind: Kind, shards: number) {
    this.#name = name;
    this.kind = kind;
    this.#shards = shards;
  }

  get isConnected(): boolean {
    return this.#socket !== undefined;
  }

  /** Its position; undefined before its first connection. */
  get position(): number | undefined {
    const run = this.#runs.at(-1);
    return run && (run.ids.at(-1) ?? run.from);
  }

  /** Connects and resumes from its position. */
  async connect(): Promise<void> {
    if (this.#socket) return;
    const { encoding, topics, families, expires } = this.kind;
    const principal: Principal = {
      actor: this.#name,
      token_id: this.#name,
      role: 'viewer',
      families,
      ...(expires && { expires_at: Date.now() + CREDENTIAL_MS }),
    };
    const after = this.position;
    this.#story.push(`connects after ${after}`);
    const { webSocket } = await joinHub(
      { ...env, LIVE_SHARDS: String(this.#shards) },
      {
        connection: { principal, topics, encoding, conflate: false },
        ...(after !== undefined && { after }),
      },
    );
    if (!webSocket) throw new Error('no socket');
    this.#socket = webSocket;
    const isCurrent = () => this.#socket === webSocket;
    webSocket.addEventListener('message', ({ data }) => {
      if (isCurrent()) this.#take(JSON.parse(String(data)) as Record<string, unknown>);
    });
    webSocket.addEventListener('close', ({ code }) => {
      this.closes.push(code);
      this.#story.push(`closed ${code}`);
      if (isCurrent()) this.#socket = undefined;
    });
    webSocket.accept();
  }

  send(text: string): void {
    this.#socket?.send(text);
  }

  ping(): void {
    this.send(PING_TEXT);
  }

  leave(): void {
    if (this.#socket) this.#story.push('leaves');
    this.#socket?.close(1000, 'done');
    this.#socket = undefined;
  }

  hears(event: LiveEvent): boolean {
    const filters = this.kind.topics.flatMap((topic) => parseTopic(topic) ?? []);
    return (
      matchesTopics(event, filters) &&
      maySeeEvent({ actor: '', role: 'viewer', families: this.kind.families }, event)
    );
  }

  /** Whether it has received everything on its topics up to the end of the log. */
  isComplete(log: readonly LiveEvent[]): boolean {
    const last = log.findLast((event) => this.hears(event));
    return last === undefined || (this.position ?? 0) >= last.id;
  }

  /**
   * Each run of events equals the log after its start, without events that it may not see: complete, unique and in
   * order.
   */
  check(log: readonly LiveEvent[]): void {
    for (const { from, ids } of this.#runs) {
      const to = ids.at(-1) ?? from;
      const expected = log.filter((event) => event.id > from && event.id <= to && this.hears(event));
      expect(ids, this.#tell()).toEqual(expected.map(({ id }) => id));
    }
  }

  #tell(): string {
    return `${JSON.stringify(this.kind)}: ${this.#story.join(', ')}`;
  }

  #take(message: Record<string, unknown>): void {
    const { type, position, from, to, id } = message;
    this.#story.push(
      [type, position, from, to, id]
        .flatMap((one) => (one === undefined ? [] : String(one as string | number)))
        .join(' '),
    );
    switch (message['type']) {
      case 'connection_established':
        if (this.position === undefined) this.#runs.push({ from: Number(message['position']), ids: [] });
        return;
      case 'reset':
        this.resets += 1;
        this.#runs.push({ from: Number(message['position']), ids: [] });
        return;
      case 'heartbeat':
      case 'error':
        return;
      default:
        if (this.kind.encoding === FRAMED_PROTOCOL)
          this.#takeFrame(message as unknown as { from: number; events: LiveEvent[] });
        else this.#runs.at(-1)?.ids.push(Number(message['id']));
    }
  }

  #takeFrame({ from, events }: { from: number; events: LiveEvent[] }): void {
    // A `from` above its position means that an event was missed.
    expect(from, this.#tell()).toBeLessThanOrEqual(this.position ?? 0);
    this.#runs.at(-1)?.ids.push(...events.map(({ id }) => id));
    this.#unacknowledged += events.length;
    if (!this.kind.acknowledges || this.#unacknowledged < ACK_EVERY_EVENTS) return;
    this.#unacknowledged = 0;
    this.send(JSON.stringify({ type: 'ack', position: this.position }));
  }
}
