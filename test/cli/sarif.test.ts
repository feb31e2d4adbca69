import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { buildRuleset, validateDocument } from '../../src/engine/index.ts';
import { exampleInput, exampleRun, exampleRunIssue } from '../../src/engine/reports/example-run.ts';
import { renderReport, type ReportInput } from '../../src/engine/reports/index.ts';

/** The schema is of draft 4, which ajv no longer supports by name. It uses nothing that has changed since. */
function sarifValidator() {
  const schema = JSON.parse(readFileSync('test/cli/sarif-schema-2.1.0.json', 'utf8'));
  delete schema.$schema;
  delete schema.id;
  const ajv = new Ajv({ strict: false, unicodeRegExp: false });
  formats.default(ajv);
  return ajv.compile(schema);
}

const validate = sarifValidator();
const ruleset = buildRuleset({ profile: 'strict' });
const reported = (filePath: string, text: string): ReportInput['files'][number] => ({
  filePath,
  hasByteOrderMark: text.startsWith('\uFEFF'),
  report: validateDocument({ text, filePath, ruleset }),
});
const HOSTILE = 'a b/%20:<x>"\u202E\uD800\n.md';
const logOfRun = (...run: Parameters<typeof exampleRun>) =>
  JSON.parse(renderReport('sarif', exampleInput(exampleRun(...run))));
const { changes } = exampleRun();
const logOf = (files: ReportInput['files'], problems: ReportInput['problems'] = []) =>
  JSON.parse(renderReport('sarif', { files, rules: ruleset.rules, toolVersion: '0.1.0', problems }));

describe('by the schema of SARIF 2.1.0', () => {
  it.each([
    ['of nothing', logOf([])],
    ['of a clean file', logOf([reported('a.md', '# A\n\nText.\n')])],
    ['of hostile names', logOf([reported(HOSTILE, '# A\n\n### B\n')])],
    ['of line endings and a byte order mark', logOf([reported('a.md', '\uFEFF# A\r\n\r\n### B\rC  \r\n')])],
    ['of an empty file', logOf([reported('a.md', '')])],
    ['of a file twice', logOf([reported('a.md', '# A\n'), reported('a.md', '# B\n')])],
    ['of files that can not be read', logOf([], [{ filePath: 'a b.md', problem: 'is not UTF-8' }])],
    ['of a batch run', logOfRun()],
    ['of a run without a last one', logOfRun({ changes: null })],
    ['of a run that could not go on', logOfRun({}, { state: 'failed', error: HOSTILE, name: HOSTILE })],
    [
      'of a run with hostile names',
      logOfRun({
        failures: [{ file_path: HOSTILE, message: HOSTILE }],
        changes: changes && {
          ...changes,
          resolved_issues: [exampleRunIssue(HOSTILE, 'gone', { line: 1, message: HOSTILE })],
        },
      }),
    ],
  ])('a log %s is valid', (_, log) => {
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
  });

  it('a log of what every rule finds in its example is valid', () => {
    const files = [...ruleset.rules.values()].flatMap(({ id, example }) =>
      example ? [reported(`${id}.md`, example.bad)] : [],
    );
    const log = logOf(files);
    expect(log.runs[0].results.length).toBeGreaterThan(50);
    expect(log.runs[0].results.some(({ fixes }: { fixes?: unknown }) => fixes)).toBe(true);
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
  });

  it('a log with a negative offset is not', () => {
    const log = logOf([reported('a.md', '# A\n\n### B\n')]);
    log.runs[0].results[0].locations[0].physicalLocation.region.charOffset = -2;
    expect(validate(log)).toBe(false);
  });
});
