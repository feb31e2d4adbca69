/** Authenticates credentials. A wrong credential is a denial with a reason, never an exception. */
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import * as v from 'valibot';
import { hashSecret, sameHash, tokenId } from '../../access/credentials.ts';
import { principalSchema, type Principal } from '../../access/principal.ts';
import { Remembered } from '../../access/remembered.ts';
import { roleOf, type AccessSettings } from '../../access/settings.ts';
import type { Database } from '../../store/database.ts';
import {
  markUsed,
  readSession,
  readToken,
  takeTicket,
  tokenFamilies,
  wasJustUsed,
  type SessionRow,
  type TokenRow,
} from '../../store/tokens.ts';

/** Why a credential is refused. */
export type DenialReason =
  'missing' | 'malformed' | 'unknown' | 'expired' | 'revoked' | 'invalid' | 'no-role' | 'misconfigured';

/** Who it is, with the row of the token that was sent, or why it is refused. */
export type Authentication = { principal: Principal; token?: TokenRow } | { denied: DenialReason };

/** The principal of every request in mode `open`. */
export const LOCAL: Principal = { actor: 'local', role: 'admin', families: null };
/** The `token_id` of the configured `ADMIN_TOKEN`. */
export const ADMIN_TOKEN_ID = 'admin';

/** Rows by the id of the token, and by the hash of the session. */
const tokens = new Remembered<TokenRow>();
const sessions = new Remembered<SessionRow>();

/** Has the next request with a token, or with a session of it, look it up. Other isolates remember it a little longer. */
export function forgetToken(id: string): void {
  tokens.forget(id);
}

/** Has the next request with a session look it up. Other isolates remember it a little longer. */
export function forgetSession(sha256: string): void {
  sessions.forget(sha256);
}

/** Authenticates an API token or the configured `ADMIN_TOKEN`. @param token - as it was sent */
export async function authenticateToken(
  db: Database,
  { adminToken }: AccessSettings,
  token: string,
  now: Date,
): Promise<Authentication> {
  const sha256 = await hashSecret(token);
  if (adminToken !== null && sameHash(sha256, await hashSecret(adminToken))) {
    return { principal: { actor: 'admin', role: 'admin', families: null, token_id: ADMIN_TOKEN_ID } };
  }
  const id = tokenId(token);
  if (id === null) return { denied: 'malformed' };
  const row = await tokens.get(id, now.getTime(), () => readToken(db, id));
  if (!row || !sameHash(row.sha256, sha256)) return { denied: 'unknown' };
  return authenticateRow(row, now);
}

function authenticateRow(row: TokenRow, now: Date): Authentication {
  if (row.revoked_at !== null) return { denied: 'revoked' };
  if (row.expires_at !== null && row.expires_at <= now.toISOString()) return { denied: 'expired' };
  const principal: Principal = {
    actor: row.name,
    role: row.role,
    families: tokenFamilies(row),
    token_id: row.id,
    ...(row.expires_at !== null && { expires_at: Date.parse(row.expires_at) }),
  };
  return { principal, token: row };
}

/** Records that a token was used, at most once a minute. */
export async function markTokenUsed(db: Database, token: TokenRow, now: Date): Promise<void> {
  if (wasJustUsed(token, now)) return;
  // The row may be remembered: the next request is not to write again.
  token.last_used_at = now.toISOString();
  await markUsed(db, token.id, now);
}

/**
 * Authenticates the credential that renews a live connection.
 *
 * @returns null when it is refused
 */
export async function authenticateRenewal(
  db: Database,
  settings: AccessSettings,
  token: string,
): Promise<Principal | null> {
  if (settings.mode === 'open') return LOCAL;
  if (settings.mode === null) return null;
  const found =
    settings.mode === 'token'
      ? await authenticateToken(db, settings, token, new Date())
      : await authenticateAccessJwt(settings, token);
  return 'denied' in found ? null : found.principal;
}

