/** What a principal may see, as conditions: the same decisions as in src/access, for rows. */
import { and, notInArray, sql, type SQL } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Principal } from '../access/principal.ts';
import { ADMIN_EVENT_TYPES } from '../shared/event-visibility.ts';
import { events } from './schema.ts';

/** Rows of the families that the principal may see. One parameter, however many families. */
export function inVisibleFamily(principal: Principal, family: SQLiteColumn): SQL | undefined {
  if (principal.families === null) return undefined;
  return sql`${family} in (select value from json_each(${JSON.stringify(principal.families)}))`;
}

/** Events that the principal may see. */
export function isVisibleEvent(principal: Principal): SQL | undefined {
  return and(
    inVisibleFamily(principal, events.family),
    principal.role === 'admin' ? undefined : notInArray(events.type, [...ADMIN_EVENT_TYPES]),
  );
}
