/**
 * Passes WebSocket frames between a client and `wrangler dev`, and does what the runtime leaves undone: it ends the TCP
 * connection after the closing handshake (RFC 6455, 7.1.1), and it refuses messages that nobody reads.
 *
 * The runtime keeps a connection open after its own close frame when the client has not sent anything before, and when a
 * message is longer than 32 MiB. Clients that wait for the end of the connection take that for silence.
 */

/** The most bytes of a message that the hub could accept: `MAX_CLIENT_MESSAGE_LENGTH` code units, in UTF-8. */
export const MAX_MESSAGE_BYTES = 3 * 4_096;
/** How long a client may take to answer a close. */
const LINGER_MS = 5_000;
const CONTINUATION = 0;
const CLOSE = 8;
/** A close frame as a client sends it, masked with zeros: code 1009. */
const TOO_LONG = Buffer.from([0x88, 0x82, 0, 0, 0, 0, 1_009 >> 8, 1_009 & 0xff]);

/** @typedef {import('node:net').Socket} Socket */
/** @typedef {{ opcode: number; length: number; size: number }} Header `length`: of the payload, `size`: of itself */

/**
 * Passes frames on until either side ends.
 *
 * @param {Socket} client
 * @param {Socket} service has answered 101
 */
export function relayFrames(client, service) {
  const fromClient = new FrameReader();
  const fromService = new FrameReader();
  let messageLength = 0;
  let isTooLong = false;
  let isPassedOn = true;
  const closed = { client: false, service: false };

  client.on('data', (chunk) => {
    for (const { header, bytes } of fromClient.read(chunk)) {
      if (header) {
        const { opcode, length } = header;
        closed.client ||= opcode === CLOSE;
        if (opcode < CLOSE) messageLength = length + (opcode === CONTINUATION ? messageLength : 0);
        if (!isTooLong && messageLength > MAX_MESSAGE_BYTES) {
          isTooLong = true;
          service.write(TOO_LONG);
          linger();
        }
        // The client is read on after a close: its answer comes after what it was sending.
        isPassedOn = !isTooLong && !service.writableEnded && (!closed.service || opcode === CLOSE);
      }
      if (isPassedOn && !service.write(bytes) && !closed.service) client.pause();
    }
    endIfClosed();
  });
  service.on('data', (chunk) => {
    for (const { header } of fromService.read(chunk)) closed.service ||= header?.opcode === CLOSE;
    if (!client.write(chunk)) service.pause();
    if (closed.service) linger();
    endIfClosed();
  });
  service.on('close', () => {
    isPassedOn = false;
    // Clients read the end of the connection before a close that waits behind messages to inflate (undici: 1006).
    if (!closed.service) client.end();
    closed.service = true;
    linger();
  });
  service.on('drain', () => client.resume());
  client.on('drain', () => service.resume());

  function endIfClosed() {
    if (closed.client && closed.service && fromService.isBetweenFrames) client.destroySoon();
  }

  /** Reads on what the client sends: a connection that is dropped with unread bytes is reset, and the client loses the close. */
  function linger() {
    client.resume();
    const timer = setTimeout(() => client.destroySoon(), LINGER_MS);
    client.once('close', () => clearTimeout(timer));
  }
}

/** Finds the frames in a stream of bytes (RFC 6455, 5.2). */
class FrameReader {
  /**
   * The bytes of a header that is not complete.
   *
   * @type {Buffer}
   */
  #kept = Buffer.alloc(0);
  /** The bytes that are left of a payload. */
  #left = 0;

  get isBetweenFrames() {
    return this.#left === 0 && this.#kept.length === 0;
  }

  /**
   * @param {Buffer} chunk
   * @returns {Generator<{ header?: Header; bytes: Buffer }>} in turn headers and pieces of payload
   */
  *read(chunk) {
    let rest = this.#kept.length > 0 ? Buffer.concat([this.#kept, chunk]) : chunk;
    this.#kept = Buffer.alloc(0);
    while (rest.length > 0) {
      const header = this.#left === 0 ? parseHeader(rest) : undefined;
      if (this.#left === 0 && !header) {
        this.#kept = rest;
        return;
      }
      const size = header?.size ?? Math.min(this.#left, rest.length);
      this.#left = header ? header.length : this.#left - size;
      yield { ...(header && { header }), bytes: rest.subarray(0, size) };
      rest = rest.subarray(size);
    }
  }
}

/**
 * @param {Buffer} bytes
 * @returns {Header | undefined} undefined when it is not complete
 */
function parseHeader(bytes) {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return undefined;
  const short = second & 0x7f;
  const extended = short === 127 ? 8 : short === 126 ? 2 : 0;
  const size = 2 + extended + (second & 0x80 ? 4 : 0);
  if (bytes.length < size) return undefined;
  const length =
    extended === 0 ? short : extended === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  return { opcode: first & 0x0f, length, size };
}
