/** Sessions of browsers, and tickets for WebSockets, which cannot send an `Authorization` header. */
import { hashSecret, newSecret } from '../../access/credentials.ts';
import { mayListen, type Principal } from '../../access/principal.ts';
import type { AccessSettings } from '../../access/settings.ts';
import type { Session, Ticket } from '../../shared/api/access.ts';
import { SESSION_TTL_MS, TICKET_TTL_MS } from '../../shared/limits.ts';
import { parseTopic, topicsKey } from '../../shared/topics.ts';
import type { Database } from '../../store/database.ts';
import {
  deleteEndedSessions,
  deleteSession,
  deleteSessionsOf,
  insertSession,
  insertTicket,
} from '../../store/tokens.ts';
import { ADMIN_TOKEN_ID, authenticateToken, forgetSession, type DenialReason } from './authenticate.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal } from '../errors.ts';

export interface SignedIn {
  /** The value of the session cookie. */
  secret: string;
  session: Session;
  expiresAt: Date;
}

/**
 * Opens a session for the holder of a token. The session never outlives the token.
 *
 * @param token - as it was sent
 */
export async function createSession(
  db: Database,
  settings: AccessSettings,
  token: string,
  now: Date,
): Promise<SignedIn | { denied: DenialReason }> {
  const found = await authenticateToken(db, settings, token, now);
  if ('denied' in found) return found;
  const { token_id = ADMIN_TOKEN_ID, expires_at = Number.POSITIVE_INFINITY } = found.principal;
  const secret = newSecret();
  const expiresAt = new Date(Math.min(now.getTime() + SESSION_TTL_MS, expires_at));
  await db.batch([
    deleteEndedSessions(db, now.toISOString()),
    insertSession(db, {
      sha256: await hashSecret(secret),
      token_id,
      credential_sha256: await hashSecret(token),
      created_at: now.toISOString(),
      expires_at: expiresAt.toISOString(),
    }),
  ]);
  const principal = { ...found.principal, expires_at: expiresAt.getTime() };
  return { secret, session: describeSession(principal, settings), expiresAt };
}

/** Describes the principal and its rights, for `GET /api/session`. */
export function describeSession(
  { actor, role, families, expires_at }: Principal,
  { mode }: AccessSettings,
): Session {
  return {
    actor,
    role,
    families,
    mode: mode ?? 'token',
    expires_at: expires_at === undefined ? null : new Date(expires_at).toISOString(),
  };
}

/**
 * Ends the session of the principal, or all that were opened with its token.
 *
 * @returns the hashes of the sessions that have ended. Later sessions of the same token are not among them.
 */
export async function endSession({ db, principal }: ServiceContext, everywhere: boolean): Promise<string[]> {
  const { session, token_id } = principal;
  if (everywhere && token_id !== undefined) {
    const ended = await deleteSessionsOf(db, token_id);
    return ended.map(({ sha256 }) => {
      forgetSession(sha256);
      return sha256;
    });
  }
  if (session === undefined) return [];
  await deleteSession(db, session);
  forgetSession(session);
  return [session];
}

/**
 * Issues a ticket for one connection.
 *
 * @param wanted - the topics of the connection, in any order
 * @throws {Refusal} `invalid` when there is no such topic, `forbidden` when the principal may not listen to it
 */
export async function issueTicket(
  { db, principal, now }: ServiceContext,
  wanted: readonly string[],
): Promise<Ticket> {
  for (const topic of wanted) {
    if (!parseTopic(topic)) {
      throw new Refusal('invalid', 'There is no such topic.', [{ path: 'topic', message: 'is no topic' }]);
    }
    if (!mayListen(principal, topic)) throw new Refusal('forbidden', `You may not listen to "${topic}".`);
  }
  const issued = now();
  const ticket = newSecret();
  const expires_at = new Date(issued.getTime() + TICKET_TTL_MS).toISOString();
  const row = {
    sha256: await hashSecret(ticket),
    topic: topicsKey(wanted),
    token_id: principal.token_id ?? '',
    principal: JSON.stringify(principal),
    expires_at,
  };
  await insertTicket(db, row, issued.toISOString());
  return { ticket, expires_at };
}
