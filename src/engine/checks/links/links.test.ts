import { describe, expect, it } from 'vitest';
import {
  applyEdits,
  buildRuleset,
  documentAnchors,
  ParsedDocument,
  readDocumentLinks,
  validateDocument,
} from '../../index.ts';
import type { DocumentLibrary } from '../../document/library.ts';

const ruleset = buildRuleset({ profile: 'strict' });
function check(text: string, library?: DocumentLibrary, filePath = 'docs/guide.md') {
  return validateDocument({
    text,
    filePath,
    ruleset,
    validationTypes: ['links'],
    ...(library && { library }),
  });
}
const found = (text: string, library?: DocumentLibrary): string[] =>
  check(text, library).issues.map(({ rule_id, line, column }) => `${rule_id}@${line}:${column}`);

describe('anchors', () => {
  it('are those that GitHub makes of headings, and those that a document names itself', () => {
    const text = [
      '# One *two* `three()`!',
      '## Same',
      '## Same',
      '### Über — Maß_1',
      '## Custom {#my-id}',
      'Under\nlined\n===',
      '<a name="old"></a> <h2 id=\'html\'>x</h2>',
      '> ## Quoted',
    ].join('\n\n');
    expect([...(documentAnchors(new ParsedDocument(text)) ?? [])]).toEqual(
      expect.arrayContaining([
        'one-two-three',
        'same',
        'same-1',
        'über--maß_1',
        'my-id',
        'old',
        'html',
        'quoted',
      ]),
    );
  });

  it.each([
    ['# A\n\n[x](#a) [y](#top) [z](#L12-L14) [w](#:~:text=a) [v](#tab/windows)\n', []],
    ['# A b\n\n[x](#a%20b) [y](#A-b)\n', ['links/unknown-anchor@3:5', 'links/unknown-anchor@3:17']],
    ['# A\r\n\r\n[x](<#b>)\r\n', ['links/unknown-anchor@3:5']],
    ['# Straße\n\n[x](#stra%C3%9Fe) [y](guide.md#nothing)\n', ['links/unknown-anchor@3:23']],
    ['```\n[x](#b)\n```\n\n`[x](#b)`\n', []],
  ])('that a link names must be there: %j', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it('are suggested when they are nearly right', () => {
    const text = '# A\n\n## Setting up\n\n[x](<#setting-upp>)\n';
    const { issues, issueEdits } = check(text);
    expect(issues[0]?.suggestion).toContain('#setting-up');
    expect(applyEdits(text, issueEdits[0] ?? [])).toBe('# A\n\n## Setting up\n\n[x](<#setting-up>)\n');
  });
});

describe('links to other documents', () => {
  const library: DocumentLibrary = {
    anchors: (path) => (path === 'docs/other.md' ? new Set(['there']) : undefined),
    has: (path) => ['docs/other.md', 'docs/guide.md', 'top.md'].includes(path),
  };

  it('are followed from where the document is', () => {
    const text =
      '[a](other.md#there) [b](./other.md#gone) [c](/top.md) [d](../top.md#x) [e](none.md) [f](../../out.md)\n';
    expect(found(text, library)).toEqual([
      'links/unknown-anchor-elsewhere@1:25',
      'links/missing-document@1:76',
    ]);
  });

  it('are only said to be broken where all documents are known', () => {
    const { has: _all, ...some } = library;
    expect(found('[a](none.md) [b](none.md#x) [c](other.md#gone)\n', some)).toEqual([
      'links/unknown-anchor-elsewhere@1:33',
    ]);
    expect(found('[a](none.md) [c](other.md#gone)\n')).toEqual([]);
  });

  it('are listed without those that leave the root or lead elsewhere', () => {
    const text =
      '[a](b.md) [c](../d.markdown#e) [f](../../g.md) [h](https://x.y/z.md) [i](pic.png) [j](#k) [l](m%20n.md)\n';
    expect(readDocumentLinks(new ParsedDocument(text), 'docs/guide.md').linkedPaths).toEqual([
      'docs/b.md',
      'd.markdown',
      'docs/m n.md',
    ]);
  });
});

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** A library that knows all files: those of the paths. Each document has the anchors `top` and `there`. */
function treeOf(...files: string[]): DocumentLibrary {
  return {
    anchors: (path) => (path.endsWith('.md') ? new Set(['top', 'there']) : undefined),
    has: (path) => files.some((file) => file === path || file.startsWith(`${path}/`)),
    filesIn: (folder) =>
      files
        .filter((file) => folderOf(file) === folder)
        .map((file) => file.slice(folder.length && folder.length + 1)),
  };
}

describe('destinations', () => {
  const tree = treeOf(
    'docs/guide.md',
    'docs/a&b.md',
    'docs/pic.png',
    'docs/dir/README.md',
    'docs/page.html',
    'docs/source.md',
  );
  const messages = (text: string): string[] => check(text, tree).issues.map(({ message }) => message);

  it('of references are checked once, where they are defined', () => {
    const text = [
      '# A',
      '[x][p] [again][p] [q] [r][] ![image][s]',
      '[p]: #nowhere\n[q]: missing.md\n[r]: <other.md> "t"\n[s]: none.png\n[unused]: no.md\n[p]: #second',
    ].join('\n\n');
    expect(
      check(text, tree).issues.map(({ rule_id, line, snippet }) => `${rule_id}@${line} ${snippet}`),
    ).toEqual([
      'links/unknown-anchor@5 #nowhere',
      'links/missing-document@6 missing.md',
      'links/missing-document@7 <other.md>',
      'links/missing-file@8 none.png',
      expect.stringContaining('links/duplicate-definition@10'),
    ]);
  });

  it('lead to files of any kind', () => {
    const text =
      '![a](pic.png) ![b](no.png) [c](dir) [d](dir/) [e](no/) [f](no.txt) [g](no.html) [h](page.html#x) [i](guide.md/x)\n';
    expect(messages(text)).toEqual([
      'There is no image "docs/no.png".',
      'There is no file "docs/no.txt".',
      'There is no file "docs/no.html".',
      'There is no file "docs/guide.md/x".',
    ]);
  });

  it('lead to the index of a folder, and to the source of a page', () => {
    expect(messages('[a](dir/#there) [b](dir#gone) [c](source.html#gone) [d](source#x)\n')).toEqual([
      'There is no anchor "#gone" in "docs/dir/README.md".',
      'There is no anchor "#gone" in "docs/source.md".',
    ]);
    expect(
      readDocumentLinks(new ParsedDocument('[a](dir/#x) [b](dir/) ![c](d#x)\n'), 'docs/guide.md').linkedPaths,
    ).toContain('docs/dir/README.md');
  });

  it('are read in HTML, but not in comments and scripts', () => {
    const text = [
      '<p><a class=\'x\' href=\'no.md\'>a</a> <a href="#gone">b</a> <img alt="c" src=no.png></p>',
      'Text <a href="no.txt">d</a>',
      '<!-- <a href="no.md"> --> <script>const a = \'<a href="no.md">\';</script>',
      '`<a href="no.md">`',
    ].join('\n\n');
    expect(messages(text)).toEqual([
      'There is no document "docs/no.md".',
      'There is no anchor "#gone" in this document.',
      'There is no image "docs/no.png".',
      'There is no file "docs/no.txt".',
    ]);
  });

  it('have their escapes and entities decoded first', () => {
    expect(
      messages('[a](a&amp;b.md) [b](a\\&b.md) [c](a%26b.md) <a href="a&amp;b.md">d</a> [e](a&amp;c.md)\n'),
    ).toEqual(['There is no document "docs/a&c.md".']);
    const fixed = check('# A\n\n## There\n\n[x](&#35;no) [y](guide&period;md#thera)\n', tree);
    expect(fixed.issueEdits.flat()).toMatchObject([{ expected: 'thera', text: 'there' }]);
  });

  it('of templates, placeholders and the root of a site are not followed', () => {
    expect(
      messages(
        '[a]({{base}}/x) [b](TODO) [c](/x/y.png) [d](<%= x %>) [e](https://x.y) [f](mailto:a@b.c) [g](?q=1)\n',
      ).filter((message) => !message.includes('placeholder')),
    ).toEqual([]);
  });

  it.each([
    ['github', ['docs/no.png', 'docs/x.html', 'docs/html.png']],
    ['docusaurus', ['docs/no.png', 'docs/x.html']],
    ['hugo', []],
  ])('are addresses of the site where %s makes it', (anchors, expected) => {
    const { issues } = validateDocument({
      text: '[a](route) ![b](no.png) [c](x.html) <img src="html.png">\n',
      filePath: 'docs/guide.md',
      ruleset: buildRuleset({ pack: { anchors } }),
      validationTypes: ['links'],
      library: tree,
    });
    expect(issues.map(({ message }) => /"(.*)"/.exec(message)?.[1])).toEqual(expected);
  });

  it('that no heading has are reported only with one that is like it', () => {
    expect(messages('# A\n\n[a](#option.dir) [b](#r-a.b) [c](#fn:1) [d](#There)\n\n## There\n')).toEqual([
      'There is no anchor "#There" in this document.',
    ]);
  });

  it('may be anywhere in documents that include text', () => {
    const library: DocumentLibrary = { ...tree, anchors: () => undefined };
    expect(
      check('# A\n\n{{#include b.md}}\n\n[a](#x) [b](source.md#y) [c](dir/#z)\n', library).issues,
    ).toEqual([]);
  });

  it('name anchors as the pack says', () => {
    const text = '# A\n\n[x](#own) [y](#b-own)\n\n## B {#own}\n';
    const of = (anchors: string) =>
      validateDocument({
        text,
        filePath: 'a.md',
        ruleset: buildRuleset({ pack: { anchors } }),
        validationTypes: ['links'],
      }).issues.map(({ snippet }) => snippet);
    expect(of('docusaurus')).toEqual(['#b-own']);
    expect(of('gitlab')).toEqual(['#own']);
    expect(() => buildRuleset({ pack: { anchors: 'none' } })).toThrow('must be one of github');
  });
});

describe('link definitions', () => {
  it('must not contradict each other', () => {
    expect(found('[x]\n\n[x]: /a\n[ X ]: /b\n[y]: /a\n[y]: /a\n')).toEqual([
      'links/duplicate-definition@4:1',
    ]);
  });

  it('and links with spaces are put right in angle brackets', () => {
    const text = 'See [a](user guide.md) and *[b](my file.md#x)*, [c](see (1) below) [d](a "title").\n';
    const report = check(text);
    expect(report.issues.map(({ snippet }) => snippet)).toEqual(['user guide.md', 'my file.md#x']);
    const edits = report.issueEdits.flat();
    expect(applyEdits(text, edits)).toContain('[a](<user guide.md>) and *[b](<my file.md#x>)*');
  });
});
