/** Packs rows into JSON parameters of a size that D1 accepts. */

import { sql, type SQL } from 'drizzle-orm';

/** Selects the values of a list, through one parameter. */
export function valuesOf(list: readonly string[]): SQL {
  return sql`select value from json_each(${JSON.stringify(list)})`;
}

/** The most bytes of JSON in one parameter. D1 accepts 2,000,000. */
export const MAX_PARAMETER_BYTES = 1_500_000;

/** JSON arrays of rows, for `json_each`, and the rows that exceed a parameter on their own. */
export interface JsonParameters<T> {
  groups: string[];
  tooLarge: T[];
}

/** Packs rows, in their order, into as few JSON arrays as possible. */
export function toParameters<T>(rows: readonly T[]): JsonParameters<T> {
  const groups: string[][] = [];
  const tooLarge: T[] = [];
  let bytes = Infinity;
  for (const row of rows) {
    const json = JSON.stringify(row);
    const size = new TextEncoder().encode(json).byteLength + 1;
    if (size > MAX_PARAMETER_BYTES) {
      tooLarge.push(row);
      continue;
    }
    if (bytes + size > MAX_PARAMETER_BYTES) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)?.push(json);
    bytes += size;
  }
  return { groups: groups.map((group) => `[${group.join()}]`), tooLarge };
}

/**
 * As {@link toParameters}, for rows of a bounded size.
 *
 * @throws {RangeError} when a row exceeds a parameter on its own
 */
export function jsonParameters(rows: readonly unknown[]): string[] {
  const { groups, tooLarge } = toParameters(rows);
  if (tooLarge.length === 0) return groups;
  throw new RangeError(`a row has more than ${MAX_PARAMETER_BYTES} bytes of JSON`);
}
