/** How long hostile documents are, in bytes of UTF-8: nearly 1 MB. */
export const HOSTILE_BYTES = 999_000;

/**
 * Repeats a piece of text.
 *
 * @param {string} part
 * @param {number} share - of a whole document
 */
export function fill(part, share = 1) {
  return part.repeat(Math.floor((HOSTILE_BYTES * share) / Buffer.byteLength(part)));
}

/**
 * Repeats a piece of text that differs each time.
 *
 * @param {(n: number) => string} make
 */
export function numbered(make) {
  const parts = [];
  for (let n = 0, length = 0; length < HOSTILE_BYTES - 100; n += 1) {
    const part = make(n);
    length += part.length;
    parts.push(part);
  }
  return parts.join('');
}
