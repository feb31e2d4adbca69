import type { Edit } from '../../shared/things.ts';

const CODE = /(`+)[^`][^]*?\1/g;
const RUN = /\*+|_+/g;
/** How far before an address the start of a tag is looked for, in UTF-16 code units. */
const MAX_TAG_LENGTH = 2_000;
const BEFORE = /^$|[\s("'[>|]/;
const AFTER = /^$|[\s.,;:!?)"'\]<|]/;

/**
 * Whether all emphasis of a paragraph is of the kind that every parser reads alike: pairs of one mark or two, one after
 * the other, with white space or punctuation around them.
 */
export function hasPlainEmphasis(paragraph: string): boolean {
  if (paragraph.includes('\\') || paragraph.includes('![')) return false;
  const text = paragraph.replaceAll(CODE, (code) => 'x'.repeat(code.length));
  let open: string | null = null;
  for (const { 0: run, index } of text.matchAll(RUN)) {
    const before = text.charAt(index - 1);
    const after = text.charAt(index + run.length);
    // Inside a word, an underscore is text to all; at the start of a line, an asterisk with a space is the mark of an item.
    if (run.startsWith('_') && /\w/.test(before) && /\w/.test(after)) continue;
    if (run === '*' && /^[ \t]$/.test(after) && /(?:^|\n)[\s>]*$/.test(text.slice(0, index))) continue;
    if (run.length > 2) return false;
    if (open === null) {
      if (!BEFORE.test(before) || !/\S/.test(after)) return false;
      open = run;
    } else {
      if (run !== open || !/\S/.test(before) || !AFTER.test(after)) return false;
      open = null;
    }
  }
  return open === null;
}

/**
 * Whether an address stands by itself, with nothing around it that could make it part of something else.
 *
 * @param at - where it stands in its line
 */
export function isPlainAddress(line: string, at: number, { expected }: Pick<Edit, 'expected'>): boolean {
  if (/[*\\[\]<>`]/.test(expected)) return false;
  const before = line.slice(Math.max(0, at - MAX_TAG_LENGTH), at);
  const after = line.charAt(at + expected.length);
  const isAlone = /^$|[\s(:,]/.test(before.slice(-1)) && /^$|[\s).,;:!?]/.test(after);
  return isAlone && before.lastIndexOf('<') <= before.lastIndexOf('>');
}
