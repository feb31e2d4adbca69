/** Assigns principals to hubs. Pure. */
import type { Principal } from '../access/principal.ts';

/**
 * Returns the same hub for the same principal, and distributes principals evenly.
 *
 * @param count - the number of hubs
 * @returns from 0 to `count - 1`
 * @see http://www.isthe.com/chongo/tech/comp/fnv/ FNV-1a, 32 bits
 */
export function shardFor({ token_id, actor }: Principal, count: number): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(token_id ?? actor)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash % count;
}
