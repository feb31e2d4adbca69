/** Which links and anchors the default profile calls wrong: those that no site would show otherwise. */
import { describe, expect, it } from 'vitest';
import { foundRules as found, type Given } from './found-rules.ts';
import { type DocumentLibrary, type Flavor } from './index.ts';

describe('an anchor with capitals', () => {
  const text =
    '# T\n\nSee [it](#When-to-use-$x) and [that](#Set-Up).\n\n## When to use $x\n\n1\n\n## Set up\n\n2\n';

  it('may be that of a site that keeps them', () => {
    expect(found(text)).toEqual([]);
    expect(found('# T\n\nSee [it](#Set-Upp).\n\n## Set up\n\n2\n')).toEqual(['links/unknown-anchor@3']);
  });

  it('is wrong where the site is known, and told in strict', () => {
    for (const given of [
      { flavor: 'docusaurus' },
      { pack: { anchors: 'github' } },
      { profile: 'strict' },
    ] as const)
      expect(found(text, given).filter((id) => id.startsWith('links/'))).toHaveLength(2);
  });
});

const missing = (files: string[], link: string, path: string, flavor: Flavor = 'docusaurus'): string[] =>
  found(`# T\n\n[x](${link})\n`, {
    path,
    flavor,
    library: { anchors: () => undefined, has: (one) => files.includes(one) },
  });

describe('a link of Docusaurus', () => {
  it.each([
    [
      'from the root of its version',
      ['versioned_docs/version-2/related.md'],
      'related.md',
      'versioned_docs/version-2/a/b.md',
    ],
    ['from the root of the site', ['docs/a/c.md'], 'docs/a/c.md', 'docs/x/b.md'],
    [
      'to a page that is not translated',
      ['community/blog.md'],
      'blog.md',
      'i18n/uk/docusaurus-plugin-content-docs-community/current/README.md',
    ],
    [
      'beside it, in the base language',
      ['versioned_docs/version-3/c/d.md'],
      './d.md',
      'i18n/fr/docusaurus-plugin-content-docs/version-3/c/e.md',
    ],
    [
      'into a folder beside that of the site',
      ['docs/d.md'],
      '../d.md',
      'website/i18n/fr/docusaurus-plugin-content-docs/current/c/e.md',
    ],
  ])('is looked for %s', (_, files, link, path) => {
    expect(missing(files, link, path)).toEqual([]);
    expect(missing([], link, path)).toEqual(['links/missing-document@3']);
    expect(missing(files, link, path, 'gfm')).toEqual(['links/missing-document@3']);
  });
});

it('anchors are found in HTML of any length', () => {
  const html = `<div>\n${'<p>Text.</p>\n'.repeat(10_000)}<h3 id="late">Late</h3>\n</div>\n`;
  expect(found(`# T\n\n[a](#late), [b](#later)\n\n${html}`)).toEqual(['links/unknown-anchor@3']);
});

const besideLine = (line: string): string[] => found(`# T\n\n[a](#x)\n\n${line}\n`, { flavor: 'mkdocs' });

describe('anchors of a page that programs write to', () => {
  it.each([
    [
      'a component of its site',
      'import Api from \'@site/src/api\';\n\n# T\n\n[a](#get-x)\n\n<Api path="x" />\n',
    ],
    [
      'one of several that are imported',
      "import { A, B } from './x';\nimport { Api } from './api';\n\n[a](#get-x)\n\n<Api/>\n",
    ],
  ])('are not known: %s', (_, text) => {
    expect(found(text, { flavor: 'docusaurus' })).toEqual([]);
  });

  it('are known beside components that draw none', () => {
    for (const text of [
      "import Tabs from '@theme/Tabs';\n\n# T\n\n[a](#get-x)\n\n<Tabs />\n",
      "import Api from '@site/src/api';\n\n# T\n\n[a](#get-x)\n\nText.\n",
    ])
      expect(found(text, { flavor: 'docusaurus' }), text).toEqual(['links/unknown-anchor@5']);
  });

  it('are not known where a macro stands for the text', () => {
    expect(besideLine('{{ pydantic_settings }}')).toEqual([]);
    expect(besideLine("{{ read_csv('a.csv') }}")).toEqual([]);
    expect(besideLine('It is {{ name }}.')).toEqual(['links/unknown-anchor@3']);
  });
});

