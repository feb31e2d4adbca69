/** A regular expression in JavaScript's syntax. */
export interface Translated {
  source: string;
  ignoreCase: boolean;
  multiline: boolean;
  dotAll: boolean;
  /** Whether it matches code points; else UTF-16 code units. */
  unicode: boolean;
}

/** What stands in a class of POSIX. */
const POSIX: Readonly<Record<string, string>> = {
  alnum: 'a-zA-Z0-9',
  alpha: 'a-zA-Z',
  blank: ' \\t',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\s',
  upper: 'A-Z',
  word: '\\w',
  xdigit: 'A-Fa-f0-9',
};
const LEADING_FLAGS = /^\(\?([ims]+)\)/;

/**
 * Writes a regular expression of Go or .NET, as style packages have them, in JavaScript's syntax: flags at the start,
 * `(?P<name>`, `\A`, `\z` and POSIX classes. Everything else is the same, or an error of the parser.
 */
export function translatePattern(pattern: string): Translated {
  let source = pattern;
  let flags = '';
  for (let match = LEADING_FLAGS.exec(source); match; match = LEADING_FLAGS.exec(source)) {
    flags += match[1];
    source = source.slice(match[0].length);
  }
  source = source
    .replaceAll('(?P<', '(?<')
    .replaceAll(/(?<!\\)((?:\\\\)*)\\A/g, '$1^')
    .replaceAll(/(?<!\\)((?:\\\\)*)\\[zZ]/g, '$1$')
    .replaceAll(/\[:(\w+):\]/g, (whole, name: string) => POSIX[name] ?? whole);
  return {
    source,
    ignoreCase: flags.includes('i'),
    multiline: flags.includes('m'),
    dotAll: flags.includes('s'),
    unicode: /\\[pP]\{/.test(source),
  };
}
