import { bytesToHex } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import phrases from './packing-dictionary-1.json' with { type: 'json' };
import { pack, packFindingsText, unpack } from './packing.ts';

it('gives back what it was given', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 2_000 }), (text) => {
      expect(pack(text)).toMatch(/^([0-9a-f]{2})+$/);
      expect(unpack(pack(text).toUpperCase())).toBe(text);
      expect(unpack(packFindingsText(text))).toBe(text);
      // No text without a dictionary is taken for one with it.
      expect(pack(text)).not.toMatch(/^06/);
    }),
  );
});

it('has the dictionaries that stored texts were packed with, as they were', async () => {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(phrases.join('","')));
  expect(bytesToHex(new Uint8Array(bytes))).toBe(
    '6c4bf91ef64f576e8b84d934e49280026756747ebf16f7fb12899258efe4bf39',
  );
  expect(() => unpack('06ff0300')).toThrow('dictionary 255');
});
