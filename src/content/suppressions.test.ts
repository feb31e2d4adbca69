import { describe, expect, it } from 'vitest';
import { validateDocument } from './index.ts';

const rules = (text: string): string[] =>
  validateDocument({ text, filePath: 'a.md', family: 'default' }).issues.map(({ rule_id }) => rule_id);

describe('comments that switch markdownlint rules off', () => {
  it('hold for the rule of ours that owns the fact', () => {
    expect(rules('# A\n\n<!-- markdownlint-disable MD001 -->\n\n### B\n')).toEqual([]);
    expect(rules('# A\n\n<!-- markdownlint-disable-next-line heading-increment -->\n### B\n')).not.toContain(
      'headings/increment',
    );
    expect(rules('# A\n\n### B\n\n<!-- markdownlint-disable-file -->\n')).toEqual([]);
  });

  it('end where the comment says so', () => {
    const text =
      '<!-- markdownlint-disable MD045 -->\n# A\n\n![](a)\n\n<!-- markdownlint-enable MD045 -->\n\n![](b)\n';
    const { issues } = validateDocument({
      text,
      filePath: 'a.md',
      family: 'default',
      validationTypes: ['images'],
    });
    expect(issues.map(({ snippet }) => snippet)).toEqual(['![](b)']);
  });

  it('cannot configure rules: a regular expression of a stranger could hang the run', () => {
    const text =
      '# A\n\n<!-- markdownlint-configure-file { "MD013": { "line_length": 5 } } -->\n\nA longer line.\n';
    expect(rules(text)).toEqual([]);
  });
});
