/**
 * The one access decision's result: who asks, and what that one may see.
 *
 * Handlers, services, the store and the hub never look at roles: they pass the principal on, and what they list, read
 * or deliver asks it here.
 */
import * as v from 'valibot';
import { ADMIN_EVENT_TYPES } from '../shared/event-visibility.ts';
import type { EventSubject } from '../shared/events.ts';
import { includesRole, ROLES } from '../shared/roles.ts';
import { parseTopic } from '../shared/topics.ts';

/** Kept in a live connection's attachment too, hence a schema: it is parsed again after every wake. */
export const principalSchema = v.object({
  /** Who it is, as events and history name it. */
  actor: v.string(),
  role: v.picklist(ROLES),
  /** The families it is limited to; null: every family. */
  families: v.nullable(v.array(v.string())),
  /** The token that it signed in with: a revoked one ends its connections. */
  token_id: v.exactOptional(v.string()),
  /** The browser session, by its hash: signing out ends its connections. */
  session: v.exactOptional(v.string()),
  /** When its credential ends, ms since 1970. */
  expires_at: v.exactOptional(v.number()),
});
export type Principal = v.InferOutput<typeof principalSchema>;

/** Whether the principal may see things of this family. What has no family is for those without a limit. */
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

/** Whether the principal may decide what becomes of findings. */
export function mayReview(principal: Principal, family: string): boolean {
  return includesRole(principal.role, 'reviewer') && maySeeFamily(principal, family);
}

/** Whether the principal may change how the service works. */
export function mayAdminister(principal: Principal): boolean {
  return principal.role === 'admin' && principal.families === null;
}

/** Whether it is everyone on this machine, in mode `open`: no credential, and so no end of one. */
export function isLocal({ token_id, expires_at }: Principal): boolean {
  return token_id === undefined && expires_at === undefined;
}

/** Whether the principal may see how the service as a whole is: its figures are of every family. */
export function mayMonitor(principal: Principal): boolean {
  return principal.families === null;
}

/** Whether the principal may listen to this topic: true says nothing about the single events, which are asked for one by one. */
export function mayListen(principal: Principal, topic: string): boolean {
  const filter = parseTopic(topic);
  if (!filter) return false;
  return 'all' in filter || filter.key !== 'family' || maySeeFamily(principal, filter.value);
}

/** Principals with equal keys see the same events. */
export function visibilityKey(principal: Principal): string {
  const families = principal.families === null ? '*' : principal.families.toSorted().join(',');
  return `${principal.role === 'admin' ? 'admin' : 'other'}:${families}`;
}
