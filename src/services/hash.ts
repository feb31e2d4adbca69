import { bytesToHex } from '@noble/hashes/utils.js';

/** SHA-256 in hexadecimal digits. */
export async function hash(bytes: Uint8Array): Promise<string> {
  return bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}
