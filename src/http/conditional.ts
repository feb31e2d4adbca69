/** Conditional requests: entity tags, 304 and the conditions of writes (RFC 9110, 8.8.3 and 13). */
import type { Context } from 'hono';
import { hash } from '../services/hash.ts';
import type { Precondition } from '../services/families/families.ts';
import type { AppEnvironment } from './environment.ts';

const TAG = /(W\/)?"([\u{21}\u{23}-\u{7e}\u{80}-\u{ff}]*)"/gu;

type TagList = NonNullable<Precondition['ifMatch']>;

/** Reads a list of entity tags, without quotes. What is no tag is left out, so that it matches nothing. */
function readTags(header: string, { weak }: { weak: boolean }): TagList {
  if (header.trim() === '*') return '*';
  return [...header.matchAll(TAG)].flatMap(([, isWeak, tag = '']) =>
    isWeak === undefined || weak ? [tag] : [],
  );
}

/** Reads the conditions of a write. `If-Match` needs strong tags; `If-None-Match` compares weak ones too. */
export function readPrecondition(c: Context<AppEnvironment>): Precondition {
  const ifMatch = c.req.header('If-Match');
  const ifNoneMatch = c.req.header('If-None-Match');
  return {
    ...(ifMatch !== undefined && { ifMatch: readTags(ifMatch, { weak: false }) }),
    ...(ifNoneMatch !== undefined && { ifNoneMatch: readTags(ifNoneMatch, { weak: true }) }),
  };
}

/**
 * Answers a text with its entity tag, or 304 when the client has it already. A browser may keep it, but must ask each time
 * whether it is still current.
 *
 * @param etag - as the header has it; when left out, the SHA-256 of the text
 */
export async function textResponse(
  c: Context<AppEnvironment>,
  text: string,
  { contentType, etag }: { contentType: string; etag?: string },
): Promise<Response> {
  const tag = etag ?? `"${await hash(new TextEncoder().encode(text))}"`;
  c.header('ETag', tag);
  c.header('Cache-Control', 'private, no-cache');
  const known = readTags(c.req.header('If-None-Match') ?? '', { weak: true });
  if (known === '*' || known.some((one) => `"${one}"` === tag)) return c.body(null, 304);
  return c.body(text, 200, { 'Content-Type': contentType });
}
