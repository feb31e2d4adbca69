/** What a principal may see, and what a service serves, as SQL conditions. A test compares them with the same decisions in src/access. */
import { and, notInArray, sql, type SQL } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Principal } from '../access/principal.ts';
import { ADMIN_EVENT_TYPES } from '../shared/event-visibility.ts';
import type { ServedFamilies } from '../shared/served-families.ts';
import { events } from './schema.ts';

/** The condition for rows of families that the principal may see, through one parameter. */
export function inVisibleFamily(principal: Principal, family: SQLiteColumn): SQL | undefined {
  if (principal.families === null) return undefined;
  return sql`${family} in (select value from json_each(${JSON.stringify(principal.families)}))`;
}

/** The condition for rows of families that the service serves, as `servesFamily` has it. */
export function inServedFamily(
  served: ServedFamilies | undefined,
  family: SQLiteColumn | SQL,
): SQL | undefined {
  if (!served) return undefined;
  const { only, moved, problem } = served;
  if (problem !== undefined) return sql`false`;
  const names = sql`(select value from json_each(${JSON.stringify(only ?? [...moved.keys()])}))`;
  return only ? sql`${family} in ${names}` : sql`${family} not in ${names}`;
}

/** The condition for events that the principal may see. */
export function isVisibleEvent(principal: Principal): SQL | undefined {
  return and(
    inVisibleFamily(principal, events.family),
    principal.role === 'admin' ? undefined : notInArray(events.type, [...ADMIN_EVENT_TYPES]),
  );
}
