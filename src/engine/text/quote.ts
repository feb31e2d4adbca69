/** Longest text that a message quotes, in UTF-16 code units. */
const MAX_QUOTED_LENGTH = 80;

/** Quotes a piece of a document for a message: on one line, and cut after 80 code units. */
export function quote(text: string): string {
  const cut = text.length > MAX_QUOTED_LENGTH;
  const line = text.slice(0, MAX_QUOTED_LENGTH).toWellFormed().replaceAll(/\s+/g, ' ');
  return cut ? `"${line}…"` : `"${line}"`;
}
