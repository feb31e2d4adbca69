/** Secrets: how they are made, told apart, and compared. Kept of each is a hash alone. */
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

const SECRET_BYTES = 32;
const TOKEN = /^galley_([0-9a-f]{32})_[\w-]{43}$/;

/** A secret that can't be guessed: 256 bits, as 43 characters that are safe in addresses, headers and cookies. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/**
 * A new token. It names its own row, so that one is read and compared, and none is searched for.
 *
 * @param id - a UUID
 */
export function newToken(id: string): string {
  return `galley_${id.replaceAll('-', '')}_${newSecret()}`;
}

/** The id of the row that a token names; null when it is none of ours. */
export function tokenId(token: string): string | null {
  const digits = TOKEN.exec(token)?.[1];
  return digits === undefined ? null : digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** SHA-256 of a secret, in hexadecimal digits. */
export async function hashSecret(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret));
  return bytesToHex(new Uint8Array(digest));
}

/** Whether two hashes are the same, in a time that doesn't tell where they differ. */
export function sameHash(a: string, b: string): boolean {
  return a.length === b.length && crypto.subtle.timingSafeEqual(hexToBytes(a), hexToBytes(b));
}
