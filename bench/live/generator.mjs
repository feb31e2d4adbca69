/**
 * A process with half of the readers. It connects over raw TCP, counts the events in the received bytes, and reports
 * figures. It parses as little as possible, so that it does not become the bottleneck.
 *
 * Commands from the parent: `connect`, `report`, `latencies`, `close`.
 */
import { connect } from 'node:net';
import { randomBytes } from 'node:crypto';

/** Precedes the send time in every event. */
const MARK = Buffer.from('"sent_at":');
const TO = Buffer.from('"to":');
/** First byte of a close frame. RFC 6455, section 5.5.1 */
const CLOSE = 0x88;
/** Number of digits of a time in µs since 1970. */
const TIME_DIGITS = 16;
/** A framed reader acknowledges after this many events. */
const ACK_EVERY = 250;

/** @type {Reader[]} */
let readers = [];
let delivered = 0;
/** @type {number[]} */
let latencies = [];
let measuresLatency = false;

class Reader {
  events = 0;
  closed = false;
  #unacknowledged = 0;
  #position = '';
  /** The end of the last chunk, which may contain the start of an event. */
  #rest = Buffer.alloc(0);

  /**
   * @param {{ port: number; path: string; protocol?: string; socketIo?: boolean }} target
   * @param {() => void} onOpen
   */
  constructor({ port, path, protocol, socketIo = false }, onOpen) {
    this.socketIo = socketIo;
    this.framed = protocol !== undefined;
    this.socket = connect({ port, host: '127.0.0.1' });
    this.socket.setNoDelay(true);
    this.socket.on('error', () => undefined).on('close', () => (this.closed = true));
    const lines = [
      `GET ${path} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      'Sec-WebSocket-Version: 13',
      ...(protocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
    ];
    this.socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    this.socket.once('data', (chunk) => {
      if (!chunk.subarray(0, 12).includes('101')) throw new Error(chunk.toString('latin1'));
      // Socket.IO requires a packet to enter the namespace.
      if (socketIo) this.send('40');
      onOpen();
      this.read(chunk);
      this.socket.on('data', (next) => this.read(next));
    });
  }

  /** @param {Buffer} received */
  read(received) {
    if (received[0] === CLOSE) this.closed = true;
    if (this.socketIo && received.length === 3 && received[2] === 0x32) this.send('3');
    const chunk = this.#rest.length === 0 ? received : Buffer.concat([this.#rest, received]);
    let at = chunk.indexOf(MARK);
    let end = 0;
    let count = 0;
    const now = measuresLatency ? microseconds() : 0;
    while (at !== -1) {
      const digits = at + MARK.length;
      if (digits + TIME_DIGITS > chunk.length) break;
      count += 1;
      end = digits + TIME_DIGITS;
      if (measuresLatency) latencies.push(now - Number(chunk.latin1Slice(digits, end)));
      at = chunk.indexOf(MARK, end);
    }
    this.#rest = chunk.subarray(Math.max(end, chunk.length - MARK.length - TIME_DIGITS));
    this.events += count;
    delivered += count;
    if (this.framed) this.#acknowledge(chunk, count);
  }

  /**
   * @param {Buffer} chunk
   * @param {number} count
   */
  #acknowledge(chunk, count) {
    const at = chunk.lastIndexOf(TO);
    if (at !== -1)
      this.#position = /^\d+/.exec(chunk.latin1Slice(at + TO.length, at + TO.length + 16))?.[0] ?? '';
    this.#unacknowledged += count;
    if (this.#unacknowledged < ACK_EVERY || this.#position === '') return;
    this.#unacknowledged = 0;
    this.send(`{"type":"ack","position":${this.#position}}`);
  }

  /** @param {string} text shorter than 126 bytes; the mask is all zeros, which is one as any other */
  send(text) {
    this.socket.write(
      Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]),
    );
  }
}

function microseconds() {
  return Math.round((performance.timeOrigin + performance.now()) * 1_000);
}

/** @param {any} message */
async function obey(message) {
  switch (message.do) {
    case 'connect': {
      const { count, target } = message;
      let open = 0;
      await new Promise((resolve) => {
        readers = Array.from(
          { length: count },
          () =>
            new Reader(target, () => {
              open += 1;
              if (open === count) resolve(undefined);
            }),
        );
      });
      return {};
    }
    case 'report': {
      const { user, system } = process.cpuUsage();
      const least = Math.min(...readers.map(({ events }) => events));
      const closed = readers.filter((reader) => reader.closed).length;
      return { delivered, least, closed, cpuMs: (user + system) / 1_000 };
    }
    case 'latencies': {
      const taken = latencies;
      latencies = [];
      measuresLatency = message.on;
      return { latencies: taken };
    }
    case 'close':
      for (const { socket } of readers) socket.destroy();
      readers = [];
      delivered = 0;
      return {};
    default:
      throw new Error(`What is "${message.do}"?`);
  }
}

process.on('message', (/** @type {any} */ message) => void answer(message));
/** @param {any} message */
async function answer(message) {
  process.send?.({ id: message.id, ...(await obey(message)) });
}
process.on('disconnect', () => process.exit());
