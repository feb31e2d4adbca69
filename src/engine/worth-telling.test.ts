/** What the default profile leaves to `strict`: findings that are true, and that the people who write a page would not act on. */
import { describe, expect, it } from 'vitest';
import {
  buildRuleset,
  validateDocument,
  type DocumentLibrary,
  type Flavor,
  type RulesetOptions,
} from './index.ts';

interface Given extends RulesetOptions {
  path?: string;
  library?: DocumentLibrary;
}

function found(text: string, { path = 'a.md', library, ...options }: Given = {}): string[] {
  const input = { text, filePath: path, ruleset: buildRuleset(options), ...(library && { library }) };
  return validateDocument(input).issues.map(({ rule_id, line }) => `${rule_id}@${line}`);
}

/** Headings of these levels, each with a text. */
const outline = (...levels: number[]): string =>
  levels.map((level, index) => `${'#'.repeat(level)} H${index}\n\nText ${index}.\n`).join('\n');
const titled = (text: string): string => `---\ntitle: A\n---\n\n${text}`;

describe('a level that is skipped', () => {
  it.each([
    ['below a title in front matter', titled(outline(3, 3, 3))],
    ['throughout the page', outline(1, 2, 4, 4, 2, 4)],
    ['throughout, where others have the level between', outline(1, 2, 3, 2, 4, 2, 4)],
    ['among sections that are all of level 1', outline(1, 1, 3, 3, 1, 1)],
  ])('is a style %s', (_, text) => {
    expect(found(text)).toEqual([]);
    expect(found(text, { profile: 'strict' })).not.toEqual([]);
    expect(found(text, { pack: { rules: { 'headings/increment': 'warning' } } })).not.toEqual([]);
  });

  it.each([
    ['below the one title in the text', outline(1, 3)],
    ['below both titles', titled(outline(1, 3))],
    ['in one section only', outline(1, 2, 3, 4, 2, 4)],
    ['before sections of the level that lacks', titled(outline(3, 3, 2, 2))],
  ])('is an accident %s', (_, text) => {
    expect(found(text).map((id) => id.split('@')[0])).toEqual(['headings/increment']);
  });

  it('is not mended along with another that is told', () => {
    const text = `${outline(1, 2, 4)}\n${outline(2, 3, 5, 3, 4)}`;
    const told = validateDocument({
      text: `${text}\n##### Deep\n\nEnd.\n`,
      filePath: 'a.md',
      ruleset: buildRuleset(),
    });
    expect(
      told.proposals.flatMap(({ edits }) => edits.map(({ start }) => text.slice(start).split('\n')[0])),
    ).toEqual(['#### H2', '##### H2']);
  });
});

it('many headings of level 1 are the sections of a page', () => {
  expect(found(outline(1, 1, 1, 1))).toEqual([]);
  expect(found(outline(1, 2, 1))).toEqual(['headings/multiple-h1@9']);
  expect(found(outline(1, 1, 1, 1), { profile: 'strict' })).toContain('headings/multiple-h1@5');
});

describe('a block of code without a language', () => {
  const blocks = (...languages: string[]): string =>
    `# T\n\n${languages.map((language) => `\`\`\`${language}\n{ "a": 1 }\n\`\`\`\n`).join('\n')}`;

  it('was forgotten where most have one', () => {
    expect(found(blocks('json', '', ''))).toEqual([]);
    expect(found(blocks('json', ''))).toEqual(['code/missing-language@7']);
    const asked = { pack: { rules: { 'code/missing-language': 'info' as const } } };
    expect(found(blocks('json', '', ''), asked)).toHaveLength(2);
    expect(found(blocks('', ''), asked)).toHaveLength(2);
  });
});

describe('front matter that is no YAML', () => {
  const levels = (text: string, options: RulesetOptions = {}): string[] =>
    validateDocument({ text, filePath: 'a.md', ruleset: buildRuleset(options) }).issues.map(
      ({ rule_id, level }) => `${level} ${rule_id}`,
    );
  const broken = '---\ntitle: bind: it\n---\n\nText.\n';

  it('is an error where a build reads it', () => {
    for (const flavor of ['docusaurus', 'hugo', 'kramdown', 'mkdocs', 'vitepress', 'learn', 'mdx'] as const)
      expect(levels(broken, { flavor }), flavor).toEqual(['error front-matter/syntax']);
    const pack = { front_matter: { recommended: ['title'] } };
    expect(levels(broken, { pack })).toContain('error front-matter/syntax');
  });

  it('is a warning where nothing says that one does', () => {
    for (const flavor of ['gfm', 'commonmark', 'mdbook'] as const)
      expect(levels(broken, { flavor }), flavor).toEqual(['warning front-matter/syntax']);
    expect(levels('---\n- a\n---\n\nText.\n')).toEqual(['warning front-matter/not-a-mapping']);
    expect(levels('---\na: 1\na: 2\n---\n\nText.\n')).toEqual(['error front-matter/duplicate-key']);
  });

  it('has the level that somebody gives it', () => {
    expect(levels(broken, { pack: { rules: { 'front-matter/syntax': 'error' } } })).toEqual([
      'error front-matter/syntax',
    ]);
    expect(levels(broken, { profile: 'markdownlint' }).filter((one) => one.includes('front-matter'))).toEqual(
      [],
    );
  });
});

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

describe('an empty section', () => {
  const text = '# T\n\n## Open issues\n\n## References\n\nText.\n';

  it.each([
    'hips/hip-0021.md',
    'EIPS/eip-20.md',
    'rfcs/0001-a.md',
    'guides/7_2_release_notes.md',
    'doc-templates/task.md',
  ])('is one that a template demands: %s', (path) => {
    expect(found(text, { path })).toEqual([]);
  });

  it.each(['tips/tip-1.md', 'steps/a.md', 'docs/releases/guide.md'])('is one of its page: %s', (path) => {
    expect(found(text, { path })).toEqual(['structure/empty-section@3']);
  });
});

describe('a link of Docusaurus', () => {
  const missing = (files: string[], link: string, path: string, flavor: Flavor = 'docusaurus'): string[] =>
    found(`# T\n\n[x](${link})\n`, {
      path,
      flavor,
      library: { anchors: () => undefined, has: (one) => files.includes(one) },
    });

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

it('spaces in the text of a link, definitions that nothing uses, and what is not done yet are for strict', () => {
  const text = '# T\n\nSee [the guide ](b.md).\n\nTODO: more.\n\n[c]: d.md\n';
  expect(found(text)).toEqual([]);
  expect(found(text, { profile: 'strict' })).toEqual(
    expect.arrayContaining(['MD039@3', 'prose/placeholder@5', 'MD053@7']),
  );
});
