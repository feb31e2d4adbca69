import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { buildRuleset, validateDocument } from '../../src/engine/index.ts';
import { exampleInput, exampleRun } from '../../src/engine/reports/example-run.ts';
import { renderReport, type ReportInput } from '../../src/engine/reports/index.ts';

const schema = JSON.parse(readFileSync('test/cli/rdjson-schema.json', 'utf8'));
// The schema is of draft 4, which ajv no longer knows by name. It uses nothing that has changed since.
delete schema.$schema;
const validate = new Ajv({ strict: false }).compile(schema);

const ruleset = buildRuleset({ profile: 'strict' });
const reported = (filePath: string, text: string, isTextKnown = true): ReportInput['files'][number] => ({
  filePath,
  hasByteOrderMark: text.startsWith('\uFEFF'),
  report: validateDocument({ text, filePath, ruleset }),
  ...(isTextKnown && { text }),
});
const HOSTILE = 'a b/%20:<x>"\u202E\n.md';
const rdjson = (input: Partial<ReportInput>) =>
  JSON.parse(renderReport('rdjson', { files: [], rules: ruleset.rules, toolVersion: '0.1.0', ...input }));

describe('by the schema of the Reviewdog Diagnostic Format', () => {
  it.each([
    ['of nothing', rdjson({})],
    ['of hostile names', rdjson({ files: [reported(HOSTILE, '# A\n\n### B\n')] })],
    ['of a text that is not known', rdjson({ files: [reported('a.md', '# A\n\n### B\n', false)] })],
    [
      'of line endings and a byte order mark',
      rdjson({ files: [reported('a.md', '\uFEFF# A\r\n\r\n### B\rC  \r\n')] }),
    ],
    [
      'of files that can not be read',
      rdjson({ problems: [{ filePath: 'a b.md', problem: 'is not UTF-8' }] }),
    ],
    ['that leaves something out', rdjson({ truncated: 'This leaves out much.' })],
    ['of a batch run', rdjson(exampleInput(exampleRun()))],
    ['of a failed run', rdjson(exampleInput(exampleRun({}, { state: 'failed', error: HOSTILE })))],
  ])('a report %s is valid', (_, report) => {
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  });

  it('a report of what every rule finds in its example is valid', () => {
    const files = [...ruleset.rules.values()].flatMap(({ id, example }) =>
      example ? [reported(`${id}.md`, example.bad)] : [],
    );
    const report = rdjson({ files });
    expect(report.diagnostics.length).toBeGreaterThan(50);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  });

  it('a report with an unknown severity is not', () => {
    const report = rdjson({ files: [reported('a.md', '# A\n\n### B\n')] });
    report.diagnostics[0].severity = 'FATAL';
    expect(validate(report)).toBe(false);
  });
});
