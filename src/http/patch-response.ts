import type { Context } from 'hono';
import type { RenderedPatch } from '../services/git/patch.ts';
import type { AppEnvironment } from './environment.ts';

/**
 * Answers with a patch. `Link` leads to the next part (RFC 8288), and `Galley-Left-Out` says how many changes are not in
 * this one.
 */
export function patchResponse(
  c: Context<AppEnvironment>,
  { body, mediaType, fileName, leftOut, nextCursor }: RenderedPatch,
): Response {
  if (nextCursor !== null) {
    const next = new URL(c.req.url);
    next.searchParams.set('cursor', nextCursor);
    c.header('Link', `<${next.pathname}${next.search}>; rel="next"`);
  }
  return c.body(body, 200, {
    'Content-Type': mediaType,
    'Content-Disposition': `attachment; filename="${fileName}"`,
    'Galley-Left-Out': String(leftOut),
  });
}
