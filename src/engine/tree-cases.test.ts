/** More of the kinds of `flavor-cases.test.ts`: what was seen to go wrong beside the cases that real trees brought. */
import { describe, expect, it } from 'vitest';
import { buildRuleset, fixDocument, validateDocument, type Flavor } from './index.ts';

type Case = [text: string, flavor?: Flavor, filePath?: string];

/** Rules that are off by default, and on here: what they find and mend is what went wrong. */
const OFF_BY_DEFAULT = Object.fromEntries(
  [
    ...['07', '10', '12', '22', '28', '31', '32', '34', '46'].map((number) => `MD0${number}`),
    'code/placeholder',
  ].map((id) => [id, 'info'] as const),
);

function inputOf([text, flavor = 'gfm', filePath = 'a.md']: Case) {
  return { text, filePath, ruleset: buildRuleset({ flavor, pack: { rules: OFF_BY_DEFAULT } }) };
}
const findingsOf = (...one: Case): string[] =>
  validateDocument(inputOf(one)).issues.map(({ rule_id, level, line }) => `${level} ${rule_id}@${line}`);
const fixed = (...one: Case): string => fixDocument(inputOf(one)).text;

const strictly = (text: string, flavor: Flavor = 'gfm'): string[] => {
  const ruleset = buildRuleset({ flavor, profile: 'strict' });
  const { issues } = validateDocument({ text, filePath: 'a.md', ruleset });
  return issues.map(({ rule_id, level }) => `${level} ${rule_id}`);
};

describe('a page that is front matter only', () => {
  const page = '---\ntitle: Section\n---\n';

  it('is no error, for sites make sections, lists and landing pages of it', () => {
    expect(findingsOf(page)).toEqual(['info document/no-text@1']);
    expect(findingsOf('+++\ntitle = "A"\n+++\n\n')).toEqual(['info document/no-text@1']);
  });

  it.each<Case>([
    [page, 'hugo'],
    ['{\n  "title": "Section"\n}\n', 'hugo'],
    [page, 'kramdown'],
    [page, 'gfm', 'docs/_index.md'],
    [page, 'mkdocs', 'docs/index.md'],
    ['---\ntitle: Not found\ntemplate: splash\n---\n', 'docusaurus', 'docs/404.mdx'],
    ['---\nlayout: home\nhero:\n  name: X\n---\n', 'vitepress'],
    ['---\nredirect_to: /b/\n---\n'],
    ['---\npermalink: /b/\n---\n'],
  ])('is as it should be where its site shows something else: %j', (...one) => {
    expect(findingsOf(...one)).toEqual([]);
  });

  it('is told when it is empty to those who ask for it, for most empty files are parts of others', () => {
    expect(findingsOf('')).toEqual([]);
    expect(strictly('')).toEqual(['warning document/empty']);
    expect(strictly('\n', 'hugo')).toContain('warning document/empty');
    expect(strictly('---\n---\n')).toContain('warning document/empty');
    const ruleset = buildRuleset({ pack: { rules: { 'document/empty': 'error' } } });
    expect(validateDocument({ text: '', filePath: 'a.md', ruleset }).outcome).toBe('fail');
  });
});

describe('an empty line between two quotes', () => {
  it.each([
    '> [!NOTE]\n> One.\n\n> Two.\n',
    '> One.\n\n> [!TIP]\n> Two.\n',
    '> **Note**\n> One.\n\n> **Tip**: Two.\n',
    '> :warning: One.\n\n> ⚠️ Two.\n',
    '> - One.\n\n> [!NOTE]- Two.\n> Three.\n',
  ])('keeps a note apart: %j', (text) => {
    expect(findingsOf(`# T\n\n${text}`)).toEqual([]);
  });

  it('is a finding in one that goes on', () => {
    expect(findingsOf('# T\n\n> One.\n\n> Two.\n')).toEqual(['info MD028@4']);
  });
});

describe('an anchor that is there', () => {
  it.each([
    ['of a list above the heading', '{: #own}\n## A\n'],
    ['of a list in a bulleted item', '- {: #own} a\n'],
    ['of a fence', '```js {#own}\nx\n```\n'],
    ['of a fence of Pandoc', '```{.js #own}\nx\n```\n'],
    ['of a link', '[a](https://example.org){: .b #own}\n'],
    ['of a key', '## A {: id="own" }\n\nText.\n'],
  ])('is known: one %s', (_, text) => {
    expect(findingsOf(`# T\n\n${text}\nSee [it](#own).\n`)).toEqual([]);
  });

  it('is not made up by code that shows one', () => {
    expect(findingsOf('# T\n\n```js\n{#own}\n```\n\nSee [it](#own).\n')).toEqual([
      'warning links/unknown-anchor@7',
    ]);
  });

  it.each([
    '{!part.md!}',
    '{% include-markdown "part.md" %}',
    '{{ read_file("part.md") }}',
    '{{< include "part.md" >}}',
    '```{include} part.md\n```',
    ':::{include} part.md\n:::',
    '<!--@include: ./part.md-->',
  ])('may be brought by what is included: %s', (include) => {
    expect(findingsOf(`# T\n\n${include}\n\nSee [it](#from-there).\n`)).toEqual([]);
  });
});

describe('what is indented below a mark of its own', () => {
  it('is no indented code', () => {
    expect(findingsOf('# T\n\nTerm\n\n:   One.\n\n    Two.\n\n```sh\nls\n```\n')).toEqual([]);
    expect(findingsOf('# T\n\n    code\n\n```sh\nls\n```\n')).toEqual(['info MD046@5']);
  });

  it('stays where it is', () => {
    const text = '# T\n\n!!! tip\n\n\tSee [the guide][g].\n\n\t[g]: https://example.org\n';
    expect(findingsOf(text)).toEqual([]);
    expect(fixed(text)).toBe(text);
  });
});