const definedTwice = (...urls: string[]): string[] =>
  found(`# T\n\n[a]\n\n${urls.map((url) => `[a]: ${url}\n`).join('')}`).filter((id) =>
    id.includes('duplicate'),
  );

it('two addresses of one file are no two destinations', () => {
  expect(definedTwice('/sig/x/README.md', 'https://git.example.io/sig/x/README.md')).toEqual([]);
  expect(definedTwice('https://example.org/BoxyUwU', '(https://example.org/boxyuwu)')).toEqual([]);
  expect(definedTwice('/sig/x/README.md', 'https://git.example.io/sig/y/README.md')).toHaveLength(1);
  expect(definedTwice('README.md', '../README.md')).toHaveLength(1);
});

/** A tree with one folder that has these files. */
const withNative = (...files: string[]): DocumentLibrary => ({
  anchors: () => undefined,
  has: (path) => path === 'docs/native' || files.includes(path.replace('docs/native/', '')),
  filesIn: (folder) => (folder === 'docs/native' ? files : []),
});

/** What is found of a link to a page of that folder. */
const linkedToNative = (files: string[], given: Given = {}): string[] =>
  found('# T\n\n[a](native/a.md)\n', { path: 'docs/b.md', library: withNative(...files), ...given });

it('a page of a folder that a build fills is not missing', () => {
  expect(linkedToNative(['.gitignore'])).toEqual([]);
  expect(linkedToNative(['.gitignore', 'c.md'])).toEqual(['links/missing-document@3']);
});

it('a page may have become the index of a folder, where a site has the same address for both', () => {
  const files = ['a/README.md', 'c.md'];
  expect(linkedToNative(files)).toEqual([]);
  expect(linkedToNative(files, { profile: 'strict' })).toContain('links/missing-document@3');
  expect(linkedToNative(files, { path: 'README.md' })).toEqual(['links/missing-document@3']);
});

it('brackets before a link are no reference', () => {
  for (const text of [
    '[Bob][ The workshop is moved](https://example.org/x)',
    '[][Type](https://example.org/x)',
  ])
    expect(found(`# T\n\n${text}\n`), text).toEqual([]);
  expect(found('# T\n\n[the guide][guide] (x)\n')).toEqual(['links/undefined-reference@3']);
});

it('VitePress makes an anchor of what a link names', () => {
  const text = '# T\n\n[a](#mockClear)\n\n## mockClear\n\nText.\n';
  expect(found(text, { flavor: 'vitepress' })).toEqual([]);
  expect(found(text, { flavor: 'docusaurus' })).toEqual(['links/unknown-anchor@3']);
  expect(found(text.replace('(#mockClear)', '(#mockClears)'), { flavor: 'vitepress' })).toEqual([
    'links/unknown-anchor@3',
  ]);
});

it('capitals in anchors do for what is read on GitHub', () => {
  const text = '# T\n\n[a](#Set-Up)\n\n## Set up\n\nText.\n';
  expect(found(text, { flavor: 'hugo', path: 'CONTRIBUTING.md' })).toEqual([]);
  expect(found(text, { flavor: 'hugo', path: 'content/setup.md' })).toEqual(['links/unknown-anchor@3']);
});

const linking = (link: string): string =>
  `# T\n\nSee [it](${link}).\n\n## sql.active_record (new)\n\nText.\n`;

describe('an anchor of a generator that is not known', () => {
  it('may be that of any generator', () => {
    for (const link of ['#sqlactive_record-new', '#sql-active-record-new'])
      expect(found(linking(link)), link).toEqual([]);
    expect(found(linking('#sql--active-record-new'))).toEqual(['links/unknown-anchor@3']);
    expect(found(linking('#sql-active-record-new'), { flavor: 'docusaurus' })).toHaveLength(1);
  });
});
