/** A fake service for tests of the client library. */
import type { SocketClass } from '../../src/client/index.ts';
import type { LiveEvent } from '../../src/shared/events.ts';
import { FRAMED_PROTOCOL, PING_TEXT, PONG_TEXT } from '../../src/shared/protocol.ts';

/** A fake service whose log, answers and failures a test controls. `name` distinguishes events whose ids are reused. */
export class ScriptedService {
  log: (LiveEvent & { name: number })[] = [];
  sockets: ScriptedSocket[] = [];
  /** What happens to the next frames. */
  fate: 'arrives' | 'is lost' | 'comes twice' = 'arrives';
  refuses = false;
  /** Whether the platform refuses to open a socket. */
  platformRefuses = false;
  establishes = true;
  answersPings = true;
  snapshotMs = 0;
  snapshotFails = false;
  /** When the credential of new connections expires, ISO 8601. */
  expiresAt: string | undefined;
  #named = 0;

  /** A plain function that returns an object can be called with `new`, and can use `this` service. */
  get WebSocket(): SocketClass {
    const open = (url: string) => {
      if (this.platformRefuses) throw new DOMException('mixed content', 'SecurityError');
      return new ScriptedSocket(this, url);
    };
    return function (url: string) {
      return open(url);
    } as unknown as SocketClass;
  }

  get head(): number {
    return this.log.at(-1)?.id ?? 0;
  }

  get open(): ScriptedSocket | undefined {
    return this.sockets.findLast((socket) => socket.isOpen);
  }

  async snapshot(): Promise<{ position: number; names: number[] }> {
    const taken = { position: this.head, names: this.log.map(({ name }) => name) };
    const fails = this.snapshotFails;
    if (this.snapshotMs > 0) await new Promise((resolve) => setTimeout(resolve, this.snapshotMs));
    if (fails) throw new Error('the database is away');
    return taken;
  }

  /** @param skip - the number of ids that belong to other topics */
  append(count: number, skip = 0): void {
    const from = this.head;
    const events = Array.from({ length: count }, (_, n) => {
      this.#named += 1;
      const id = from + skip + n + 1;
      return {
        id,
        name: this.#named,
        type: 'x',
        timestamp: `at ${this.#named}`,
        actor: '',
      } as unknown as LiveEvent & {
        name: number;
      };
    });
    this.log.push(...events);
    const times = { arrives: 1, 'is lost': 0, 'comes twice': 2 }[this.fate];
    for (let n = 0; n < times; n += 1) this.open?.frame(from, events);
  }

  /** Restores the log to an earlier length: ids will be reused. */
  restore(length: number): void {
    this.log = this.log.slice(0, length);
    this.open?.say({ type: 'reset', position: this.head });
  }

  accept(socket: ScriptedSocket): void {
    if (!this.establishes) return;
    const { head, expiresAt } = this;
    const after = Number(socket.query.get('after') ?? head);
    socket.isOpen = true;
    const topics = ['validation_updates'];
    socket.say({
      type: 'connection_established',
      topic: topics[0],
      topics,
      position: after,
      head,
      protocol: FRAMED_PROTOCOL,
      ...(expiresAt !== undefined && { expires_at: expiresAt }),
    });
    if (after > head) socket.say({ type: 'reset', position: head });
    const missed = this.log.filter(({ id }) => id > after);
    if (missed.length > 0) socket.frame(after, missed);
  }
}

export class ScriptedSocket extends EventTarget {
  isOpen = false;
  isClosed = false;
  readonly sent: string[] = [];
  readonly query: URLSearchParams;
  readonly #service: ScriptedService;

  constructor(service: ScriptedService, url: string) {
    super();
    this.#service = service;
    this.query = new URL(url).searchParams;
    service.sockets.push(this);
    queueMicrotask(() => {
      if (this.isClosed) return;
      if (service.refuses) this.fail(1006);
      else service.accept(this);
    });
  }

  /** The messages that the client sent, without pings. */
  get said(): unknown[] {
    return this.sent.filter((text) => text !== PING_TEXT).map((text) => JSON.parse(text) as unknown);
  }

  say(message: unknown): void {
    const data = typeof message === 'string' ? message : JSON.stringify(message);
    if (!this.isClosed) this.dispatchEvent(new MessageEvent('message', { data }));
  }

  frame(from: number, events: readonly LiveEvent[]): void {
    this.say({ from, to: events.at(-1)?.id, events });
  }

  fail(code: number, reason = ''): void {
    if (this.isClosed) return;
    this.close();
    this.dispatchEvent(new CloseEvent('close', { code, reason }));
  }

  send(text: string): void {
    this.sent.push(text);
    if (text === PING_TEXT && this.#service.answersPings) this.say(PONG_TEXT);
  }

  close(): void {
    this.isClosed = true;
    this.isOpen = false;
  }
}
