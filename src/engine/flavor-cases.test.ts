/** What was found on real documentation trees, made minimal: findings that were wrong, and fixes that damaged a page. */
import { describe, expect, it } from 'vitest';
import { SPACES_ON } from '../../test/spaces-on.ts';
import { buildRuleset, fixDocument, validateDocument, type Flavor } from './index.ts';

interface Case {
  text: string;
  flavor?: Flavor;
  path?: string;
  /** Findings that stay: `rule@line`; others are not asked for. */
  absent?: string[];
  /** The whole text after `--fix`; unchanged when left out. */
  fixed?: string;
}

/** Rules of layout are off by default. Here they are on, since their findings and fixes are what did harm. */
const LAYOUT = Object.fromEntries(
  ['03', '07', '10', '12', '14', '22', '26', '28', '30', '31', '32', '34', '38', '46', '47', '49', '58'].map(
    (number) => [`MD0${number}`, 'info'],
  ),
);

const rulesets = new Map<Flavor | undefined, ReturnType<typeof buildRuleset>>();
function inputOf({ text, flavor, path = 'a.md' }: Case) {
  const ruleset =
    rulesets.get(flavor) ?? buildRuleset({ pack: { rules: LAYOUT }, ...(flavor && { flavor }) });
  rulesets.set(flavor, ruleset);
  return { text, filePath: path, ruleset };
}
const rulesFound = (one: Case): string[] =>
  validateDocument(inputOf(one)).issues.map(({ rule_id, line }) => `${rule_id}@${line}`);

