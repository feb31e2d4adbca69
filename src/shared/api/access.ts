/** Bodies and answers about tokens, sessions and tickets. */
import * as v from 'valibot';
import {
  MAX_CREDENTIAL_LENGTH,
  MAX_TOKEN_DAYS,
  MAX_TOKEN_FAMILIES,
  MAX_TOKEN_NAME_LENGTH,
  MAX_TOPICS_PER_CONNECTION,
} from '../limits.ts';
import { mixesScripts, nameKey } from '../names.ts';
import { type AccessMode, type Role, ROLES } from '../roles.ts';
import type { Family } from '../things.ts';
import { familySchema, line, oneOf } from './fields.ts';
import { strictObject } from '../objects.ts';

/** Names of actors that are not tokens. */
const RESERVED_NAMES = new Set(['admin', 'local', 'anonymous', 'galley']);

/** POST /api/tokens */
export const tokenRequestSchema = strictObject({
  name: v.pipe(
    line(MAX_TOKEN_NAME_LENGTH, 'is required: what the token is for'),
    // Events use the name as their actor, so it must not look like that of another actor.
    v.check(
      (name) => mixesScripts(name) || !RESERVED_NAMES.has(nameKey(name)),
      'is the name of someone else',
    ),
    v.check((name) => !mixesScripts(name), 'must not mix letters of different scripts'),
  ),
  role: oneOf(ROLES),
  /** All families when absent. */
  families: v.exactOptional(
    v.pipe(
      v.array(familySchema),
      v.minLength(1, 'must name at least one'),
      v.maxLength(MAX_TOKEN_FAMILIES, `must name at most ${MAX_TOKEN_FAMILIES}`),
    ),
  ),
  /** Valid until revoked when absent. */
  expires_in_days: v.exactOptional(
    v.pipe(
      v.number('must be a number'),
      v.minValue(1 / 1_440, 'must be a minute at least'),
      v.maxValue(MAX_TOKEN_DAYS, `must be at most ${MAX_TOKEN_DAYS}`),
    ),
  ),
});
export type TokenRequest = v.InferInput<typeof tokenRequestSchema>;
/** A token without its text, which is shown only once, when it is created. */
export interface TokenSummary {
  id: string;
  name: string;
  role: Role;
  families: Family[] | null;
  created_by: string;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
  revoked_at: string | null;
}
export interface TokenCreated extends TokenSummary {
  /** The text of the token. It cannot be shown again. */
  token: string;
}
export interface TokenList {
  results: TokenSummary[];
  position: number;
}

/** POST /api/session signs a browser in. */
export const sessionRequestSchema = strictObject({
  token: v.pipe(v.string('is required'), v.maxLength(MAX_CREDENTIAL_LENGTH, 'is too long'), v.trim()),
});
/** GET and POST /api/session: the caller's actor name, role and families. */
export interface Session {
  actor: string;
  role: Role;
  families: Family[] | null;
  mode: AccessMode;
  /** When the session or token expires; null when it does not. */
  expires_at: string | null;
}
/** DELETE /api/session */
export const signOutSchema = strictObject({ everywhere: v.optional(v.boolean(), false) });

/** POST /api/ws-ticket */
export const ticketRequestSchema = strictObject({
  topic: v.string('is required'),
  /** Further topics of the same connection. */
  topics: v.optional(v.pipe(v.array(v.string()), v.maxLength(MAX_TOPICS_PER_CONNECTION - 1)), []),
});
export type TicketRequest = v.InferInput<typeof ticketRequestSchema>;
export interface Ticket {
  ticket: string;
  expires_at: string;
}
