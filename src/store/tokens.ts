import { and, desc, eq, isNull, lt, or, sql } from 'drizzle-orm';
import * as v from 'valibot';
import type { TokenSummary } from '../shared/api/access.ts';
import type { Database } from './database.ts';
import { selectHead, toPosition } from './events.ts';
import { sessions, tickets, tokens } from './schema.ts';

export type TokenRow = typeof tokens.$inferSelect;

const familiesColumn = v.pipe(v.string(), v.parseJson(), v.array(v.string()));

/** The families that a token is limited to; null means all families. */
export function tokenFamilies({ families }: Pick<TokenRow, 'families'>): string[] | null {
  return families === null ? null : v.parse(familiesColumn, families);
}

/**
 * Statement: stores a token.
 *
 * @param others - the number of tokens that its name was compared with. Guard: there are no more by now; see
 *   {@link areMoreTokens}
 */
export function insertToken(db: Database, token: TokenRow, others: number) {
  const guarded = sql`case when (select count(*) from tokens) = ${others} then ${token.name} end`;
  return db.insert(tokens).values({ ...token, name: guarded });
}

/** Whether an error means that the guard of {@link insertToken} did not hold. */
export function areMoreTokens(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause) {
    if (one.message.includes('NOT NULL constraint failed: tokens.name')) return true;
  }
  return false;
}

/** Reads one token. @returns undefined when there is none */
export async function readToken(db: Database, id: string): Promise<TokenRow | undefined> {
  const [row] = await db.select().from(tokens).where(eq(tokens.id, id));
  return row;
}

/** Reads all tokens, newest first, and the position of the log that they include. */
export async function listTokens(db: Database): Promise<{ results: TokenSummary[]; position: number }> {
  const [rows, head] = await db.batch([db.select().from(tokens).orderBy(desc(tokens.id)), selectHead(db)]);
  return { results: rows.map(toSummary), position: toPosition(head) };
}

/** A row as the API shows it: without the hash. */
export function toSummary(row: TokenRow): TokenSummary {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    families: tokenFamilies(row),
    created_by: row.created_by,
    created_at: row.created_at,
    expires_at: row.expires_at,
    last_used_at: row.last_used_at,
    revoked_at: row.revoked_at,
  };
}

/** Statement: revokes a token that is not revoked yet. The event after it in the batch is guarded by `changes()`. */
export function revokeToken(db: Database, id: string, now: string) {
  return db
    .update(tokens)
    .set({ revoked_at: now })
    .where(and(eq(tokens.id, id), isNull(tokens.revoked_at)));
}

/** Statement: deletes the sessions that were opened with a token. Returns their hashes. */
export function deleteSessionsOf(db: Database, tokenId: string) {
  return db.delete(sessions).where(eq(sessions.token_id, tokenId)).returning({ sha256: sessions.sha256 });
}
/** Statement: deletes the tickets that were issued to a token and its sessions. */
export function deleteTicketsOf(db: Database, tokenId: string) {
  return db.delete(tickets).where(eq(tickets.token_id, tokenId));
}

/** Records that a token was used, at most once a minute. */
export async function markUsed(db: Database, id: string, now: Date): Promise<void> {
  const minuteAgo = new Date(now.getTime() - 60_000).toISOString();
  await db
    .update(tokens)
    .set({ last_used_at: now.toISOString() })
    .where(and(eq(tokens.id, id), or(isNull(tokens.last_used_at), lt(tokens.last_used_at, minuteAgo))));
}

/** Whether the row says that the token was used in the last minute. */
export function wasJustUsed({ last_used_at }: TokenRow, now: Date): boolean {
  return last_used_at !== null && Date.parse(last_used_at) > now.getTime() - 60_000;
}

export type SessionRow = typeof sessions.$inferSelect;

/** Statement: stores a session. */
export function insertSession(db: Database, session: SessionRow) {
  return db.insert(sessions).values(session);
}

/** Reads one session. @returns undefined when there is none */
export async function readSession(db: Database, sha256: string): Promise<SessionRow | undefined> {
  const [row] = await db.select().from(sessions).where(eq(sessions.sha256, sha256));
  return row;
}

/** Deletes one session. */
export async function deleteSession(db: Database, sha256: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.sha256, sha256));
}

/** Statement: deletes expired sessions. */
export function deleteEndedSessions(db: Database, now: string) {
  return db.delete(sessions).where(lt(sessions.expires_at, now));
}

/** Deletes expired sessions and tickets. */
export async function deleteEnded(db: Database, now: string): Promise<void> {
  await db.batch([deleteEndedSessions(db, now), db.delete(tickets).where(lt(tickets.expires_at, now))]);
}

export type TicketRow = typeof tickets.$inferSelect;

/** Stores a ticket, and deletes expired ones. */
export async function insertTicket(db: Database, ticket: TicketRow, now: string): Promise<void> {
  await db.batch([db.delete(tickets).where(lt(tickets.expires_at, now)), db.insert(tickets).values(ticket)]);
}

/** Reads and deletes a ticket in one statement, so that it can be used once. @returns undefined when it is not valid */
export async function takeTicket(
  db: Database,
  { sha256, topic, now }: { sha256: string; topic: string; now: string },
): Promise<TicketRow | undefined> {
  const [row] = await db
    .delete(tickets)
    .where(and(eq(tickets.sha256, sha256), eq(tickets.topic, topic), sql`${tickets.expires_at} > ${now}`))
    .returning();
  return row;
}
