import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { MAX_REQUEST_BYTES } from '../../shared/limits.ts';
import { ProblemError } from '../problem.ts';

/**
 * Refuses bodies of more bytes before they are parsed, and inflates those with `Content-Encoding: gzip`. The limit holds
 * for the bytes that were sent and for the inflated ones. Every route that reads a body has this middleware; the webhook
 * of GitHub, which signs the bytes that it sends, has the limit alone.
 *
 * @param what - has at most so many bytes, for the message
 * @throws {ProblemError} `request-too-large`, `malformed-request` or `unsupported-media-type`
 */
export const limitedTo = (maxSize: number, what: string) => {
  const refuse = (): never => {
    throw new ProblemError('request-too-large', `${what} has at most ${maxSize} bytes.`);
  };
  const withoutEncoding = bodyLimit({ maxSize, onError: refuse });
  return createMiddleware(async function limited(c, next) {
    const encoding = c.req.header('Content-Encoding')?.trim().toLowerCase() ?? '';
    if (encoding === '' || encoding === 'identity') return withoutEncoding(c, next);
    // RFC 9110, 8.4.1.3: x-gzip is another name of gzip.
    if (encoding !== 'gzip' && encoding !== 'x-gzip') {
      const headers = { 'Accept-Encoding': 'gzip, identity' };
      throw new ProblemError('unsupported-media-type', 'Encode the body with gzip, or not at all.', {
        headers,
      });
    }
    const { raw } = c.req;
    const headers = new Headers(raw.headers);
    headers.delete('Content-Encoding');
    headers.delete('Content-Length');
    c.req.raw = new Request(raw, {
      method: raw.method,
      headers,
      body: await inflate(raw.body, { maxSize, refuse }),
    });
    return next();
  });
};

/** Refuses bodies of more than `MAX_REQUEST_BYTES`: see {@link limitedTo}. */
export const limited = limitedTo(MAX_REQUEST_BYTES, 'A request');

interface Limit {
  maxSize: number;
  refuse: () => never;
}

/** @throws {ProblemError} `request-too-large` or `malformed-request` */
async function inflate(body: Request['body'], limit: Limit): Promise<Blob> {
  const sent = await readWithinLimit((body ?? new Blob().stream()).getReader(), limit);
  try {
    const inflated = sent.stream().pipeThrough(new DecompressionStream('gzip'));
    return await readWithinLimit(inflated.getReader(), limit);
  } catch (error) {
    // What the stream throws for data that are cut off, or not gzip.
    if (error instanceof TypeError) throw new ProblemError('malformed-request', 'The body is not gzip.');
    throw error;
  }
}

/** @throws {ProblemError} `request-too-large` */
async function readWithinLimit(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  { maxSize, refuse }: Limit,
): Promise<Blob> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(chunks);
    bytes += value.byteLength;
    if (bytes > maxSize) {
      await reader.cancel();
      refuse();
    }
    chunks.push(value);
  }
}
