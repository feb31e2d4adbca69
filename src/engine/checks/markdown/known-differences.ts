/** Where the library that the rules come from is wrong, and they are not. */
export interface KnownDifference {
  /** The rules that it shows in here. */
  rules: readonly string[];
  reason: string;
  /** The shortest text that shows it. */
  example: string;
  /** Whether it shows when no other rule is on. */
  isAlone?: true;
}

/** Compared with markdownlint 0.42.1, which reads documents with micromark 4.0.2. */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    rules: ['MD032'],
    reason:
      "A line with one tag can't interrupt a paragraph (CommonMark 4.6, condition 7), so it goes on the paragraph of a list item. The library ends the list before it.",
    example: '- a\n<br>\nb\n',
  },
  {
    rules: ['MD032'],
    reason:
      'HTML that nothing closes ends with its list (4.6). The library counts the line after it in, and looks for an empty line one line too late.',
    example: '- <!A\n+ b\n',
  },
  {
    rules: ['MD029'],
    reason:
      'A list item that interrupts no paragraph may have any number (5.2). After indented code the library wants a 1, and finds no list.',
    example: '    a\n\n0. b\n',
  },
  {
    rules: ['MD055', 'MD056', 'MD058'],
    reason:
      'The library knows directives, which are no part of CommonMark and of GitHub: `:::name` is text there, and may be the last row of a table.',
    example: ':::name\n\n| a | b |\n| - | - |\n:::\n',
  },
  {
    rules: ['MD023'],
    reason:
      'The library breaks: it finds a place outside of the line, and reports nothing of the rule in the document.',
    example: '- a\n\t# A\n\nb\n\n  ## C\n',
  },
  {
    rules: ['MD023'],
    reason:
      'A heading with a line below it begins after the definitions above it (4.7). The library counts those in, and finds the heading indented as they are.',
    example: ' [d]: /e\na\n---\n',
  },
  {
    rules: ['MD053'],
    reason:
      'In the text of an image, brackets around a link are no reference (6.3). The library counts them as one, and its definition as used.',
    example: '![[[foo](uri1)](uri2)](uri3)\n\n[foo]: /url\n',
  },
  {
    rules: ['MD053'],
    reason:
      'When no rule that needs its parse is on, the library does not parse, and these rules find nothing: `MD052` and `MD053` alone.',
    example: '[a]: /b\n',
    isAlone: true,
  },
];
