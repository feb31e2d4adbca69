/** Pieces of documents that make rules of Markdown speak. */
// prettier-ignore
export const PIECES: readonly string[] = [
  '# A\n', '## B ##\n', '#C\n', '#  D  ##\n', '# H!\n', '  # Indented\n', 'Setext\n===\n', 'Set\n--\n',
  '- a\n', '   - b\n', '* star\n', '  * nested\n', '+ plus\n', '1. x\n', '3. y\n', '1) p\n', '-   wide\n',
  '```\ncode\n```\n', '~~~\n$ ls\n~~~\n', '    indented\n', '`a `\n', '` b`\n', '$$\nm\n$$\n', '$a$ b $c$\n',
  '| a | b |\n|---|---|\n| c |\n', '|a|b|\n|-|-|\nc|d|e\n', '> q\n', '>   r\n', '- > q\n', '> - i\n>   j\n',
  '\n\n\n', 'text  \n', 'text   \n', '\ta\tb\n', '***\n', '---\n', '- - -\n', '* * *\n', '(a)[b]\n',
  'http://x.y/z\n', '[ a ](b)\n', '[](x)\n', '![](y)\n', '[here](z)\n', '[l](#top)\n', '[l](#nope)\n', '[l](#a)\n',
  '[u][v]\n', '[d]: /e\n', '[d][]\n', '[d]\n', '[^1]: foot\n', 'a[^1]\n', '<div>\n<img src="a">\n</div>\n',
  '<!-- c -->\n', '<!-- a\n\nb -->\n', 'x <b>y</b>\n', '**bold**\n', '_em_ and *em*\n', '__s__ **s**\n', 'a * b * c\n',
  'a *b * c\n', 'A line that goes on and on, longer than all lines may be by default, and still has words.\n',
];
