import { describe, expect, it } from 'vitest';
import type { Issue, ValidationType } from '../../shared/things.ts';
import { applyEdits, buildRuleset, validateDocument, type DocumentReport } from '../index.ts';

/** Rules of layout, which are off by default. */
const LAYOUT = { rules: { MD009: 'info', MD012: 'info', MD034: 'info', MD047: 'info' } };

function check(type: ValidationType, text: string, family = 'default'): DocumentReport {
  return validateDocument({
    text,
    filePath: 'a.md',
    ruleset: buildRuleset({ family, ...(type === 'markdown' && { pack: LAYOUT }) }),
    validationTypes: [type],
  });
}
const place = ({ rule_id, line, column, snippet }: Issue) => [rule_id, line, column, snippet];
const found = (report: DocumentReport): string[] =>
  report.issues.map((issue) => `${issue.rule_id}@${issue.line}:${issue.column}`);
const fixed = (type: ValidationType, text: string, family = 'default'): string => {
  const { edits } = check(type, text, family).proposals.find((proposal) => proposal.edits.length > 0)!;
  return applyEdits(text, edits);
};

describe('front matter', () => {
  const valid = '---\ntitle: A\ntype: docs\nweight: 1\nurl: /a/\n---\n\nText.\n';

  it('passes with the fields of its family', () => {
    expect(found(check('front-matter', valid, 'cells'))).toEqual([]);
    expect(found(check('front-matter', valid.replaceAll('\n', '\r\n'), 'cells'))).toEqual([]);
    expect(found(check('front-matter', `\uFEFF${valid.replaceAll('---', '---  ')}`, 'cells'))).toEqual([]);
  });

  it('requires nothing of the default family', () => {
    expect(found(check('front-matter', 'Text.\n'))).toEqual([]);
    expect(found(check('front-matter', '---\na: b\n---\nText.\n'))).toEqual([]);
  });

  it('points at the YAML error', () => {
    const report = check('front-matter', '---\ntitle: A: b\n---\n\nText.\n');
    expect(found(report)).toEqual(['front-matter/syntax@2:8']);
    expect(report.outcome).toBe('warning');
    expect(check('front-matter', '---\ntitle: A: b\n---\n\nText.\n', 'cells').outcome).toBe('fail');
  });

  it('points at the second of two fields of one name', () => {
    expect(found(check('front-matter', '---\na: 1\nb: 2\na: 3\n---\n\nText.\n'))).toEqual([
      'front-matter/duplicate-key@4:1',
    ]);
  });

  it('says when it is no mapping, or never closed', () => {
    expect(found(check('front-matter', '---\n- a\n---\n\nText.\n'))).toEqual([
      'front-matter/not-a-mapping@2:1',
    ]);
    expect(found(check('front-matter', '---\ntitle: A\n\n# A\n'))).toEqual(['front-matter/unclosed@1:1']);
    expect(fixed('front-matter', '---\r\ntitle: A\r\n\r\n# A\r\n')).toBe(
      '---\r\ntitle: A\r\n---\r\n\r\n# A\r\n',
    );
  });

  it('takes a rule at the top for a rule', () => {
    expect(found(check('front-matter', '---\n\nText.\n'))).toEqual([]);
  });

  it('names missing and empty fields', () => {
    expect(found(check('front-matter', '---\ntitle:\ntype: docs\n---\n\nText.\n', 'cells'))).toEqual([
      'front-matter/recommended@1:1',
      'front-matter/required@2:1',
    ]);
    expect(fixed('front-matter', '---\ntype: docs\n---\n\n# A: b\n', 'words')).toBe(
      '---\ntitle: "A: b"\ntype: docs\n---\n\n# A: b\n',
    );
  });

  it('leaves TOML alone', () => {
    expect(found(check('front-matter', '+++\ntitle = "A"\n+++\n\nText.\n', 'cells'))).toEqual([]);
  });
});

describe('headings', () => {
  it('raises a section that skips a level as one, closing marks included', () => {
    const text = '# A\n\n### B ###\n\n#### C\n\n### D\n\n## E\n';
    const report = check('headings', text);
    expect(found(report)).toEqual(['headings/increment@3:1']);
    expect(report.proposals.map(({ title }) => title)).toEqual(['Fix heading structure']);
    expect(report.proposals[0]).toMatchObject({ scope: 'lines:3-7', severity: 'warning' });
    expect(fixed('headings', text)).toBe('# A\n\n## B ##\n\n### C\n\n## D\n\n## E\n');
  });

  it('takes a title in the front matter for the heading of level 1', () => {
    expect(found(check('headings', '---\ntitle: A\n---\n\n## B\n'))).toEqual([]);
    expect(found(check('headings', '---\ntitle: A\n---\n\n### B\n\n### B2\n\n## C\n'))).toEqual([
      'headings/increment@5:1',
    ]);
  });

  it('asks for a title in the profile strict', () => {
    const ruleset = buildRuleset({ profile: 'strict' });
    const input = { filePath: 'a.md', ruleset, validationTypes: ['headings' as const] };
    const rules = (text: string) => validateDocument({ ...input, text }).issues.map(({ rule_id }) => rule_id);
    expect(rules('## B\n')).toEqual(['headings/missing-h1']);
    expect(rules('---\ntitle: A\n---\n\n## B\n')).toEqual([]);
  });

  it('tells of several titles once in the profile strict, and not in a changelog', () => {
    const text = '# 3\n\n### Fixes\n\nx\n\n# 2\n\n### Fixes\n\nx\n\n# 1\n\nx\n';
    const rules = (filePath: string) =>
      validateDocument({
        text,
        filePath,
        ruleset: buildRuleset({ profile: 'strict' }),
        validationTypes: ['headings'],
      }).issues.filter(({ rule_id }) => rule_id === 'headings/multiple-h1');
    expect(rules('a.md')).toHaveLength(1);
    expect(rules('docs/CHANGELOG.md')).toEqual([]);
  });

  it('lets several sections show the same file', () => {
    expect(found(check('headings', '# A\n\n## `a.js`\n\nx\n\n## `a.js`\n\ny\n'))).toEqual([]);
  });

  it('finds empty headings and twins of one section', () => {
    const text = 'A\n=\n\n## B\n\n### X\n\n## C\n\n### X\n\n## b\n\n##\n\n# Z\n';
    expect(found(check('headings', text))).toEqual(['headings/duplicate@12:1', 'headings/empty@14:1']);
  });

  it('never takes code, front matter or a quote for headings', () => {
    const text = '---\n# comment\ntitle: A\n---\n\n```sh\n# one\n### two\n```\n\n    # three\n\n> # four\n';
    expect(found(check('headings', text))).toEqual([]);
  });
});

