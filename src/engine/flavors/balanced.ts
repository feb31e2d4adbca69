/** Longest tag or expression that is read, in UTF-16 code units. */
export const MAX_TEMPLATE_LENGTH = 50_000;

/**
 * Reads a JavaScript expression in braces: strings, template strings and comments may hold braces of their own.
 *
 * @param start - of the opening brace
 * @returns the offset after the closing brace; -1 when there is none
 */
export function endOfExpression(text: string, start: number): number {
  const stop = Math.min(text.length, start + MAX_TEMPLATE_LENGTH);
  /** Braces that are open in the expression, and for each template string around it, those that are open there. */
  let depth = 0;
  const outer: number[] = [];
  let isInString = false;
  let at = start;
  while (at < stop) {
    const code = text.charCodeAt(at);
    if (isInString) {
      if (code === BACKSLASH) at += 1;
      else if (code === BACKTICK) {
        isInString = false;
        depth = outer.pop() ?? 0;
      } else if (code === DOLLAR && text.charCodeAt(at + 1) === BRACE_OPEN) {
        isInString = false;
        depth = 1;
        at += 1;
      }
    } else if (code === BRACE_OPEN) depth += 1;
    else if (code === BACKTICK) {
      outer.push(depth);
      isInString = true;
    } else if (code === BRACE_CLOSE) {
      depth -= 1;
      if (depth === 0) {
        if (outer.length === 0) return at + 1;
        isInString = true;
      }
    } else if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) {
      const end = endOfString(text, at, stop);
      if (end !== -1) at = end - 1;
    } else if (code === SLASH && text.charCodeAt(at + 1) === ASTERISK) {
      const end = text.indexOf('*/', at + 2);
      if (end === -1 || end >= stop) return -1;
      at = end + 1;
    } else if (code === SLASH && text.charCodeAt(at + 1) === SLASH) {
      while (at + 1 < stop && text.charCodeAt(at + 1) !== LINE_FEED) at += 1;
    }
    at += 1;
  }
  return -1;
}

const [LINE_FEED, DOUBLE_QUOTE, DOLLAR, SINGLE_QUOTE, ASTERISK] = [10, 34, 36, 39, 42];
const [SLASH, BACKSLASH, BACKTICK, BRACE_OPEN, BRACE_CLOSE] = [47, 92, 96, 123, 125];

/** Strings end on their line: an apostrophe in JSX text is none. */
function endOfString(text: string, start: number, stop: number): number {
  const quote = text[start];
  for (let at = start + 1; at < stop && text[at] !== '\n'; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote) return at + 1;
  }
  return -1;
}

const NAME_START = /[A-Za-z_$]/;
const NAME = /[\w$.:-]/;

/** A tag, as JSX or Vue have it. */
export interface Tag {
  /** Empty for a fragment. */
  name: string;
  end: number;
  /** An attribute is an expression. */
  hasExpression: boolean;
}

/**
 * Reads one tag of JSX: `<Name a="b" c={d}>`, `</Name>`, `<>`, `</>`.
 *
 * @returns null when no tag begins at the offset
 */
export function readTag(text: string, start: number): Tag | null {
  const stop = Math.min(text.length, start + MAX_TEMPLATE_LENGTH);
  let at = start + 1;
  if (text[at] === '/') at += 1;
  const nameStart = at;
  if (text[at] === '>') return { name: '', end: at + 1, hasExpression: false };
  if (!NAME_START.test(text[at] ?? '')) return null;
  while (at < stop && NAME.test(text[at] ?? '')) at += 1;
  const name = text.slice(nameStart, at);
  // `<https://…>` is an autolink to Markdown, and an error to JSX.
  if (name.endsWith(':') || !/[\s/>{]/.test(text[at] ?? '')) return null;
  let hasExpression = false;
  while (at < stop) {
    const character = text[at];
    if (character === '>') return { name, end: at + 1, hasExpression };
    if (character === '<') return null;
    if (character === '"' || character === "'") {
      const end = text.indexOf(character, at + 1);
      if (end === -1 || end >= stop) return null;
      at = end;
    } else if (character === '{') {
      const end = endOfExpression(text, at);
      if (end === -1) return null;
      hasExpression = true;
      at = end - 1;
    }
    at += 1;
  }
  return null;
}
