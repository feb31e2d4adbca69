import { describe, expect, it } from 'vitest';
import { MAX_ISSUES_PER_DOCUMENT, MAX_SNIPPET_LENGTH } from '../shared/limits.ts';
import type { ValidationType } from '../shared/things.ts';
import { applyEdits, buildRuleset, fixDocument, validateDocument, type DocumentReport } from './index.ts';

function check(text: string, family = 'default', validationTypes?: ValidationType[]): DocumentReport {
  return validateDocument({
    text,
    filePath: 'a.md',
    ruleset: buildRuleset({ family }),
    ...(validationTypes ? { validationTypes } : {}),
  });
}
const rules = (report: DocumentReport): string[] => report.issues.map(({ rule_id }) => rule_id);

describe('validateDocument', () => {
  it('passes a tidy document without a word', () => {
    const report = check('# Title\n\nSome text.\n\n```js\nlet a;\n```\n');
    expect(report).toMatchObject({ issues: [], proposals: [], outcome: 'pass' });
    expect(report.counts).toEqual({ error: 0, warning: 0, info: 0 });
  });

  it('answers a product page without front matter with one warning and a proposal', () => {
    const report = check('# Test Article\nSome content here', 'cells');
    expect(report.outcome).toBe('warning');
    expect(report.counts).toMatchObject({ error: 0, warning: 1 });
    const proposal = report.proposals.find(({ rule_id }) => rule_id === 'front-matter/missing');
    expect(proposal?.edits).toEqual([
      { start: 0, end: 0, expected: '', text: '---\ntitle: Test Article\n---\n\n' },
    ]);
  });

  it('runs only the validation types that were asked for, and names them in their order', () => {
    const report = check('# A\n\n### B\n\n![](a.png)\n', 'default', ['images', 'headings']);
    expect(rules(report)).toEqual(['headings/increment', 'images/missing-alt']);
    expect(report.validationTypes).toEqual(['headings', 'images']);
  });

  it('gives each fact to one rule: ours, or markdownlint when ours is off', () => {
    const text = '# A\n\n### B\n\n```\ncode\n```\n\n![](a.png)\n\n[x]()\n';
    expect(rules(check(text)).filter((id) => id.startsWith('MD'))).toEqual([]);
    expect(rules(check(text, 'default', ['markdown']))).toEqual(['MD001', 'MD040', 'MD045', 'MD042']);
  });

  it('gives lines and columns in UTF-16 code units, after a byte order mark, CRLF and lone CR', () => {
    const text = '\uFEFF# 😀\r\n\rtext ![](a.png)\r\n';
    const [issue] = check(text, 'default', ['images']).issues;
    expect(issue).toMatchObject({ start: 13, end: 23, line: 3, column: 6, end_line: 3, end_column: 16 });
    expect(issue?.snippet).toBe('![](a.png)');
  });

  it('cuts a long snippet without splitting a surrogate pair', () => {
    const text = `# a${'😀'.repeat(MAX_SNIPPET_LENGTH)}\n\n### b${'😀'.repeat(MAX_SNIPPET_LENGTH)}\n`;
    const [issue] = check(text, 'default', ['headings']).issues;
    expect(issue?.snippet.isWellFormed()).toBe(true);
    expect(issue?.snippet.length).toBe(MAX_SNIPPET_LENGTH - 1);
  });

  it('keeps a fingerprint when the text moves, and tells equal findings apart', () => {
    const text = '# A\n\nOne\n\n![](a.png)\n\nTwo\n\n![](a.png)\n![](a.png)\n';
    const before = check(text, 'default', ['images']).issues.map(({ fingerprint }) => fingerprint);
    const after = check(text.replace('# A\n', '# A\n\nMore.\n'), 'default', ['images']).issues;
    expect(after.map(({ fingerprint }) => fingerprint)).toEqual(before);
    expect(new Set(before).size).toBe(3);
    expect(before[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  it('keeps so many issues, worst first, and counts all', () => {
    const report = check(`# A\n\n${'![](a.png)\n\n'.repeat(1_200)}\`\`\`js\n`, 'default', ['images', 'code']);
    expect(report.issues).toHaveLength(MAX_ISSUES_PER_DOCUMENT + 1);
    expect(report.counts).toEqual({ error: 1, warning: 1_200, info: 1 });
    expect(rules(report)).toContain('code/unclosed-fence');
    expect(rules(report)).toContain('document/too-many-issues');
  });

  it('sorts issues by place, then by rule', () => {
    const { issues } = check('## A \n\n\n\n#### B\n![](a.png)\n* a\n- b\n');
    const keys = issues.map(({ start, rule_id }) => [start, rule_id] as const);
    expect(keys).toEqual(keys.toSorted((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1)));
  });

  it('names the version of its rules, which is another one when anything in them is', () => {
    const versions = [
      buildRuleset(),
      buildRuleset({ family: 'cells' }),
      buildRuleset({ profile: 'strict' }),
      buildRuleset({ pack: { rules: { 'links/empty': 'error' } } }),
    ].map(({ version }) => version);
    expect(versions[0]).toMatch(/^default@[0-9a-f]{12}$/);
    expect(new Set(versions).size).toBe(versions.length);
    expect(buildRuleset().version).toBe(versions[0]);
    expect(check('Text.').ruleset).toBe(versions[0]);
  });

  it('runs all rules of Markdown where a rule of markdownlint 0.42.1 breaks', () => {
    // Its MD023 gives a range outside of the line here, which markdownlint refuses.
    const { issues } = validateDocument({
      text: '- a\n\t# A',
      filePath: 'a.md',
      ruleset: buildRuleset({ profile: 'strict' }),
    });
    const found = issues.map(({ rule_id }) => rule_id);
    expect(found).toEqual(expect.arrayContaining(['MD010', 'MD047']));
    expect(found).not.toContain('document/validator-failed');
  });

  it('leaves a change out of the diff when its line is too long to read, and keeps the edits', () => {
    const text = `# T\n\n${'word '.repeat(4_100)}end   \n\nshort   \n`;
    const input = { text, filePath: 'a.md', ruleset: buildRuleset() };
    const long = validateDocument({ ...input, text: text.replace('short   \n', '') }).proposals[0];
    expect(long).toMatchObject({ diff: '' });
    expect(long?.edits.length).toBeGreaterThan(0);
  });

  it('names binary data for what it is', () => {
    const [issue] = check('PK\u0003\u0004\0\0', 'default', ['links']).issues;
    expect(issue).toMatchObject({ rule_id: 'document/not-text', start: 2, level: 'error' });
    expect(issue?.message).toContain('binary');
    const [stray] = check('A\u0008 b', 'default', ['links']).issues;
    expect(stray).toMatchObject({ rule_id: 'document/control-characters', start: 1, level: 'warning' });
  });

  it.each([
    ['prose/unrendered-emphasis', '中**「中」**中\n\n'],
    ['prose/doubled-word', 'See the the page.\n\n'],
    ['headings/duplicate', '## Part\n\nText.\n\n'],
    ['MD018', '#Part\n\n'],
  ])('counts all findings of %s, and makes those that it lists in full', (rule, fragment) => {
    const more = MAX_ISSUES_PER_DOCUMENT + 200;
    const few = check(fragment.repeat(10)).issues.filter(({ rule_id }) => rule_id === rule);
    const { issues, counts } = check(fragment.repeat(more));
    const found = issues.filter(({ rule_id }) => rule_id === rule);
    expect(counts.error + counts.warning + counts.info).toBeGreaterThanOrEqual(more - 1);
    expect(found.length).toBeGreaterThan(MAX_ISSUES_PER_DOCUMENT - 10);
    expect(new Set(found.map(({ message }) => message))).toEqual(new Set(few.map(({ message }) => message)));
    expect(new Set(found.map(({ fixable }) => fixable))).toEqual(new Set(few.map(({ fixable }) => fixable)));
  });

  it.each([
    ['link openings', '[a]('],
    ['emphasis', '*a_'],
    ['quote marks', '>'],
    ['image openings', '!['],
    ['brackets', '['],
  ])('skips validators with a finding rather than hang on 200 KB of %s', (_, fragment) => {
    const report = check(fragment.repeat(200_000 / fragment.length));
    expect(rules(report)).toContain('document/too-complex');
    const [finding] = report.issues.filter(({ rule_id }) => rule_id === 'document/too-complex');
    expect(finding?.message).toMatch(/^The validators? ".*" (was|were) skipped: .* because of /);
  });

  it.each([
    ['quote marks', '>'],
    ['bullets', '- a\n'],
    ['numbers', '1. a\n'],
  ])('skips the rules of Markdown too on 1 MB of %s, whose tree would not fit in memory', (_, fragment) => {
    const { issues } = check(fragment.repeat(999_000 / fragment.length));
    const messages = issues.flatMap(({ rule_id, message }) =>
      rule_id === 'document/too-complex' ? [message] : [],
    );
    expect(messages).toHaveLength(2);
    expect(messages.join()).toContain('"markdown"');
  });

  it.each([
    ['table rows', '|a|b\n'],
    ['bullets', '- a\n'],
    ['comment openings', '<!--'],
    ['tags', '<img src=a> '],
    ['underlined headings', 'a\n=\n'],
  ])('skips no validator on 200 KB of %s', (_, fragment) => {
    expect(rules(check(fragment.repeat(200_000 / fragment.length)))).not.toContain('document/too-complex');
  });
});

describe('fixDocument', () => {
  it('fixes to a fixpoint and keeps line endings', () => {
    const text = '\uFEFF# A\r\ntext   \r\n\r\n\r\n### B ###\r\n* x';
    const ruleset = buildRuleset({ profile: 'strict' });
    const fixed = fixDocument({ text, filePath: 'a.md', ruleset });
    expect(fixed.text).toBe('\uFEFF# A\r\n\r\ntext\r\n\r\n### B ###\r\n\r\n* x\r\n');
    expect(fixDocument({ text: fixed.text, filePath: 'a.md', ruleset }).applied).toBe(0);
  });

  it('leaves guesses to people', () => {
    const text = '# A\n\n![](red-green-chart.png)\n';
    expect(fixDocument({ text, filePath: 'a.md', ruleset: buildRuleset() }).text).toBe(text);
    const [proposal] = check(text).proposals;
    expect(proposal?.title).toBe('Add alt text to 1 image');
    expect(applyEdits(text, proposal?.edits ?? [])).toBe('# A\n\n![Red green chart](red-green-chart.png)\n');
  });
});
