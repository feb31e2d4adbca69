/** Compresses what is only read whole. SQLite is given and gives hexadecimal digits, of which it makes bytes. */
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import phrases from './packing-dictionary-1.json' with { type: 'json' };

/**
 * A packed text with a dictionary begins with this byte, which begins no other packed text (the block type that it stands for is
 * reserved: RFC 1951, 3.2.3), and with the number of the dictionary.
 */
const WITH_DICTIONARY = 6;
/** In SQL: the first byte of a packed text with a dictionary. */
export const WITH_DICTIONARY_HEX = '06';

/** Dictionaries by number. One that is in use is never changed: a better one gets the next number. */
const makers = new Map([[1, () => strToU8(phrases.join('","'))]]);
const NEWEST = 1;
const made = new Map<number, Uint8Array>();

function dictionaryOf(number: number): Uint8Array {
  const known = made.get(number) ?? makers.get(number)?.();
  if (!known) throw new Error(`a text is packed with dictionary ${number}, which this version does not have`);
  made.set(number, known);
  return known;
}

/** @returns hexadecimal digits, for `unhex` */
export function pack(text: string): string {
  return bytesToHex(deflateSync(strToU8(text), { level: 9 }));
}

/** As {@link pack}, for JSON of findings: what those of the bundled rules have in common is in a dictionary. */
export function packFindingsText(text: string): string {
  const packed = deflateSync(strToU8(text), { level: 9, dictionary: dictionaryOf(NEWEST) });
  return bytesToHex(concatBytes(Uint8Array.of(WITH_DICTIONARY, NEWEST), packed));
}

/** @param hex - what `hex` makes of what {@link pack} or {@link packFindingsText} returned */
export function unpack(hex: string): string {
  const bytes = hexToBytes(hex);
  const [first, number = 0] = bytes;
  return strFromU8(
    first === WITH_DICTIONARY
      ? inflateSync(bytes.subarray(2), { dictionary: dictionaryOf(number) })
      : inflateSync(bytes),
  );
}
