/** Creates, lists and revokes API tokens. Admins only. */
import { v7 as newId } from 'uuid';
import { hashSecret, newToken } from '../../access/credentials.ts';
import { mayAdminister } from '../../access/principal.ts';
import type { TokenCreated, TokenList, TokenRequest, TokenSummary } from '../../shared/api/access.ts';
import type { NewEvent } from '../../shared/events.ts';
import { nameKey } from '../../shared/names.ts';
import { commitWithEvents } from '../../store/commit.ts';
import { appendEvents, appendEventsIfChanged, toLiveEvents } from '../../store/events.ts';
import {
  areMoreTokens,
  deleteSessionsOf,
  deleteTicketsOf,
  insertToken,
  listTokens,
  readToken,
  revokeToken,
  toSummary,
  type TokenRow,
} from '../../store/tokens.ts';
import type { ServiceContext } from '../context.ts';
import { forgetToken } from './authenticate.ts';
import { once, type Claim } from '../idempotent.ts';
import { Refusal, found } from '../errors.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Creates a token. The answer has the token itself, which is stored nowhere.
 *
 * @throws {Refusal} `forbidden`, `invalid` when another valid token has a name that looks like it, or `answer-lost` when a request with the same `Idempotency-Key` made it already
 */
export async function createToken(context: ServiceContext, request: TokenRequest): Promise<TokenCreated> {
  requireAdmin(context);
  const { name, role, families, expires_in_days } = request;
  return once(context, {
    kind: 'token',
    asked: [name, role, families ?? null, expires_in_days ?? null],
    make: (claim) => makeToken(context, request, claim),
    // The token itself is stored nowhere, so it can't be shown again.
    again: ([id = '']) => {
      const detail = `The token ${id} was made by this request before; revoke it, and make another one with a new key.`;
      return Promise.reject(new Refusal('answer-lost', detail));
    },
  });
}

async function makeToken(
  context: ServiceContext,
  { name, role, families, expires_in_days }: TokenRequest,
  claim: Claim,
): Promise<TokenCreated> {
  const { db, principal } = context;
  const now = context.now();
  const id = newId();
  const token = newToken(id);
  const row: TokenRow = {
    id,
    name,
    sha256: await hashSecret(token),
    role,
    families: families === undefined ? null : JSON.stringify([...new Set(families)]),
    created_by: principal.actor,
    created_at: now.toISOString(),
    expires_at:
      expires_in_days === undefined ? null : new Date(now.getTime() + expires_in_days * DAY_MS).toISOString(),
    last_used_at: null,
    revoked_at: null,
  };
  const summary = toSummary(row);
  const event: NewEvent = {
    type: 'token_created',
    timestamp: row.created_at,
    actor: principal.actor,
    subject: {},
    payload: { token_id: id, name, role, families: summary.families, expires_at: row.expires_at },
  };
  for (;;) {
    const { results: others } = await listTokens(db);
    refuseTakenName(name, others, row.created_at);
    try {
      const appended = await commitWithEvents(db, {
        events: appendEvents(db, [event]),
        after: [insertToken(db, row, others.length), ...claim([id])],
      });
      context.publish(toLiveEvents(appended));
      return { ...summary, token };
    } catch (error) {
      // Another token was created meanwhile: the names must be compared again.
      if (!areMoreTokens(error)) throw error;
    }
  }
}

/**
 * Events use the name of a token as their actor, so no two valid tokens may have names that look alike.
 *
 * @param now - tokens that expire by then are not compared
 * @throws {Refusal} `invalid`
 */
function refuseTakenName(name: string, others: readonly TokenSummary[], now: string): void {
  const taken = others.find(
    (other) =>
      other.revoked_at === null &&
      (other.expires_at === null || other.expires_at > now) &&
      nameKey(other.name) === nameKey(name),
  );
  if (!taken) return;
  const message =
    taken.name === name
      ? 'is the name of another token'
      : `looks like the name of another token, "${taken.name}"`;
  throw new Refusal('invalid', `name: ${message}.`, [{ path: 'name', message }]);
}

/**
 * Lists all tokens, newest first.
 *
 * @throws {Refusal} `forbidden`
 */
export async function readTokens(context: ServiceContext): Promise<TokenList> {
  requireAdmin(context);
  return listTokens(context.db);
}

/**
 * Revokes a token and deletes its sessions and tickets. The hub closes its connections when it gets the event. Revoking
 * twice changes nothing.
 *
 * @throws {Refusal} `forbidden` or `not-found`
 */
export async function endToken(context: ServiceContext, id: string): Promise<TokenSummary> {
  requireAdmin(context);
  const { db, principal } = context;
  const { name } = found(await readToken(db, id), 'token', id);
  const now = context.now().toISOString();
  const event: NewEvent = {
    type: 'token_revoked',
    timestamp: now,
    actor: principal.actor,
    subject: {},
    payload: { token_id: id, name },
  };
  const appended = await commitWithEvents(db, {
    before: [revokeToken(db, id, now)],
    events: appendEventsIfChanged(db, [event]),
    after: [deleteSessionsOf(db, id), deleteTicketsOf(db, id)],
  });
  forgetToken(id);
  if (appended.length > 0) context.publish(toLiveEvents(appended));
  return toSummary(found(await readToken(db, id), 'token', id));
}

function requireAdmin({ principal }: ServiceContext): void {
  if (!mayAdminister(principal)) throw new Refusal('forbidden', 'Only an admin may see and change tokens.');
}
