import { writeOutModifiers } from './modifiers.ts';

/** A regular expression in JavaScript syntax. */
export interface Translated {
  source: string;
  ignoreCase: boolean;
  multiline: boolean;
  dotAll: boolean;
  /** Whether it matches code points instead of UTF-16 code units. */
  unicode: boolean;
}

/** POSIX classes and their members. */
const POSIX: ReadonlyMap<string, string> = new Map([
  ['alnum', 'a-zA-Z0-9'],
  ['alpha', 'a-zA-Z'],
  ['blank', ' \\t'],
  ['digit', '0-9'],
  ['lower', 'a-z'],
  ['punct', '!-\\/:-@\\[-`{-~'],
  ['space', '\\s'],
  ['upper', 'A-Z'],
  ['word', '\\w'],
  ['xdigit', 'A-Fa-f0-9'],
]);
/** Escapes that JavaScript does not have. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\A', '(?<![^])'],
  ['\\z', '(?![^])'],
  ['\\Z', '(?=\\n?(?![^]))'],
]);
const LEADING_FLAGS = /^\(\?([ims]+)\)/;
const INLINE_FLAGS = /\(\?([ims]*(?:-[ims]+)?)\)/y;
const OWN_FLAGS = /\(\?[ims-]+:/y;
const COMMENT = /\(\?#[^)]*\)/y;
const POSIX_CLASS = /\[:(\w+):\]/y;

/**
 * Translates a regular expression from Go or .NET syntax, as used in style packages, to JavaScript: leading and inline
 * flags, `(?P<name>`, `\A`, `\z` and POSIX classes. Everything else is identical, or is rejected by the parser.
 *
 * @throws {PatternError} if inline flags cannot be rewritten
 */
export function translatePattern(pattern: string): Translated {
  let rest = pattern;
  let flags = '';
  for (let match = LEADING_FLAGS.exec(rest); match; match = LEADING_FLAGS.exec(rest)) {
    flags += match[1];
    rest = rest.slice(match[0].length);
  }
  const { source, hasModifiers } = rewrite(rest);
  const translated = {
    source,
    ignoreCase: flags.includes('i'),
    multiline: flags.includes('m'),
    dotAll: flags.includes('s'),
    unicode: /\\[pP]\{/.test(source),
  };
  return hasModifiers ? { ...translated, source: writeOutModifiers(source, translated) } : translated;
}

/** The brackets that close the groups opened for inline flags. */
function closing(opened = ''): string {
  return ')'.repeat(opened.split('(').length - 1);
}

/**
 * Rewrites a pattern in one pass. Inline flags hold to the end of their group, so each opens a group that ends there.
 */
function rewrite(pattern: string): { source: string; hasModifiers: boolean } {
  let source = '';
  let inClass = false;
  let hasModifiers = false;
  /** For each open group: the flag groups opened inside it, which are repeated in each alternative. */
  const open: string[] = [''];
  const take = (expression: RegExp, at: number): RegExpExecArray | null => {
    expression.lastIndex = at;
    return expression.exec(pattern);
  };
  for (let at = 0; at < pattern.length;) {
    const character = pattern.charAt(at);
    const start = at;
    at += 1;
    if (character === '\\') {
      const escape = pattern.slice(start, start + 2);
      source += inClass ? escape : (ESCAPES.get(escape) ?? escape);
      at += 1;
    } else if (inClass) {
      const posix = character === '[' ? take(POSIX_CLASS, start) : null;
      if (posix) at = start + posix[0].length;
      source += posix ? (POSIX.get(posix[1] ?? '') ?? posix[0]) : character;
      inClass = character !== ']';
    } else if (character === '[') {
      inClass = true;
      source += character;
    } else if (character === '(') {
      const comment = take(COMMENT, start);
      const inline = take(INLINE_FLAGS, start);
      if (comment) at = start + comment[0].length;
      else if (inline) {
        const opened = `(?${inline[1] ?? ''}:`;
        open.push((open.pop() ?? '') + opened);
        source += opened;
        hasModifiers = true;
        at = start + inline[0].length;
      } else {
        open.push('');
        hasModifiers ||= take(OWN_FLAGS, start) !== null;
        const isNamed = pattern.startsWith('(?P<', start);
        source += isNamed ? '(?' : '(';
        if (isNamed) at = start + '(?P'.length;
      }
    } else if (character === '|') source += `${closing(open.at(-1))}|${open.at(-1) ?? ''}`;
    else if (character === ')') source += closing(open.length > 1 ? open.pop() : '') + character;
    else source += character;
  }
  return { source: source + closing(open.at(-1)), hasModifiers };
}
