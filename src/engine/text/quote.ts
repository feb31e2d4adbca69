/** Longest text that a message quotes, in UTF-16 code units. */
const MAX_QUOTED_LENGTH = 80;

/** A text of the document as a message shows it: on one line, in quotes, cut when it is long. */
export function quote(text: string): string {
  const cut = text.length > MAX_QUOTED_LENGTH;
  const line = text.slice(0, MAX_QUOTED_LENGTH).toWellFormed().replaceAll(/\s+/g, ' ');
  return cut ? `"${line}…"` : `"${line}"`;
}
