import type { LintDocument } from './lint-document.ts';

/**
 * Makes a function that reads something of a document once, however many rules ask for it.
 *
 * @example
 * ```ts
 * export const tables = perDocument((document: LintDocument) => document.nodes(NodeKind.Table));
 * ```
 */
export function perDocument<T>(read: (document: LintDocument) => T): (document: LintDocument) => T {
  const known = new WeakMap<LintDocument, { value: T }>();
  return (document) => {
    let entry = known.get(document);
    if (!entry) {
      entry = { value: read(document) };
      known.set(document, entry);
    }
    return entry.value;
  };
}
