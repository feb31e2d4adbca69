import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { buildRuleset, validateDocument } from '../index.ts';
import { exampleInput, exampleRun } from './example-run.ts';
import { renderReport, type ReportInput } from './index.ts';

/** The start tags of an XML document, read by a parser that rejects what is not well-formed. */
function elementsOf(xml: string): { name: string; attributes: Record<string, string> }[] {
  const elements: { name: string; attributes: Record<string, string> }[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => elements.push({ name, attributes }));
  parser.write(xml).close();
  return elements;
}
const HOSTILE = 'a b/<x>&"\u0001]]>\n--.md';
const ruleset = buildRuleset();
const input = (text: string, more: Partial<ReportInput> = {}): ReportInput => ({
  files: [
    {
      filePath: HOSTILE,
      hasByteOrderMark: false,
      report: validateDocument({ text, filePath: 'a', ruleset }),
    },
  ],
  rules: ruleset.rules,
  toolVersion: '1',
  ...more,
});

describe('Checkstyle XML', () => {
  it('has each finding with its start position, in the file that it is in', () => {
    const [root, file, ...errors] = elementsOf(
      renderReport('checkstyle', input('# A\n\n### B\n\nThe the end.\n')),
    );
    expect(root).toEqual({ name: 'checkstyle', attributes: { version: '4.3' } });
    expect(file?.attributes['name']).toBe(HOSTILE.replace('\u0001', '\\u{1}'));
    expect(errors.map(({ attributes }) => attributes)).toMatchObject([
      { line: '3', column: '1', severity: 'warning', source: 'headings/increment' },
      { line: '5', column: '1', severity: 'warning', source: 'prose/doubled-word' },
    ]);
  });

  it('has an empty file without findings', () => {
    expect(elementsOf(renderReport('checkstyle', input('# A\n\nText.\n'))).map(({ name }) => name)).toEqual([
      'checkstyle',
      'file',
    ]);
  });

  it('has an error for what could not be validated and for a failed run', () => {
    const problems = [{ filePath: HOSTILE, problem: 'is <not> UTF-8' }];
    const failed = exampleInput(exampleRun({}, { state: 'failed', error: HOSTILE, name: HOSTILE }));
    const [, run] = elementsOf(renderReport('checkstyle', failed));
    expect(run?.attributes['name']).toBe(HOSTILE.replace('\u0001', '\\u{1}'));
    const [, file, error] = elementsOf(renderReport('checkstyle', input('', { files: [], problems })));
    expect(file?.name).toBe('file');
    expect(error?.attributes).toEqual({ line: '1', severity: 'error', message: 'The file is <not> UTF-8.' });
  });

  it.each(['checkstyle', 'junit'] as const)('is well-formed, as JUnit XML is: %s', (format) => {
    const report = exampleInput(exampleRun({}, { name: HOSTILE }), { truncated: 'It leaves out --- much-' });
    expect(elementsOf(renderReport(format, report)).length).toBeGreaterThan(3);
  });
});
