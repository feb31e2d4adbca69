import { describe, expect, it } from 'vitest';
import { buildRuleset, validateDocument } from '../index.ts';
import { exampleInput, exampleRun } from './example-run.ts';
import { renderReport, type ReportInput } from './index.ts';

interface Violation {
  description: string;
  check_name: string;
  fingerprint: string;
  severity: string;
  location: { path: string; lines: { begin: number; end?: number } };
}

const ruleset = buildRuleset();
const input = (texts: Record<string, string>, more: Partial<ReportInput> = {}): ReportInput => ({
  files: Object.entries(texts).map(([filePath, text]) => ({
    filePath,
    hasByteOrderMark: false,
    report: validateDocument({ text, filePath, ruleset }),
  })),
  rules: ruleset.rules,
  toolVersion: '1',
  ...more,
});
const violationsOf = (report: ReportInput) => JSON.parse(renderReport('gitlab', report)) as Violation[];

const prints = (texts: Record<string, string>) =>
  violationsOf(input(texts)).map(({ fingerprint }) => fingerprint);

const FAULTY = '# A\n\n### B\n\nThe the end.\n';

describe('the code quality report of GitLab', () => {
  it('has each finding with its place, and nothing that GitLab does not read', () => {
    const [first, second] = violationsOf(input({ 'docs/a.md': FAULTY }));
    expect(first).toEqual({
      description: expect.any(String) as string,
      check_name: 'headings/increment',
      fingerprint: expect.stringMatching(/^[\da-f]{32}$/) as string,
      severity: 'minor',
      location: { path: 'docs/a.md', lines: { begin: 3 } },
    });
    expect(second).toMatchObject({ check_name: 'prose/doubled-word', location: { lines: { begin: 5 } } });
  });

  it('has an empty list without findings', () => {
    expect(renderReport('gitlab', input({ 'a.md': '# A\n\nText.\n' }))).toBe('[]\n');
  });

  it('tells the same finding in two files apart, and knows each again when its text has moved', () => {
    const before = prints({ 'a.md': FAULTY, 'b.md': FAULTY });
    expect(new Set(before).size).toBe(4);
    expect(prints({ 'a.md': FAULTY.replace('# A\n', '# A\n\nNew text.\n'), 'b.md': FAULTY })).toEqual(before);
  });

  it('tells findings apart that share a fingerprint', () => {
    const [file] = input({ 'a.md': FAULTY }).files;
    const [issue] = file!.report.issues;
    const twice = {
      ...file!,
      report: { ...file!.report, issues: [issue!, { ...issue!, line: 9, end_line: 11 }] },
    };
    const [first, second] = violationsOf(input({}, { files: [twice] }));
    expect(first!.fingerprint).not.toBe(second!.fingerprint);
    expect(second!.location.lines).toEqual({ begin: 9, end: 11 });
  });

  it('has a violation for what could not be validated, and for a failed run', () => {
    const problems = [{ filePath: 'a.md', problem: 'is not UTF-8' }];
    expect(violationsOf(input({}, { problems }))).toMatchObject([
      {
        description: 'The file is not UTF-8.',
        severity: 'major',
        location: { path: 'a.md', lines: { begin: 1 } },
      },
    ]);
    const failed = exampleInput(exampleRun({}, { state: 'failed', error: 'It stopped.' }));
    expect(violationsOf(failed)[0]).toMatchObject({ description: 'It stopped.', severity: 'major' });
  });
});
