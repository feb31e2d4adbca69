/** Packs rows into JSON parameters of a size that D1 accepts. */

/** The most bytes of JSON in one parameter. D1 accepts 2,000,000. */
const MAX_PARAMETER_BYTES = 1_500_000;

export interface JsonParameters<T> {
  /** JSON arrays, for `json_each`. */
  groups: string[];
  /** Rows that exceed one parameter on their own. */
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
