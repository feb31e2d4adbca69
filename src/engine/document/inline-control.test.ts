import { describe, expect, it } from 'vitest';
import { buildRuleset, validateDocument } from '../index.ts';

const ruleset = buildRuleset();

const rules = (text: string): string[] =>
  validateDocument({ text, filePath: 'a.md', ruleset }).issues.map(({ rule_id }) => rule_id);

describe('comments that switch markdownlint rules off', () => {
  it('hold for the rule of ours that owns the fact', () => {
    expect(rules('# A\n\n<!-- markdownlint-disable MD001 -->\n\n### B\n\nText.\n')).toEqual([]);
    expect(rules('# A\n\n<!-- markdownlint-disable-next-line heading-increment -->\n### B\n')).not.toContain(
      'headings/increment',
    );
    expect(rules('# A\n\n### B\n\nText.\n\n<!-- markdownlint-disable-file -->\n')).toEqual([]);
  });

  it('end where the comment says so', () => {
    const text =
      '<!-- markdownlint-disable MD045 -->\n# A\n\n![](a)\n\n<!-- markdownlint-enable MD045 -->\n\n![](b)\n';
    const { issues } = validateDocument({
      text,
      filePath: 'a.md',
      ruleset,
      validationTypes: ['images'],
    });
    expect(issues.map(({ snippet }) => snippet)).toEqual(['![](b)']);
  });

  it('configure markdownlint for their document', () => {
    const text =
      '# A\n\n<!-- markdownlint-configure-file { "line-length": { "line_length": 20 } } -->\n\nA line of more than 20.\n';
    expect(rules(text)).toEqual(['MD013', 'MD013']);
    expect(
      rules('# A\n\n<!-- markdownlint-configure-file { "MD001": false } -->\n\n### B\n\nText.\n'),
    ).toEqual([]);
  });

  it('are named when they can not be read', () => {
    expect(rules('# A\n\n<!-- markdownlint-configure-file {"MD013": -->\n')).toEqual([
      'document/inline-configuration',
    ]);
    expect(rules('# A\n\n<!-- galley-configure-file {} -->\n')).toEqual(['document/inline-configuration']);
  });

  it('cannot bring in a regular expression: a hostile one would hang the run', () => {
    const hostile = '<!-- markdownlint-configure-file { "MD051": { "ignored_pattern": "(a+)+$" } } -->';
    expect(rules(`# A\n\n${hostile}\n\n[x](#a)\n`)).toContain('document/inline-configuration');
  });

  it('take any rule in our own form, by name or by prefix', () => {
    expect(rules('# A\n\n<!-- galley-disable-next-line headings/increment -->\n### B\n')).not.toContain(
      'headings/increment',
    );
    expect(rules('# A\n\n<!-- galley-disable headings/* MD022 -->\n### B\n\nText.\n')).toEqual([]);
    expect(
      rules('# A  \n\n<!-- galley-disable -->\n### B\n<!-- galley-enable headings/* -->\n\n##### C\n'),
    ).toContain('headings/increment');
    expect(rules('# A\n\n### B\n\n```html\n<!-- galley-disable-file -->\n```\n')).toContain(
      'headings/increment',
    );
  });

  it('are captured and restored', () => {
    const text =
      '# A\n\n<!-- galley-capture -->\n<!-- galley-disable images/* -->\n\n![](a)\n\n<!-- galley-restore -->\n\n![](b)\n';
    const { issues } = validateDocument({ text, filePath: 'a.md', ruleset, validationTypes: ['images'] });
    expect(issues.map(({ snippet }) => snippet)).toEqual(['![](b)']);
  });
});
