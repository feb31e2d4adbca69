/** Findings of the default profile that were wrong, or about nothing, on trees of documents that nobody had tuned it on. */
import { describe, expect, it } from 'vitest';
import { documentAnchors } from './document/anchors.ts';
import { ParsedDocument } from './document/parsed-document.ts';
import { foundRules as found } from './found-rules.ts';
import { flavorOfFolder, type DocumentLibrary } from './index.ts';

const page = (...links: string[]): string =>
  `# T\n\n## a.b_c\n\n${links.map((link) => `[x](${link})`).join(' ')}\n\n## d.e\n\n1\n\n## f.g\n\n2\n`;

describe('a word that stands twice', () => {
  it.each(['duong ngắn nhất', 'đường ngắn nhất', 'đường ngắn nhất'.normalize('NFD'), 'το τοπίο an аn'])(
    'is a whole word: %s',
    (text) => {
      expect(found(`# T\n\nA ${text}.\n`)).toEqual([]);
    },
  );

  it('may be there for emphasis', () => {
    expect(found('# T\n\nI really really like it.\n')).toEqual([]);
    expect(found('# T\n\nI like it it.\n')).toEqual(['prose/doubled-word@3']);
  });
});

describe('marks that are no emphasis', () => {
  it.each([
    'So (a<sub>4</sub> * x<sup>3</sup> + b) * x.',
    'Share = average revenue per client * number of clients / number of nodes.',
    'It takes 10 KB  * 每天 5 亿条 * 每月 30 天.',
    'It is 2 _ pi _ k in all.',
    'Names that begin with scrape_ are used by it, and those with bind_ too.',
    'Merge *one and *another.',
    'Do not ignore *.yml while accepting *.yaml files.',
  ])('are no finding: %s', (text) => {
    expect(found(`# T\n\n${text}\n`)).toEqual([]);
  });

  it.each(['It is ** very ** good.', 'It is * very * good.', '**Note: **read it.', 'It is _very _ good.'])(
    'are one where emphasis was meant: %s',
    (text) => {
      expect(found(`# T\n\n${text}\n`)).toContain('MD037@3');
    },
  );
});

describe('numbers of a list', () => {
  it.each([
    '7. a\n8. b\n9. c\n',
    '1. a\n\n```js\nx\n```\n\n2. b\n\n> q\n\n3. c\n',
    '1. a\n2. b\n  * c\n  * d\n3. e\n',
  ])('are no finding when they are shown as they are written: %j', (list) => {
    expect(found(`# T\n\n${list}`)).toEqual([]);
  });

  it('are one when others are shown', () => {
    // Python-Markdown counts from 1.
    expect(found('# T\n\n7. a\n8. b\n', { flavor: 'mkdocs' })).not.toEqual([]);
  });

  it('are left alone after a template that may end the list', () => {
    const text = '# T\n\n<Steps>\n1. a\n2. b\n</Steps>\n\n:::note\n1. c\n2. d\n:::\n';
    expect(found(text, { path: 'a.mdx' })).toEqual([]);
  });

  it('are one for those who ask for the rule', () => {
    const list = '# T\n\n7. a\n8. b\n';
    expect(found(list, { pack: { rules: { MD029: 'info' } } })).toEqual(['MD029@3', 'MD029@4']);
    expect(found(list, { markdownlint: { MD029: true } })).toEqual(['MD029@3', 'MD029@4']);
    expect(found(list, { profile: 'strict' })).toContain('MD029@3');
  });
});

describe('marks of lists', () => {
  it.each(['* a\n* b\n\nText.\n\n- c\n- d\n', '* a\n  - b\n* c\n'])(
    'are no finding when each list has its own: %j',
    (lists) => {
      expect(found(`# T\n\n${lists}`)).toEqual([]);
      expect(found(`# T\n\n${lists}`, { profile: 'strict' })).not.toEqual([]);
    },
  );

  it('are one for strict when they make two lists of one', () => {
    expect(found('# T\n\n* a\n* b\n- c\n')).toEqual([]);
    expect(found('# T\n\n* a\n* b\n- c\n', { profile: 'strict' })).toContain('MD004@5');
  });
});

describe('spaces at the end of a line', () => {
  it('are no finding', () => {
    expect(found('# T   \n\nOne. \ntwo.   \nthree.\n\n- a\n    \n- b   \n')).toEqual([]);
    expect(found('# T\n\nOne. \n', { profile: 'strict' })).toContain('MD009@3');
  });
});

