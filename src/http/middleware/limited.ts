import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { MAX_REQUEST_BYTES } from '../../shared/limits.ts';
import { ProblemError } from '../problem.ts';

const withoutEncoding = bodyLimit({ maxSize: MAX_REQUEST_BYTES, onError: refuseLength });

/**
 * Refuses bodies of more than `MAX_REQUEST_BYTES` before they are parsed, and inflates those with `Content-Encoding:
 * gzip`. The limit holds for the bytes that were sent and for the inflated ones.
 *
 * @throws {ProblemError} `request-too-large`, `malformed-request` or `unsupported-media-type`
 */
export const limited = createMiddleware(async function limited(c, next) {
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
  c.req.raw = new Request(raw, { method: raw.method, headers, body: await inflate(raw.body) });
  return next();
});

/** @throws {ProblemError} `request-too-large` or `malformed-request` */
async function inflate(body: Request['body']): Promise<Blob> {
  const sent = await readWithinLimit((body ?? new Blob().stream()).getReader());
  try {
    const inflated = sent.stream().pipeThrough(new DecompressionStream('gzip'));
    return await readWithinLimit(inflated.getReader());
  } catch (error) {
    // What the stream throws for data that are cut off, or not gzip.
    if (error instanceof TypeError) throw new ProblemError('malformed-request', 'The body is not gzip.');
    throw error;
  }
}

/** @throws {ProblemError} `request-too-large` */
async function readWithinLimit(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Blob> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(chunks);
    bytes += value.byteLength;
    if (bytes > MAX_REQUEST_BYTES) {
      await reader.cancel();
      refuseLength();
    }
    chunks.push(value);
  }
}

function refuseLength(): never {
  throw new ProblemError('request-too-large', `A request has at most ${MAX_REQUEST_BYTES} bytes.`);
}
