/** Where micromark 4.0.3 is wrong against CommonMark 0.31.2 or renders what no rule of it explains. */
export interface Departure {
  reason: string;
  /** The shortest text that shows it. */
  example: string;
  /** Matches every text that may show it, and some that do not. */
  pattern: RegExp;
}

/** Departures that {@link correction} does not put right: random texts that may show one are left out. */
export const KNOWN_DEPARTURES: readonly Departure[] = [
  {
    reason:
      'A shortcut reference is one "not followed by [] or a link label" (6.3); what follows here is no link label.',
    example: '[a][b\n\n[a]: /u\n',
    pattern: /\]\[(?![^[\]\\]{0,900}[^[\]\\\s][^[\]\\]{0,90}\])/,
  },
  {
    reason:
      'A line ending "preceded by two or more spaces" is a hard line break (6.7), whatever precedes those.',
    example: 'a\t  \nb\n',
    pattern: /\t {2,}[\r\n]/,
  },
  {
    reason:
      'A CDATA section as a block ends with a "line [that] contains the string ]]>" (4.6, condition 5).',
    example: '<![CDATA[\n]]]>\na\n',
    pattern: /\]\]\]>/,
  },
  {
    reason:
      'A Unicode punctuation character is a "character in the P or S general categories" (2.1). micromark looks at one code unit, which is none of an emoji.',
    example: 'a**😀**\n',
    pattern: /[\u{10000}-\u{10FFFF}]/u,
  },
  {
    reason: 'Indented lines one after the other are one block of code (4.4), after an empty container too.',
    example: '>\n    a\n    b\n',
    pattern:
      /(?:^|[\r\n])[ \t>]*(?:>|[-+*]|\d{1,9}[.)])[ \t]*(?:\r\n?|\n)(?:[ \t>]*(?:\r\n?|\n))*(?: {4}| {0,3}\t)/,
  },
  {
    reason: 'The local part of an e-mail address in angle brackets may have an exclamation mark (6.5).',
    example: '<a!@b>\n',
    pattern: /<[^<>\s]*![^<>\s]*@/,
  },
  {
    reason:
      'A line with one tag "cannot interrupt a paragraph" (4.6, condition 7), so it heads a table here. micromark finds the table, ends the paragraph for it, and then takes the line for HTML.',
    example: 'a\n<b>\n-|\n',
    pattern: /[\r\n][ \t>]*<[^\r\n]*(?:\r\n?|\n)[ \t>]*[|:-]/,
  },
  {
    reason:
      'Of two spans that overlap "the first takes precedence" (6.2, rule 15). For micromark emphasis or strikethrough does, whichever has the first mark in the text.',
    example: '*a* ~b *c~ d*\n',
    pattern: /[*_][^*_]*~[^~]*[*_][^]*~|~[^~]*[*_][^~]*~[^]*[*_]/,
  },
];

/** What {@link correction} puts right in micromark. */
export const CORRECTED_DEPARTURES: readonly Omit<Departure, 'pattern'>[] = [
  {
    reason: '"The sum of the lengths of the delimiter runs" counts whole runs (6.2, rules 9 and 10).',
    example: '***)****]\n',
  },
  {
    reason: 'A line with one tag "cannot interrupt a paragraph" (4.6, condition 7), a lazy line neither.',
    example: '> a\n<b>\nc\n',
  },
  {
    reason: 'A list item that does not interrupt a paragraph may be empty (5.2): here it follows code.',
    example: '    a\n-\n',
  },
  {
    reason:
      'A list item that does not interrupt a paragraph may have any number (5.2): here it starts a quote.',
    example: 'a\n> 2. b\n',
  },
];

export function mayDepart(text: string): boolean {
  return KNOWN_DEPARTURES.some(({ pattern }) => pattern.test(text));
}