describe('links', () => {
  it('finds empty links, placeholders and undefined references', () => {
    const text = '[a]() [b](<>) [](x)\n[c](#) [d](TODO) [e](https://)\n[f][none] [g][]\n';
    expect(found(check('links', text))).toEqual([
      'links/empty@1:1',
      'links/empty@1:7',
      'links/empty@1:15',
      'links/placeholder@2:5',
      'links/placeholder@2:12',
      'links/placeholder@2:22',
      'links/undefined-reference@3:1',
      'links/undefined-reference@3:11',
    ]);
  });

  it('is quiet about links that lead somewhere, task lists and brackets in prose', () => {
    const text =
      '- [ ] a\n- [x] b\n\n[a](b) [c](d "e") [F][ g ] [G][] [h] arr[i][j] [k][1] [^1] `[a][b]`\n\n[G]: /x\n';
    expect(found(check('links', text))).toEqual([]);
  });
});

describe('code', () => {
  it('points at the fence that is never closed, and closes it at the end', () => {
    const text = '# A\r\n\r\n~~~~js\r\nx\r\n~~~';
    expect(found(check('code', text))).toEqual(['code/unclosed-fence@3:1']);
    expect(fixed('code', text)).toBe(`${text}\r\n~~~~\r\n`);
  });

  it('asks for a language where it is beyond doubt, and names it', () => {
    const text =
      '```\n{"a": 1}\n```\n\n```\nwords\n```\n\n```text\n```\n\n```js\nx()\n```\n\n```js\ny()\n```\n';
    expect(found(check('code', text))).toEqual(['code/missing-language@1:1']);
    for (const asked of [{ profile: 'strict' as const }, { markdownlint: { MD040: true } }]) {
      const ruleset = buildRuleset(asked);
      const { issues } = validateDocument({ text, filePath: 'a.md', ruleset, validationTypes: ['code'] });
      expect(issues.map(({ line }) => line)).toEqual([1, 5]);
    }
    expect(fixed('code', text)).toBe(text.replace('```\n{', '```json\n{'));
  });
});

describe('images', () => {
  it('finds images without alternative text, in Markdown and HTML', () => {
    const text =
      '![](a-b/red-car_1.png) ![todo:image_alt_text](1.png) ![ok](x.png)\n\n<p><img src="x"></p>\n\n<img alt="" src="y">\n';
    expect(found(check('images', text))).toEqual([
      'images/missing-alt@1:1',
      'images/placeholder-alt@1:24',
      'images/missing-alt@3:4',
    ]);
    expect(fixed('images', text)).toContain('![Red car](a-b/red-car_1.png)');
  });
});

describe('markdown', () => {
  it('places findings and fixes of markdownlint exactly: after front matter, CRLF, tabs and wide characters', () => {
    const text = '---\r\ntitle: A\r\n---\r\n\r\n😀 text   \r\n\r\n\r\n\r\n* 😀 http://a.b/c\r\n';
    const { issues, proposals } = check('markdown', text);
    expect(issues.map(place)).toEqual([
      ['MD009', 5, 8, '   '],
      ['MD012', 7, 1, ''],
      ['MD012', 8, 1, ''],
      ['MD034', 9, 6, 'http://a.b/c'],
    ]);
    const spaces = proposals.find(({ rule_id }) => rule_id === 'MD009');
    expect(spaces).toMatchObject({ title: 'Remove trailing spaces', confidence: 1, scope: 'lines:5-5' });
    expect(applyEdits(text, spaces?.edits ?? [])).toBe(text.replace('text   ', 'text'));
  });

  it('deletes surplus lines at the end, and adds the missing line break', () => {
    expect(fixed('markdown', '# A\n\ntext\n\n\n')).toBe('# A\n\ntext\n');
    expect(fixed('markdown', '# A\r\rtext')).toBe('# A\r\rtext\r');
  });

  it('points at whole characters where markdownlint points at half of one, and tells findings there apart', () => {
    const text = '| a | b |\n|---|---|\n😀';
    const ruleset = buildRuleset({ profile: 'strict', pack: { rules: { MD055: 'info' } } });
    const { issues } = validateDocument({ text, filePath: 'a.md', ruleset });
    const pipes = issues.filter(({ rule_id }) => rule_id === 'MD055');
    expect(pipes.map(({ snippet }) => snippet)).toEqual(['😀', '😀']);
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
    for (const { snippet } of issues) expect(snippet.isWellFormed()).toBe(true);
  });

  it('links to the documentation of each rule', () => {
    const [issue] = check('markdown', '# A\n\ntext   \n').issues;
    expect(issue?.docs_url).toMatch(
      /^https:\/\/github\.com\/DavidAnson\/markdownlint\/blob\/v[\d.]+\/doc\/md009\.md$/,
    );
  });
});
