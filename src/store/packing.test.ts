import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pack, unpack } from './packing.ts';

it('gives back what it was given', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 2_000 }), (text) => {
      expect(pack(text)).toMatch(/^([0-9a-f]{2})+$/);
      expect(unpack(pack(text).toUpperCase())).toBe(text);
    }),
  );
});
