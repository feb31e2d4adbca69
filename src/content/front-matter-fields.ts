import type { Family } from '../shared/things.ts';

/** Front matter fields that the documents of a family carry. */
export interface FamilyFields {
  /** A document without one of these gets a warning each. */
  required: readonly string[];
  /** A document without some of these gets one remark that names them. */
  recommended: readonly string[];
}

// A product page can't be placed on its site without a title; the rest has workable defaults.
const PRODUCT: FamilyFields = { required: ['title'], recommended: ['type', 'weight', 'url'] };

/** Which fields each family's documents need. */
export const FAMILY_FIELDS: Readonly<Record<Family, FamilyFields>> = {
  default: { required: [], recommended: [] },
  cells: PRODUCT,
  words: PRODUCT,
  slides: PRODUCT,
  pdf: PRODUCT,
};