describe('what belongs to a template, or is right in its flavor, is no finding', () => {
  it.each<[string, Case]>([
    ['two alerts in a row', { text: '# T\n\n> [!NOTE]\n> One.\n\n> [!WARNING]\n> Two.\n' }],
    [
      'anchors of attribute lists',
      {
        text: '# T\n\n## A {#x .y}\n\n[a](#x)\n\n## B { #z }\n\n[b](#z)\n\nThe `c`{ #w } is it.\n\n[d](#w)\n',
      },
    ],
    ['the anchor of a list below the heading', { text: '# T\n\n## A\n{: #own}\n\nSee [a](#own).\n' }],
    [
      'anchors that an include may bring',
      { text: '# T\n\n{{% include "/part.md" %}}\n\nSee [it](#from-there).\n' },
    ],
    ['anchors that a snippet may bring', { text: '# T\n\n--8<-- "part.md"\n\nSee [it](#from-there).\n' }],
    [
      'anchors that an mdBook include may bring',
      { text: '# T\n\n{{#include part.md}}\n\nSee [it](#from-there).\n' },
    ],
    [
      'a definition that is a shortcode',
      { text: '# T\n\n[a]: {{< ref "x" >}}\n[b]: https://example.org/b\n\nSee [B][b].\n' },
    ],
    [
      'references that the site resolves',
      { text: '# T\n\nSee [the key][site.key_name] and [the docs][`str`].\n', flavor: 'mkdocs' },
    ],
    ['references that rustdoc resolves', { text: '# T\n\nSee [the docs][`str`].\n', flavor: 'mdbook' }],
    [
      'a definition in an admonition',
      { text: '# T\n\nSee [the guide][g].\n\n!!! tip\n\n    Text.\n\n    [g]: https://example.org\n' },
    ],
    [
      'the body of an admonition',
      { text: '# T\n\n!!! note "Title"\n\n    Text in it.\n\nMore.\n\n```sh\nls\n```\n' },
    ],
    [
      'tabs of Learn',
      {
        text: '# T\n\n# [C#](#tab/a)\n\nText.\n\n# [Go](#tab/b)\n\nText.\n\n---\n\n# [C#](#tab/a)\n\nMore.\n',
      },
    ],
    [
      'tabs in the props of a component',
      { text: '# T\n\n<X\n\tlabels={{\n\t\ta: "b",\n\t}}\n/>\n', path: 'a.mdx' },
    ],
    ['a block of math', { text: '# T\n\n$$\na * b\n# k\n- z\n$$\n' }],
    ['links of a wiki', { text: '# T\n\n[[Page#head]][x] and [[Page#head][x]].\n' }],
    ['a function that is called TODO', { text: '# T\n\n```go\nerr := m.Update(context.TODO(), x)\n```\n' }],
    ['an attribute list below a table', { text: '# T\n\n| a | b |\n| - | - |\n| 1 | 2 |\n{: .table }\n' }],
    [
      'a line that goes on with a number',
      { text: '# T\n\nText (see [issue\n#123]). More.\n\n[issue #123]: https://example.org/123\n' },
    ],
    [
      'arguments of templates',
      {
        text: '# T\n\n{{< figure src="https://x.y/a.png" link=https://x.y >}}\n\n{% include v.html url="https://x.y" %}\n\n![a cat](https://x.y){ data-src=https://x.y }\n',
      },
    ],
    ['an include directive', { text: '# T\n\nInclude:\n\n{* ../src/a.py hl[3] *}\n\nText.\n' }],
    ['pages of front matter alone', { text: '---\ntitle: T\n---\n', path: '_index.md' }],
    [
      'terms of definition lists in Hugo',
      { text: '# T\n\n`addPage`\n: Adds a page.\n\nSee [it](#addpage).\n', flavor: 'hugo' },
    ],
    [
      'drafts in the summary of mdBook',
      { text: '# T\n\n- [Later]()\n', path: 'SUMMARY.md', flavor: 'mdbook' },
    ],
    ['words that Turkish doubles', { text: '# T\n\nBu değişiklikleri adım adım inceleyelim.\n' }],
    [
      'sections that a component fills',
      { text: '# T\n\n## A <Badge text="x" />\n\n## B\n\nText.\n', flavor: 'vitepress' },
    ],
    [
      'a form that people fill in',
      { text: '# T\n\n## Why\n\n## How\n\nx\n', path: '.github/issue_template.md' },
    ],
    ['arithmetic', { text: '# T\n\n| a |\n| - |\n| 10KB * 50 * 200 |\n' }],
    [
      'tags of Liquid',
      { text: '# T\n\nSee [one]({% link _docs/a.md %}) and the `_site` and [two]({% link _docs/b.md %}).\n' },
    ],
    [
      'nested lists of MkDocs',
      { text: '# T\n\n* one\n    * two\n        * three\n* four\n', flavor: 'mkdocs' },
    ],
    ['a heading that ends in C#', { text: '# T\n\n## C#\n\nText.\n' }],
    [
      'attribute lists below blocks',
      { text: '# T\n\n## A\n{: #own}\n\nText.\n\n```js\nx\n```\n{: .wide }\n' },
    ],
    ['prompts in a console', { text: '# T\n\n```console\n$ pip install x\n```\n' }],
    ['a template string', { text: '# T\n\n<X prop={`\n* a\n`} />\n', path: 'a.mdx' }],
  ])('%s', (_, one) => {
    expect(rulesFound(one)).toEqual([]);
    expect(fixDocument(inputOf(one)).text).toBe(one.text);
  });
});