it('the end of the file is no finding', () => {
  expect(found('# T\n\nText.')).toEqual([]);
  expect(found('# T\n\nText.', { profile: 'strict' })).toContain('MD047@3');
});

it('a fence that is indented in JSX is one', () => {
  const text = '# T\n\n1. a\n\n    <Tab>\n        ```js\n        x\n    ```\n    </Tab>\n\n2. b\n';
  expect(found(text, { path: 'a.mdx' })).toEqual([]);
  expect(found('# T\n\n```js\nx\n', { path: 'a.mdx' })).toEqual(['code/unclosed-fence@3']);
});

describe('an anchor', () => {
  it.each(['## `Easy CLA` {.notranslate lang=en}', '## Easy CLA {: .x }', '## Easy CLA <a id="x"></a>'])(
    'is made of what readers see of a heading: %s',
    (heading) => {
      for (const flavor of ['hugo', 'mkdocs'] as const)
        expect(found(`# T\n\nSee [it](#easy-cla).\n\n${heading}\n\nText.\n`, { flavor }), flavor).toEqual([]);
    },
  );

  it('of a text that is read in other pages may be in one of them', () => {
    expect(found('See [it](#there).\n', { path: 'docs/_includes/part.md' })).toEqual([]);
    expect(found('See [it](#there).\n', { path: 'docs/part.md' })).toEqual(['links/unknown-anchor@1']);
  });

  describe('of a folder', () => {
    const anchors = new Map([
      ['docs/_index.md', new Set(['up'])],
      ['docs/more/_index.md', new Set(['here'])],
    ]);
    const library: DocumentLibrary = {
      has: (path) => anchors.has(path),
      anchors: (path) => anchors.get(path),
    };
    const check = (link: string): string[] =>
      found(`# Own\n\nSee [it](${link}).\n`, { path: 'docs/more/page.md', flavor: 'hugo', library });

    it('may be seen from the address of the page', () => {
      expect(check('../#here')).toEqual([]);
      expect(check('./#own')).toEqual([]);
      expect(check('../#up')).toEqual([]);
    });

    it('is a finding when it is in neither place', () => {
      expect(check('../#nowhere')).toEqual(['links/unknown-anchor-elsewhere@3']);
    });
  });

  describe('of a generator that is not known', () => {
    it('is no finding when several differ only by their dashes', () => {
      expect(found(page('#a--bc', '#d--e', '#f--g'))).toEqual([]);
      expect(found(page('#a--bc'))).toEqual(['links/unknown-anchor@5']);
      expect(found(page('#a-b-c'))).toEqual([]);
      expect(found(page('#a--bc', '#d--e', '#f--g'), { flavor: 'docusaurus' })).toHaveLength(3);
    });

    it('nor when it is in a page of HTML', () => {
      const library: DocumentLibrary = {
        has: (path) => path === 'b.md',
        anchors: () => new Set(['configactive_record']),
      };
      expect(found('# T\n\n[x](b.html#config-active-record)\n', { library })).toEqual([]);
      expect(found('# T\n\n[x](b.html#config-active)\n', { library })).toHaveLength(1);
      expect(found('# T\n\n[x](b.md#config-active-record)\n', { library })).toHaveLength(1);
    });
  });
});

it('brackets in code that is written in HTML are no reference', () => {
  expect(found('# T\n\n<code>[string, <a href="#t">Data</a>][]</code>\n')).toEqual([]);
});

it('an address as the text of a link is a text', () => {
  expect(found('# T\n\nOpen [<http://example.com/a>][b].\n\n[b]: http://example.com/a\n')).toEqual([]);
});

it('the pieces of a configuration of Hugo show the flavor', () => {
  expect(flavorOfFolder(['config', 'config/_default'])?.flavor).toBe('hugo');
  expect(flavorOfFolder(['config'])).toBeNull();
  expect(flavorOfFolder(['mkdocs-en.yml'])?.flavor).toBe('mkdocs');
});

describe('a form that people fill in', () => {
  it.each(['docs/report-template.md', 'PULL_REQUEST_TEMPLATE.md', '.github/ISSUE_TEMPLATE/bug.md'])(
    'has places for them: %s',
    (path) => {
      expect(found('# T\n\n## Summary\n\n## Why\n\n*TODO*\n', { path })).toEqual([]);
    },
  );
});

