/** Findings that were wrong on sites with a syntax of their own, or said one thing several times. */
import { describe, expect, it } from 'vitest';
import { foundRules as found } from './found-rules.ts';
import { buildRuleset, validateDocument, type DocumentLibrary } from './index.ts';

describe('what a site has of its own', () => {
  it('may be ids and comments of MDX in plain Markdown', () => {
    const text = '# T\n\nSee [it](#own).\n\n{/* TODO * see * below */}\n\n## Una cosa {/*own*/}\n\nText.\n';
    expect(found(text)).toEqual([]);
    expect(found(text.replace('#own', '#other'))).toEqual(['links/unknown-anchor@3']);
  });

  it('may be headings in components', () => {
    const text =
      '---\ntitle: A\n---\n\n## A\n\n<DeepDive>\n\n#### B\n\nText.\n\n</DeepDive>\n\n### C\n\n#### D\n\nText.\n';
    expect(found(text)).toEqual([]);
    expect(found(text.replaceAll(/<.*>/g, ''))).toEqual(['headings/increment@9']);
  });

  it('may be links that it knows by their text', () => {
    expect(found('# T\n\nSee [concept:python/classes]().\n')).toEqual([]);
    expect(found('# T\n\nSee [classes]().\n')).toEqual(['links/empty@3']);
  });

  it('may be its root, which is not that of the tree', () => {
    const library: DocumentLibrary = { anchors: () => new Set(['a']), has: () => true };
    expect(found('# T\n\nSee [it](/#b).\n', { library })).toEqual([]);
    expect(found('# T\n\nSee [it](/b.md#b).\n', { library })).toEqual(['links/unknown-anchor-elsewhere@3']);
  });
});

describe('one mistake', () => {
  it('is told once where a list of Python-Markdown begins with 1 again, and other numbers do not mend it', () => {
    const text = '# T\n\n1. a\n\n```\nx\n```\n\n2. b\n3. c\n4. d\n';
    const { issues } = validateDocument({
      text,
      filePath: 'a.md',
      ruleset: buildRuleset({ flavor: 'mkdocs' }),
    });
    expect(issues).toMatchObject([{ rule_id: 'MD029', line: 9, fixable: 'none' }]);
  });

  it('is told once of an icon that stands in every row', () => {
    const text = '# T\n\n<img src="a.svg"> <img src=b.svg>\n\n<img src="a.svg">\n';
    expect(found(text)).toEqual(['images/missing-alt@3', 'images/missing-alt@3']);
  });

  it('is told once where YAML reads the next line wrongly too', () => {
    expect(found('---\na:\n- x\n  b:\n- y\n---\n\nText.\n')).toEqual(['front-matter/syntax@3']);
  });
});

it('a note of the author is no heading, and one that is a link leads to its text', () => {
  expect(found('# T\n\n#TODO: write it.\n')).toEqual([]);
  expect(found('# T\n\n## [Guide](b.md)\n\n## B\n\nText.\n')).toEqual([]);
});

it('the sign of a note, a header of HTTP and a button are what they are', () => {
  expect(found('# T\n\n> info **info** Text.\n')).toEqual([]);
  expect(found('# T\n\nThe info **info** is.\n')).toEqual(['prose/doubled-word@3']);
  expect(found('# T\n\n```js\nx()\n```\n\n```\nSet-Cookie: a=b\n```\n')).toEqual([]);
  expect(found('# T\n\n### [Read on](b.md)\n\nText.\n\n## A\n\nText.\n')).toEqual([]);
});

const filled = (pages: string[]): string[] =>
  found('# T\n\n[x](api/b.md)\n', {
    path: 'docs/a.md',
    flavor: 'hugo',
    library: { anchors: () => undefined, has: () => false, filesIn: () => ['_index.md', ...pages] },
  });

it('a folder with hardly a page is one that Hugo fills', () => {
  expect(filled(['c.md'])).toEqual([]);
  expect(filled(['c.md', 'd.md', 'e.md'])).toEqual(['links/missing-document@3']);
});

it('deep headings of the same text are meant', () => {
  const text = '# T\n\n## A\n\n### Example\n\n1\n\n### Example\n\n2\n';
  expect(found(text)).toEqual([]);
  expect(found(text, { profile: 'strict' })).toContain('headings/duplicate@9');
  const twice = '# T\n\n## Features\n\n1\n\n## Features\n\n2\n';
  expect(found(twice)).toEqual(['headings/duplicate@7']);
  expect(found(twice, { path: 'CHANGELOG.md' })).toEqual([]);
});

it('tabs in a list in brackets are read as spaces', () => {
  expect(found('---\naliases: [\n\t"/a",\n  "/b",\n\t]\n---\n\nText.\n', { flavor: 'hugo' })).toEqual([]);
});

const elsewhere = (url: string, folders: string[] = []): string[] =>
  found(`# T\n\n[x](${url})\n`, {
    path: 'doc/book/src/a/b.md',
    flavor: 'mdbook',
    library: { anchors: () => undefined, has: (path) => folders.includes(path), filesIn: () => [] },
  });

it('a link out of the sources of a book leads to another book', () => {
  expect(elsewhere('../../reference/c.md')).toEqual([]);
  expect(elsewhere('../../reference/c.md', ['doc', 'doc/book/reference'])).toEqual([
    'links/missing-document@3',
  ]);
  expect(elsewhere('../c.md', ['doc'])).toEqual(['links/missing-document@3']);
});

it('a pipe in code ends no cell in Python-Markdown', () => {
  const text = '# T\n\n| a | b |\n|---|---|\n| `x | y` | z |\n';
  expect(found(text, { flavor: 'mkdocs' })).toEqual([]);
  expect(found(text)).toEqual(['MD056@5']);
});

it('two headings right below each other have one text', () => {
  expect(found('# T\n\n## http-proxy\n## proxy\n\nText.\n')).toEqual([]);
});

it('code may have the colours of a terminal', () => {
  expect(found('# T\n\n```ansi\n\u001B[32mok\n```\n')).toEqual([]);
  expect(found('# T\n\n```ansi\nok\n```\n\n\u001B[32mok\n')).toEqual(['document/control-characters@7']);
});

it('a made-up token is no secret, and comments are no definitions', () => {
  expect(
    found('# T\n\n`https://git:github_pat_asdf@github.com/a/b` `https://x:ghp_token@github.com/a`\n'),
  ).toEqual([]);
  expect(found('# T\n\n[//]: # (one)\n[//]: <two>\n\nText.\n')).toEqual([]);
  expect(
    found('# T\n\n### Ticket: https://example.org/1\n\n## A\n\nText.\n', { path: 'a.md' }),
  ).not.toContain('structure/empty-section@3');
});