describe('a fix leaves the page as it is', () => {
  it.each<[string, Case]>([
    [
      'an address in MDX becomes a link that MDX knows',
      {
        text: '# T\n\nSee https://example.org/a.\n',
        path: 'a.mdx',
        fixed: '# T\n\nSee [https://example.org/a](https://example.org/a).\n',
      },
    ],
    [
      'an address without a scheme stays a link',
      {
        text: '# T\n\nSee www.example.org now.\n',
        fixed: '# T\n\nSee [www.example.org](http://www.example.org) now.\n',
      },
    ],
    [
      'a list does not take in the paragraph after it',
      { text: '# T\n\nValues:\n\n  - one\n  - two\n\n  Paragraph after.\n' },
    ],
    [
      'an item keeps what follows in it',
      {
        text: '# T\n\nText\n\n   - a\n      - b\n         continued\n\n         ```sh\n         ls\n         ```\n',
      },
    ],
    [
      'three spaces or more break a line',
      {
        text: `${SPACES_ON}\n# T\n\nFirst line.    \nSecond line.\n`,
        fixed: `${SPACES_ON}\n# T\n\nFirst line.  \nSecond line.\n`,
      },
    ],
    ['two lists stay two', { text: '# T\n\n* a\n* b\n\n- c\n- d\n' }],
    ['levels of headings are for people', { text: '---\ntitle: P\n---\n\n## A\n\n#### B\n\nText.\n' }],
    [
      'so are their last marks',
      { text: '# T\n\n## Etc.\n\nx\n\n## Yahoo!\n\nx\n\n## The value of C:\n\nx\n' },
    ],
    ['and prompts', { text: '# T\n\n```sh\n$ ls\n```\n' }],
  ])('%s', (_, one) => {
    expect(fixDocument(inputOf(one)).text).toBe(one.fixed ?? one.text);
  });

  it('and what is not certain is said to be a suggestion, with the reason', () => {
    const { issues, proposals } = validateDocument(
      inputOf({ text: '# T\n\n<!-- markdownlint-enable MD004 -->\n\n* a\n* b\n\n- c\n- d\n' }),
    );
    expect(issues.map(({ fixable }) => fixable)).toEqual(['suggest', 'suggest']);
    expect(issues[0]?.suggestion).toContain('would change a list');
    expect(proposals[0]?.confidence).toBeLessThan(1);
    expect(proposals[0]?.instruction).toContain('would change a list');
  });

  it('the good edits of a rule are certain beside the bad ones', () => {
    const text = '# T\n\na\n\n\n\nb  c\n\n  - one\n  - two\n\n  Paragraph after.\n\nx\n\n  - three\n';
    const { text: fixed } = fixDocument(inputOf({ text }));
    expect(fixed).toBe('# T\n\na\n\nb  c\n\n  - one\n  - two\n\n  Paragraph after.\n\nx\n\n- three\n');
  });
});

describe('what hides a template', () => {
  it('is in no edit and no message', () => {
    const markdownlint = { default: false, MD054: { full: false, collapsed: false, shortcut: false } };
    const ruleset = buildRuleset({ flavor: 'mdx', profile: 'markdownlint', markdownlint });
    const text = '# T\n\n[a]: <>\n[b]: {"/x"}\n\n[a] and [b]\n';
    const input = { text, filePath: 'a.mdx', ruleset };
    expect(JSON.stringify(validateDocument(input))).not.toContain('\uFFFC');
    expect(fixDocument(input).text).toBe(text);
  });
});

describe('the flavor of a document', () => {
  it('is that of its override, the pack, or the tree, and MDX by its name', () => {
    const ruleset = buildRuleset({ pack: { overrides: [{ paths: ['a/**'], flavor: 'hugo' }] } });
    expect(ruleset.flavorFor('a/b.md')).toBe('hugo');
    expect(ruleset.flavorFor('b.md')).toBe('gfm');
    expect(ruleset.flavorFor('b.md', 'mkdocs')).toBe('mkdocs');
    expect(ruleset.flavorFor('b.mdx', 'mkdocs')).toBe('mdx');
    expect(ruleset.flavorFor('b.mdx', 'docusaurus')).toBe('docusaurus');
    expect(buildRuleset({ pack: { flavor: 'learn' } }).flavorFor('b.md', 'mkdocs')).toBe('learn');
    expect(buildRuleset({ flavor: 'hugo', pack: { flavor: 'learn' } }).flavorFor('b.md')).toBe('hugo');
  });

  it('is part of the version of the rules', () => {
    const versions = new Set(
      [{}, { flavor: 'hugo' as const }].map((options) => buildRuleset(options).version),
    );
    expect(versions.size).toBe(2);
  });
});
