/**
 * Who asks, and what they may see.
 *
 * Handlers, services, the store and the hub never look at roles. They pass the principal on, and ask the functions of
 * this file.
 */
import * as v from 'valibot';
import { ADMIN_EVENT_TYPES } from '../shared/event-visibility.ts';
import type { EventSubject } from '../shared/events.ts';
import { includesRole, ROLES } from '../shared/roles.ts';
import { parseTopic } from '../shared/topics.ts';

/**
 * A principal. It has a schema because it is also stored in the attachment of a live connection, and parsed after a
 * wake.
 */
export const principalSchema = v.object({
  /** The name in events and history. */
  actor: v.string(),
  role: v.picklist(ROLES),
  /** The families that it is limited to; null means all. */
  families: v.nullable(v.array(v.string())),
  /** The token of the credential. Revoking it ends the connections. */
  token_id: v.exactOptional(v.string()),
  /** The browser session, by its hash: signing out ends its connections. */
  session: v.exactOptional(v.string()),
  /** When the credential expires, in ms since 1970. */
  expires_at: v.exactOptional(v.number()),
});
export type Principal = v.InferOutput<typeof principalSchema>;

/** Whether the principal may see data of a family. Data without a family is only for principals without a limit. */
export function maySeeFamily(principal: Principal, family: string | undefined): boolean {
  return principal.families === null || (family !== undefined && principal.families.includes(family));
}

/** Whether the principal may see this event. */
export function maySeeEvent(principal: Principal, event: { type: string } & EventSubject): boolean {
  if (ADMIN_EVENT_TYPES.includes(event.type) && principal.role !== 'admin') return false;
  return maySeeFamily(principal, event.family);
}

/** Whether the principal may submit documents. */
export function maySubmit(principal: Principal, family: string): boolean {
  return includesRole(principal.role, 'editor') && maySeeFamily(principal, family);
}

/** Whether the principal may decide on findings. */
export function mayReview(principal: Principal, family: string): boolean {
  return includesRole(principal.role, 'reviewer') && maySeeFamily(principal, family);
}

/** Whether the principal may change the configuration. */
export function mayAdminister(principal: Principal): boolean {
  return principal.role === 'admin' && principal.families === null;
}

/** Whether this is the local principal of mode `open`, which has no credential that could expire. */
export function isLocal({ token_id, expires_at }: Principal): boolean {
  return token_id === undefined && expires_at === undefined;
}

/** Whether the principal may see the monitoring figures, which cover all families. */
export function mayMonitor(principal: Principal): boolean {
  return principal.families === null;
}

/** Whether the principal may listen to a topic. Each event is checked again by {@link maySeeEvent}. */
export function mayListen(principal: Principal, topic: string): boolean {
  const filter = parseTopic(topic);
  if (!filter) return false;
  return 'all' in filter || filter.key !== 'family' || maySeeFamily(principal, filter.value);
}

/** A key that is equal for principals who see the same events. */
export function visibilityKey(principal: Principal): string {
  const families = principal.families === null ? '*' : principal.families.toSorted().join(',');
  return `${principal.role === 'admin' ? 'admin' : 'other'}:${families}`;
}
