import { describe, expect, it } from 'vitest';
import { buildRuleset, validateDocument, type DocumentLibrary } from '../../index.ts';

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** What is said to be missing where a document and some other files are all that there is. */
function missingIn(files: readonly string[], link: string, filePath = 'docs/guide.md'): string[] {
  const all = [...files, filePath];
  const library: DocumentLibrary = {
    anchors: () => undefined,
    has: (path) => all.some((file) => file === path || file.startsWith(`${path}/`)),
    filesIn: (folder) =>
      all.filter((file) => folderOf(file) === folder).map((file) => file.split('/').at(-1) ?? ''),
  };
  const { issues } = validateDocument({
    text: `# A\n\n${link}\n`,
    filePath,
    ruleset: buildRuleset(),
    validationTypes: ['links'],
    library,
  });
  return issues
    .filter(({ rule_id }) => rule_id.startsWith('links/missing-'))
    .map(({ rule_id, snippet }) => `${rule_id.slice('links/missing-'.length)} ${snippet}`);
}

describe('what is missing', () => {
  it.each([
    ['a document beside others', [], '[x](no.md)', 'document no.md'],
    ['a document in a folder that is not there', [], '[x](sub/no.mdx)', 'document sub/no.mdx'],
    ['an image among others', ['docs/img/a.png'], '![x](img/b.png)', 'file img/b.png'],
    ['an image in a folder of documents', ['package.json'], '![x](b.svg)', 'file b.svg'],
    ['an image in HTML', ['docs/img/a.png'], '<img src="img/b.png">', 'file img/b.png'],
    ['a text file', ['docs/a.txt'], '[x](b.txt)', 'file b.txt'],
    ['a page among other pages in HTML', ['docs/a.html'], '[x](b.html#y)', 'file b.html#y'],
    ['a download among its like', ['docs/a.zip'], '[x](b.zip)', 'file b.zip'],
    ['what goes on after a document', ['docs/page.md'], '[x](page.md/foo)', 'file page.md/foo'],
  ])('is %s', (_what, files, link, expected) => {
    expect(missingIn(files, link)).toEqual([expected]);
  });

  it.each([
    ['routes', ['docs/a.html'], '[x](route) [x](route/) [x](items.fn.extern) [x](../api/Enum.join)'],
    ['addresses on the site', ['docs/a.png'], '[x](/no.md) ![x](/docs/b.png) [x](//x.y/b.png)'],
    [
      'templates',
      ['docs/a.png'],
      '[x]({{a}}.md) [x](<{% a %}.md>) [x](<<%= a %>.png>) ![x](${a}.png) ![x]($a.png)',
    ],
    ['aliases', ['docs/a.png'], '![x](~/b.png) ![x](@site/b.png) [x](~/b.md)'],
    ['queries', ['docs/a.png'], '![x](b.png?raw=true) [x](b.md?plain=1)'],
    ['pages that a site makes', ['docs/a.html', 'docs/b.md'], '[x](b.html)'],
    ['pages where there are none', ['docs/a.png'], '[x](b.html)'],
    ['pictures that are made of something', ['docs/a.png', 'docs/b.puml'], '![x](b.png)'],
    ['downloads that a site makes', ['docs/a.png'], '[x](book.pdf) [x](feed.xml) [x](a.json)'],
    ['files for machines', ['docs/a.txt'], '[x](llms.txt) [x](llms-full.txt) [x](robots.txt)'],
    ['images of a folder that is not there', ['docs/a.png'], '![x](img/b.png)'],
    ['images of a tree that has documents only', ['docs/b.md'], '![x](b.png)'],
    ['images that are there from the address of the page', ['docs/pic.png'], '![x](../pic.png)'],
    ['documents of another book on the site', ['docs/a.png'], '[x](../core/primitive.f32.md)'],
  ])('is not said of %s', (_what, files, link) => {
    expect(missingIn(files, link)).toEqual([]);
  });

  it.each([
    'docs/_includes/a.md',
    'docs/snippets/a.md',
    'docs/_part.mdx',
    '.github/ISSUE_TEMPLATE/bug.md',
    'archetypes/a.md',
  ])('is not said in text that is read elsewhere: %s', (filePath) => {
    expect(missingIn([], '[x](no.md)', filePath)).toEqual([]);
  });

  it('is said of a section page of Hugo, though its name starts like a part', () => {
    expect(missingIn([], '[x](no.md)', 'content/_index.md')).toEqual(['document no.md']);
  });

  it('is only said of documents where other files are not known', () => {
    const { issues } = validateDocument({
      text: '# A\n\n[x](no.md) ![y](no.png) [z](no.txt) [w](../none/no.md)\n',
      filePath: 'docs/a.md',
      ruleset: buildRuleset(),
      validationTypes: ['links'],
      library: { anchors: () => undefined, has: (path) => path === 'docs/a.md' },
    });
    expect(issues.map(({ snippet }) => snippet)).toEqual(['no.md', '../none/no.md']);
  });

  it('is not said of a page that is not translated yet', () => {
    expect(missingIn(['docs/en/b.md'], '[x](b.md) [x](c.md)', 'docs/fr/a.md')).toEqual(['document c.md']);
  });
});