describe('a comment that switches a rule', () => {
  it.each(['no-shortcut-ref-link', 'prefer-tables'])(
    'may be for a rule that others have written: %s',
    (name) => {
      expect(found(`# T\n\n<!-- markdownlint-disable ${name} -->\n\nText.\n`)).toEqual([]);
      expect(found(`# T\n\n<!-- markdownlint-configure-file {"${name}": false} -->\n\nText.\n`)).toEqual([]);
    },
  );

  it.each(['MD999', 'no-hard-tab', 'line-lenght'])(
    'is a finding when the name looks misspelt: %s',
    (name) => {
      expect(found(`# T\n\n<!-- markdownlint-disable ${name} -->\n\nText.\n`)).toEqual([
        'document/unknown-rule@3',
      ]);
    },
  );
});

describe('a password in an address', () => {
  it.each([
    'postgres://user:pass@host:5432/db',
    'mongodb://mongo:mongo@localhost:27017',
    'postgresql://new-user:new-pass@db.host.net/new-db',
    'redis://LJenkins:p%40ssw0rd@redis-16379.hosted.com:16379/0',
    'redis://alice:foobared@awesome.redis.server:6380',
    'postgres://alex:AbC123dEf@ep-cool-darkness.us-east-2.aws.neon.tech/x',
    'postgres://app:q7Rk2ZtVb9Lm@localhost/x',
  ])('is none when anybody may have written it: %s', (address) => {
    expect(found(`# T\n\n\`\`\`sh\nopen "${address}"\n\`\`\`\n`)).toEqual([]);
  });

  it('is one when a program has made it', () => {
    expect(found(`# T\n\n\`postgres://app:q7Rk2ZtVb9Lm@db.internal/x\`\n`)).toEqual(['code/secret@3']);
  });
});

it('anchors of VitePress have dashes for signs', () => {
  const text =
    '# T\n\n[a](#build-minify) [b](#_2-a) [c](#own)\n\n## build.minify\n\n1\n\n## 2. A\n\n2\n\n## B {#own}\n\n3\n';
  expect(found(text, { flavor: 'vitepress' })).toEqual([]);
  expect(found(text, { flavor: 'docusaurus' })).toHaveLength(2);
});

it('the body of a shortcode for code is no Markdown', () => {
  const text =
    '# T\n\n{{< codeFromInline lang="bash" >}}\n# For ARM64\nls\n#\n# Or\n{{< /codeFromInline >}}\n';
  expect(found(text, { flavor: 'hugo' })).toEqual([]);
});

describe('cells of a table', () => {
  it('may be left out when the last one is empty', () => {
    expect(found('# T\n\na | b | c\n--|--|--\n1 | 2 |\n')).toEqual([]);
    expect(found('# T\n\n| a | b | c |\n|--|--|--|\n| 1 | 2 |\n')).toEqual([]);
    expect(found('# T\n\n| a | b | c |\n|--|--|--|\n| **1** |\n')).toEqual([]);
    expect(found('# T\n\n| a | b | c |\n|--|--|--|\n| 1 | 2 |\n', { profile: 'strict' })).toContain(
      'MD056@5',
    );
  });

  it('are a finding when readers miss something, or the text below has become a row', () => {
    expect(found('# T\n\n| a | b |\n|--|--|\n| 1 | 2 | 3 |\n')).toEqual(['MD056@5']);
    expect(found('# T\n\n| a | b | c | d |\n|--|--|--|--|\n| 1 | 2 |\n')).toEqual(['MD056@5']);
    expect(found('# T\n\n| a | b |\n|--|--|\n| 1 | 2 |\nText below.\n')).toEqual(['MD056@6']);
  });
});

it('a point of a list that goes on with a paragraph is no emphasis', () => {
  expect(found('# T\n\n- It may:\n  x\n          * Call it\n          * Open it\n')).toEqual([]);
});

it('a heading right below the title belongs to it', () => {
  expect(found('# T\n## and more\n\n## Why?\n\nText.\n')).toEqual([]);
  expect(found('# T\n\n## Empty\n\n## Why?\n\nText.\n')).toEqual(['structure/empty-section@3']);
});

it('a page without text may have any anchor', () => {
  const fields = '---\ntitle: Commands\n---\n';
  expect(documentAnchors(new ParsedDocument(fields))).toBeUndefined();
  expect(documentAnchors(new ParsedDocument(`${fields}\n# A\n`))?.has('a')).toBe(true);
});

it('a bracket that is never closed is one finding', () => {
  expect(found('---\ntitle: {#if x}\nother: 1\n---\n\nText.\n')).toEqual(['front-matter/syntax@2']);
});