/** Authenticates a browser's session. @param cookie - the value of the session cookie */
export async function authenticateSession(
  db: Database,
  { adminToken }: AccessSettings,
  cookie: string,
  now: Date,
): Promise<Authentication> {
  const sha256 = await hashSecret(cookie);
  const session = await sessions.get(sha256, now.getTime(), () => readSession(db, sha256));
  if (!session) return { denied: 'unknown' };
  if (session.expires_at <= now.toISOString()) return { denied: 'expired' };
  const ends = { session: sha256, expires_at: Date.parse(session.expires_at) };
  if (session.token_id === ADMIN_TOKEN_ID) {
    // A session ends when the credential that opened it is replaced.
    if (adminToken === null || !sameHash(session.credential_sha256, await hashSecret(adminToken))) {
      return { denied: 'revoked' };
    }
    const principal = { actor: 'admin', role: 'admin' as const, families: null, token_id: ADMIN_TOKEN_ID };
    return { principal: { ...principal, ...ends } };
  }
  const { token_id } = session;
  const row = await tokens.get(token_id, now.getTime(), () => readToken(db, token_id));
  if (!row || !sameHash(row.sha256, session.credential_sha256)) return { denied: 'unknown' };
  const found = authenticateRow(row, now);
  return 'denied' in found ? found : { ...found, principal: { ...found.principal, ...ends } };
}

/** Authenticates a ticket and uses it up. It is valid once, for the topics that it was issued for. */
export async function authenticateTicket(
  db: Database,
  { ticket, topics }: { ticket: string; topics: string },
  now: Date,
): Promise<Authentication> {
  const row = await takeTicket(db, {
    sha256: await hashSecret(ticket),
    topic: topics,
    now: now.toISOString(),
  });
  if (!row) return { denied: 'unknown' };
  const principal = v.parse(v.pipe(v.string(), v.parseJson(), principalSchema), row.principal);
  // Signing out ends the session, and with it the tickets that were issued to it.
  const isSignedOut = principal.session !== undefined && !(await readSession(db, principal.session));
  return isSignedOut ? { denied: 'revoked' } : { principal };
}

/** The claims that are read from a JWT of Cloudflare Access. */
const claimsSchema = v.object({
  email: v.exactOptional(v.pipe(v.string(), v.minLength(1))),
  /** Set for a service token. */
  common_name: v.exactOptional(v.pipe(v.string(), v.minLength(1))),
  exp: v.number(),
});

/** Key sets by issuer. Each fetches its keys when first used, and again when a key is missing. */
const keySets = new Map<string, JWTVerifyGetKey>();

/**
 * Authenticates a JWT of Cloudflare Access.
 *
 * @param jwt - the value of the header `Cf-Access-Jwt-Assertion`
 * @see https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie/validating-json/
 */
export async function authenticateAccessJwt(
  { team, roles }: AccessSettings,
  jwt: string,
): Promise<Authentication> {
  if (!team) return { denied: 'misconfigured' };
  const { issuer, audience } = team;
  const keys = keySets.get(issuer) ?? createRemoteJWKSet(new URL(`${issuer}/cdn-cgi/access/certs`));
  keySets.set(issuer, keys);
  try {
    const { payload } = await jwtVerify(jwt, keys, {
      issuer,
      audience,
      algorithms: ['RS256'],
      requiredClaims: ['exp'],
    });
    const { email, common_name, exp } = v.parse(claimsSchema, payload);
    const actor = email ?? common_name;
    const role = actor === undefined ? null : roleOf(roles, actor);
    if (actor === undefined || role === null) return { denied: 'no-role' };
    return { principal: { actor, role, families: null, expires_at: exp * 1_000 } };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { denied: 'expired' };
    // Failing to fetch the keys is an outage, not a wrong credential.
    if (
      error instanceof errors.JWKSTimeout ||
      !(error instanceof errors.JOSEError || error instanceof v.ValiError)
    )
      throw error;
    return { denied: 'invalid' };
  }
}
