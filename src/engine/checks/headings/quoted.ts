import type { Heading } from '../../document/outline.ts';

/** Longest heading text in a message, in UTF-16 code units. */
const MAX_QUOTED_LENGTH = 80;

/** The text of a heading as messages show it: on one line, in quotes, and cut off. */
export function quoted({ text }: Heading): string {
  const line = text.replaceAll(/\s+/g, ' ');
  const short =
    line.length > MAX_QUOTED_LENGTH ? `${line.slice(0, MAX_QUOTED_LENGTH).toWellFormed()}…` : line;
  return `"${short}"`;
}
