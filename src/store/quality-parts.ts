/** Findings and documents of the main lines now: see schema/quality.ts. */
import { sql, type SQL } from 'drizzle-orm';

/** Folders that have parts: the first of a path, and the first two. */
export const KEPT_FOLDER = /^[^/]+(?:\/[^/]+)?$/;

/** What rows have for a folder that count what somebody owns: no folder of a path begins with a slash. */
export const scopeOfOwner = (owner: string) => `/${owner}`;

/**
 * The condition for a part, in the families that are named beside it.
 *
 * @param scope - a folder, empty for all, or as {@link scopeOfOwner} has it
 */
export function isPart(scope: string, kind: 'rule' | 'folder', name: string): SQL {
  return sql`folder = ${scope} and kind = ${kind} and name = ${name}`;
}
