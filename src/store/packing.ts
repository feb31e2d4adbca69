/** Compresses what is only read whole. SQLite is given and gives hexadecimal digits, of which it makes bytes. */
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';

/** @returns hexadecimal digits, for `unhex` */
export function pack(text: string): string {
  return [...deflateSync(strToU8(text), { level: 9 })]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

/** @param hex - what `hex` makes of what {@link pack} returned */
export function unpack(hex: string): string {
  const bytes = Uint8Array.from({ length: hex.length / 2 }, (_, n) =>
    Number.parseInt(hex.slice(n * 2, n * 2 + 2), 16),
  );
  return strFromU8(inflateSync(bytes));
}
