import { describe, expect, it } from 'vitest';
import { applyEdits, buildRuleset, validateDocument, type RulesetOptions } from '../index.ts';

/** Only the rules about Markdown: the profile strict has others that say something of these documents. */
const check = (text: string, options: RulesetOptions = {}, ignored: string[] = []) =>
  validateDocument({
    text,
    filePath: 'a.md',
    ruleset: buildRuleset(options),
    ignored: new Set(ignored),
    validationTypes: ['markdown'],
  });
const strict: RulesetOptions = { profile: 'strict' };

const spaced = '# T\n\none   \na\n\ntwo   \nb\n\nthree   \nc\n';

describe('findings about layout', () => {
  it('are one remark a document and rule, with the number of places and a fix for all', () => {
    const { issues, issueEdits, counts } = check(spaced, strict);
    expect(issues).toMatchObject([
      {
        rule_id: 'MD009',
        level: 'info',
        line: 3,
        fixable: 'auto',
        suggestion: expect.stringContaining('all'),
      },
    ]);
    expect(issues[0]?.message).toBe('Trailing spaces: 3 places, on lines 3, 6, 9.');
    expect(applyEdits(spaced, issueEdits[0] ?? [])).toBe('# T\n\none  \na\n\ntwo  \nb\n\nthree  \nc\n');
    expect(counts).toEqual({ error: 0, warning: 0, info: 1 });
  });

  it('keep their fingerprint when places come and go', () => {
    const [issue] = check(spaced, strict).issues;
    const [later] = check(`# T\n\nfour   \nd\n\n${spaced}`, strict).issues;
    const [last] = check('# T\n\nother   \ne\n', strict).issues;
    expect([later?.fingerprint, last?.fingerprint]).toEqual([issue?.fingerprint, issue?.fingerprint]);
    expect(last?.message).toContain('Expected');
  });

  it('are ignored together, and counted as one', () => {
    const [issue] = check(spaced, strict).issues;
    const { issues, counts, ignored, proposals } = check(spaced, strict, [issue?.fingerprint ?? '']);
    expect({ issues, ignored, proposals }).toEqual({ issues: [], ignored: 1, proposals: [] });
    expect(counts.info).toBe(0);
  });

  it('do not let a doubtful place hold up the others', () => {
    const text = '# T\n\n* a\n* b\n\n- c\n- d\n\nText.\n\n- e\n';
    const [issue, ...more] = check(text, { profile: 'strict' }).issues.filter(
      ({ rule_id }) => rule_id === 'MD004',
    );
    expect(more).toEqual([]);
    expect(issue).toMatchObject({ rule_id: 'MD004', fixable: 'auto' });
    expect(issue?.message).toContain('3 places');
    expect(issue?.suggestion).toContain('The fix mends 1.');
  });

  it.each<[string, RulesetOptions]>([
    ['a pack', { pack: { rules: { MD009: 'info' } } }],
    ['a configuration of markdownlint', { markdownlint: {} }],
    ['a switch', { switches: [{ name: 'MD009', isOn: true }] }],
    ['the profile of markdownlint', { profile: 'markdownlint' }],
  ])('are told one by one to who asks for them: %s', (_, options) => {
    const { issues, counts } = check(spaced, options);
    expect(issues.map(({ line }) => line)).toEqual([3, 6, 9]);
    expect(counts.error + counts.info).toBe(3);
  });

  it('are told in the profile strict only, when they are no accident', () => {
    const text = '# T\ntext\n## A\ntext\n';
    expect(check(text).issues).toEqual([]);
    expect(
      check(text, { profile: 'strict' }).issues.filter(({ rule_id }) => rule_id === 'MD022'),
    ).toHaveLength(1);
    expect(check(text, { markdownlint: {} }).issues.map(({ level }) => level)).toContain('info');
  });
});
