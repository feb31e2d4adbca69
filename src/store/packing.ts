/** Compresses what is only read whole. SQLite is given and gives hexadecimal digits, of which it makes bytes. */
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';

/** @returns hexadecimal digits, for `unhex` */
export function pack(text: string): string {
  return bytesToHex(deflateSync(strToU8(text), { level: 9 }));
}

/** @param hex - what `hex` makes of what {@link pack} returned */
export function unpack(hex: string): string {
  return strFromU8(inflateSync(hexToBytes(hex)));
}
