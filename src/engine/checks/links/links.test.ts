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
    expect([...documentAnchors(new ParsedDocument(text))]).toEqual(
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
