/** From a credential to who it is. Whatever is wrong with one is a denial with its reason, never a failure. */
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import * as v from 'valibot';
import { hashSecret, sameHash, tokenId } from '../../access/credentials.ts';
import { principalSchema, type Principal } from '../../access/principal.ts';
import { roleOf, type AccessSettings } from '../../access/settings.ts';
import { openDatabase, type Database } from '../../store/database.ts';
import { tokenFamilies, readSession, readToken, takeTicket, type TokenRow } from '../../store/tokens.ts';

/** Why a credential lets nobody in. */
export type DenialReason =
  'missing' | 'malformed' | 'unknown' | 'expired' | 'revoked' | 'invalid' | 'no-role' | 'misconfigured';

/** Who it is; with the token's row, where there is one. */
export type Authentication = { principal: Principal; token?: TokenRow } | { denied: DenialReason };

/** Everyone on this machine, in mode `open`. */
export const LOCAL: Principal = { actor: 'local', role: 'admin', families: null };
/** The token of the configuration, as sessions and connections name it. */
export const ADMIN_TOKEN_ID = 'admin';

/** @param token - as it was sent */
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
  const row = await readToken(db, id);
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

/** Who a credential that a live connection renews itself with stands for; null when it lets nobody in. */
export async function authenticateRenewal(
  { DB }: Pick<Env, 'DB'>,
  settings: AccessSettings,
  token: string,
): Promise<Principal | null> {
  if (settings.mode === 'open') return LOCAL;
  if (settings.mode === null) return null;
  const found =
    settings.mode === 'token'
      ? await authenticateToken(openDatabase(DB), settings, token, new Date())
      : await authenticateAccessJwt(settings, token);
  return 'denied' in found ? null : found.principal;
}

/** @param cookie - the value of the session's cookie */
export async function authenticateSession(
  db: Database,
  { adminToken }: AccessSettings,
  cookie: string,
  now: Date,
): Promise<Authentication> {
  const sha256 = await hashSecret(cookie);
  const session = await readSession(db, sha256);
  if (!session) return { denied: 'unknown' };
  if (session.expires_at <= now.toISOString()) return { denied: 'expired' };
  const ends = { session: sha256, expires_at: Date.parse(session.expires_at) };
  if (session.token_id === ADMIN_TOKEN_ID) {
    // A session lives as long as what it was opened with.
    if (adminToken === null || !sameHash(session.credential_sha256, await hashSecret(adminToken))) {
      return { denied: 'revoked' };
    }
    const principal = { actor: 'admin', role: 'admin' as const, families: null, token_id: ADMIN_TOKEN_ID };
    return { principal: { ...principal, ...ends } };
  }
  const row = await readToken(db, session.token_id);
  if (!row || !sameHash(row.sha256, session.credential_sha256)) return { denied: 'unknown' };
  const found = authenticateRow(row, now);
  return 'denied' in found ? found : { ...found, principal: { ...found.principal, ...ends } };
}

/** A ticket is taken by the first who shows it, for the topics that it was made for. */
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
  return { principal: v.parse(v.pipe(v.string(), v.parseJson(), principalSchema), row.principal) };
}

/** What Cloudflare Access says of who is asking. */
const claimsSchema = v.object({
  email: v.exactOptional(v.pipe(v.string(), v.minLength(1))),
  /** Of a service token. */
  common_name: v.exactOptional(v.pipe(v.string(), v.minLength(1))),
  exp: v.number(),
});

/** Key sets by issuer: each fetches its keys when they are first needed, and again when one is not among them. */
const keySets = new Map<string, JWTVerifyGetKey>();

/**
 * @param jwt - of the header `Cf-Access-Jwt-Assertion`
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
    // Keys that can't be fetched are a part that is down, not a wrong credential.
    if (
      error instanceof errors.JWKSTimeout ||
      !(error instanceof errors.JOSEError || error instanceof v.ValiError)
    )
      throw error;
    return { denied: 'invalid' };
  }
}