it('front matter that is broken in one place is one finding', () => {
  for (const value of ['[a,\nb]', '[\na,\nb\n]', '{\nx: 1\n}', '- b', 'a: b: c']) {
    expect(findingsOf(`---\ntags: ${value}\n---\n\n# T\n`), value).toHaveLength(1);
  }
  expect(findingsOf('---\na: @b\nc: %d\n---\n\n# T\n')).toHaveLength(2);
});

it('lines of JSX begin as they like', () => {
  const text = '# T\n\n<Tabs>\n\t<TabItem label="a">\n\t\tText.\n\t</TabItem>\n</Tabs>\n';
  expect(findingsOf(text, 'mdx', 'a.mdx')).toEqual([]);
  expect(findingsOf('# T\n\na\tb\n', 'mdx', 'a.mdx')).toEqual(['info MD010@3']);
});

describe('what is in math', () => {
  it.each([
    '\\[\na * b\n# k\n- z\n\\]',
    '\\\\[\na * b\n# k\n- z\n\\\\]',
    '- a\n\n  $$\n  # k\n  * z\n  $$',
    '$$\n1. x\n===\nwww.example.org\n$$',
  ])('is no Markdown: %j', (math) => {
    const text = `# T\n\n${math}\n`;
    expect(findingsOf(text)).toEqual([]);
    expect(fixed(text)).toBe(text);
  });

  it('is not what brackets hold that are only escaped', () => {
    expect(findingsOf('# T\n\n\\[\n\n### k\n\nText.\n\n\\]\n')).toEqual(['warning headings/increment@5']);
  });
});

describe('a word that only looks like a placeholder', () => {
  it.each([
    'grep -r TODO src',
    'const TODO = 1;',
    'import { TODO } from "./todo";',
    'keywords: [TODO, FIXME]',
    'println(Status.TODO (x))',
  ])('is none: %s', (code) => {
    expect(findingsOf(`# T\n\n\`\`\`txt\n${code}\n\`\`\`\n`)).toEqual([]);
  });

  it.each(['// TODO: x', '# FIXME x', 'x(); /* TODO x */', '<!-- TODO: x -->', 'TODO: x', '-- TODO x'])(
    'is one: %s',
    (code) => {
      expect(findingsOf(`# T\n\n\`\`\`txt\n${code}\n\`\`\`\n`)).toEqual(['info code/placeholder@4']);
    },
  );
});

describe('a number sign', () => {
  it.each(['#123 was the first.\n', '#!shebang\n', 'Text\n\n#12, #13\n'])('makes no heading: %j', (text) => {
    expect(findingsOf(`# T\n\n${text}`)).toEqual([]);
  });

  it('is a finding where it does', () => {
    expect(findingsOf('# T\n\n#Usage\n')).toEqual(['warning MD018@3']);
  });
});

it('an address that its scheme belongs to stays whole', () => {
  const text = '# T\n\nWrite to mailto:a@example.org or xmpp:a@example.org/b.\n';
  expect(findingsOf(text)).toEqual([]);
  expect(fixed(text)).toBe(text);
});

describe('signs between operands', () => {
  it.each(['x * y * z', 'f(a) * (b + 1) * c', '`a` * 2 * `b`', '10 px * 2 * 3 px', 'n * m'])(
    'are no emphasis: %s',
    (text) => {
      expect(findingsOf(`# T\n\nIt is ${text}.\n`)).toEqual([]);
    },
  );

  it('are a finding between words', () => {
    expect(findingsOf('# T\n\nIt is ** very ** good.\n')).toContain('info MD037@3');
    expect(findingsOf('# T\n\nIt is * very * good.\n')).toContain('info MD037@3');
  });
});

describe('lists whose levels are four columns deep', () => {
  it.each<Case>([
    ['# T\n\n* one\n    * two\n        * three\n* four\n'],
    ['# T\n\n* one\n\n    text\n\n    * two\n'],
    ['# T\n\n* one\n\t* two\n\t\t* three\n'],
    ['> * one\n>     * two\n'],
  ])('stay so where the parser is not known: %j', (...one) => {
    expect(fixed(...one)).toBe(one[0]);
    const issues = validateDocument(inputOf(one)).issues.filter(({ rule_id }) => rule_id === 'MD007');
    expect(issues.map(({ fixable }) => fixable)).toContain('suggest');
    expect(issues.map(({ fixable }) => fixable)).not.toContain('auto');
  });

  it('are mended where it is', () => {
    const text = '# T\n\n* one\n    * two\n        * three\n* four\n';
    for (const flavor of ['commonmark', 'hugo', 'docusaurus', 'mdbook'] as const)
      expect(fixed(text, flavor), flavor).toBe('# T\n\n* one\n  * two\n    * three\n* four\n');
    // Python-Markdown does not nest these either way.
    expect(fixed('# T\n\n* one\n   * two\n')).toBe('# T\n\n* one\n  * two\n');
  });
});

it('prompts stay in every kind of session', () => {
  for (const info of ['console', '{.console}', 'shell-session', 'doscon', 'bash-session', 'ansi']) {
    expect(findingsOf(`# T\n\n\`\`\`${info}\n$ ls\n\`\`\`\n`), info).toEqual([]);
  }
});

it('code of scripts and styles is no Markdown', () => {
  const text = '# T\n\n<style>\n* { a: b }\n\n\n\n- x   \n</style>\n\nText.\n';
  expect(findingsOf(text)).toEqual([]);
  expect(fixed(text)).toBe(text);
});
