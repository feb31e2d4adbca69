/** Delimiters of the blocks of fields that markdownlint leaves out at the start of a text. */
const KINDS = [
  { open: '---', closes: ['---'] },
  { open: '+++', closes: ['+++', '...'] },
  { open: '{', closes: ['}'] },
] as const;
const BLANKS = /^[^\S\r\n\u2028\u2029]*$/;

/**
 * Finds the block of fields at the start of a text as markdownlint does: YAML between `---`, TOML between `+++`, or JSON
 * between braces on lines of their own. The empty lines after it belong to it.
 *
 * @returns the offset after it; `start` when there is none
 */
export function leadingBlockEnd(text: string, start: number): number {
  const kind = KINDS.find(({ open }) => text.startsWith(open, start));
  if (!kind) return start;
  const firstEnd = lineEnd(text, start);
  if (!BLANKS.test(text.slice(start + kind.open.length, firstEnd))) return start;
  if (!kind.closes.some((mark) => text.includes(mark, firstEnd))) return start;
  for (let at = nextLine(text, firstEnd); at !== -1; at = nextLine(text, lineEnd(text, at))) {
    const close = kind.closes.find((mark) => text.startsWith(mark, at));
    if (close === undefined) continue;
    const after = at + close.length;
    const end = blanksEnd(text, after);
    if (end !== -1) return end;
  }
  return start;
}

/** The start of the first line with text after white space that ends the line at `from`; -1 when the line goes on. */
function blanksEnd(text: string, from: number): number {
  let last = -1;
  let at = from;
  while (at < text.length && /\s/.test(text.charAt(at))) {
    const character = text.charAt(at);
    at += 1;
    if (character === '\n') last = at;
    else if (character === '\r') last = text.startsWith('\n', at) ? at + 1 : at;
  }
  return at >= text.length ? text.length : last;
}

function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) return at;
  }
  return text.length;
}

function nextLine(text: string, end: number): number {
  if (end >= text.length) return -1;
  return end + (text.startsWith('\r\n', end) ? 2 : 1);
}
