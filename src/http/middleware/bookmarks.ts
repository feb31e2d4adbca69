/**
 * Reads from copies of the database, for those who ask for it (`READ_REPLICATION = "on"`, off by default). A copy may be
 * behind. So it answers only a GET that brings the bookmark of an earlier answer, and is at least as new as that one: one
 * reads one's own writes. Everything else asks the primary, above all
 *
 * - who asks: a revoked token ends at once;
 * - the log and what joins it: a client that follows events must not load a thing as it was before the event.
 */
import { createMiddleware } from 'hono/factory';
import type { ServiceContext } from '../../services/context.ts';
import { BOOKMARK_HEADER } from '../../shared/protocol.ts';
import type { AppEnvironment } from '../environment.ts';
import { ProblemError } from '../problem.ts';

/** What D1 calls its bookmarks, and the state of any copy. */
const BOOKMARK = /^(?:[0-9a-f-]{8,128}|first-unconstrained)$/;
/** The log, and what is read at one position of it. */
const PRIMARY = /^\/api\/(?:events|export|import)(?:\/|$)/;

interface Session {
  db: ServiceContext['db'];
  bookmark: () => string | null;
}

/** @param openSession - opens a session of the database; src/compose.ts has the implementation */
export const bookmarks = (openSession: (env: Env, from: string) => Session) =>
  createMiddleware<AppEnvironment>(async function bookmarksMiddleware(c, next) {
    if (c.env.READ_REPLICATION !== 'on' || PRIMARY.test(c.req.path)) return next();
    const isRead = c.req.method === 'GET' || c.req.method === 'HEAD';
    const given = isRead ? c.req.header(BOOKMARK_HEADER) : undefined;
    if (given !== undefined && !BOOKMARK.test(given)) {
      throw new ProblemError('malformed-request', `The ${BOOKMARK_HEADER} is not one that was answered.`);
    }
    const session = openSession(c.env, given ?? 'first-primary');
    c.set('services', { ...c.get('services'), db: session.db });
    await next();
    const bookmark = session.bookmark();
    if (bookmark !== null) c.header(BOOKMARK_HEADER, bookmark);
    return undefined;
  });
