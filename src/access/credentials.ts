/** Creates, parses and compares secrets. Only hashes of them are stored. */
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

const SECRET_BYTES = 32;
const TOKEN = /^galley_([0-9a-f]{32})_[\w-]{43}$/;

/** Creates a random secret of 256 bits, as 43 characters that are safe in URLs, headers and cookies. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/**
 * Creates a token. It contains the id of its row, so checking it reads one row.
 *
 * @param id - a UUID
 */
export function newToken(id: string): string {
  return `galley_${id.replaceAll('-', '')}_${newSecret()}`;
}

/** The id in a token; null when it has not the form of one. */
export function tokenId(token: string): string | null {
  const digits = TOKEN.exec(token)?.[1];
  return digits === undefined ? null : digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The SHA-256 of a secret, in hexadecimal digits. */
export async function hashSecret(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret));
  return bytesToHex(new Uint8Array(digest));
}

/** Compares two hashes in constant time. */
export function sameHash(a: string, b: string): boolean {
  return a.length === b.length && crypto.subtle.timingSafeEqual(hexToBytes(a), hexToBytes(b));
}
