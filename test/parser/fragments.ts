/** Pieces that, put together, make what parsers disagree on. */
// prettier-ignore
const BLOCKS = [
  '> ', '>', '- ', '-', '* ', '+ ', '1. ', '2) ', '10. ', '# ', '## ', '```', '~~~', '```js\n', '    ', '  ', ' ', '\t',
  '<div>', '</div>', '<!--', '-->', '<b>', '<?x', '?>', '<!A', '<script>', '</script>', '---', '***', '===', '-',
  '| a | b |\n', '|-|-|\n', '|:-|\n', 'a|b\n', '[a]: /u\n', '[b]: <x> "t"\n', '[^a]: note\n', '[^a]: ', '- [ ] ',
  '- [x] ', '$$\n', '\n', '\n', '\n', '\n\n', '\r\n', '\r', 'a', 'foo',
];
// prettier-ignore
const INLINES = [
  '*', '**', '_', '__', '~', '~~', '`', '``', '[', '](', '](/u)', '](/u "t")', '][a]', '[a]', '[b][]', '![', '[^a]', ']',
  '(', ')', '<', '>', '<a href="x">', '</a>', '<http://a.b>', '<a@b.c>', 'www.a.com', 'http://a.b/c', 'https://x.y',
  'a@b.cd', '&amp;', '&#35;', '&x;', '\\', '\\*', '\\\n', '  \n', '\n', ' ', 'a', 'b', 'b c', '.', '!', '"', "'", '|',
  '\\|', '_a_', 'é', '~a~', '^', '{', '\0',
];

export const FRAGMENTS: readonly string[] = [...BLOCKS, ...INLINES];
