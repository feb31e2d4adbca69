import fc from 'fast-check';
import Papa from 'papaparse';
import { micromark } from 'micromark';
import { describe, expect, it } from 'vitest';
import type { Issue } from '../../shared/things.ts';
import { REPORT_FORMATS } from '../../shared/api/reports.ts';
import { HTML_REPORT_STYLE, renderReport, type ReportInput } from './index.ts';

const issue = (more: Partial<Issue> = {}): Issue => ({
  rule_id: 'links/anchor',
  level: 'warning',
  message: 'There is no such heading.',
  line: 3,
  column: 5,
  end_line: 3,
  end_column: 9,
  start: 20,
  end: 24,
  snippet: '#gone',
  fixable: 'none',
  fingerprint: 'f'.repeat(32),
  ...more,
});
const input = (files: Record<string, Issue[]>, more: Partial<ReportInput> = {}): ReportInput => ({
  files: Object.entries(files).map(([filePath, issues]) => ({
    filePath,
    family: 'default',
    validationId: 'id',
    hasByteOrderMark: false,
    report: {
      outcome: 'warning',
      counts: { error: 0, warning: issues.length, info: 0 },
      ruleset: 'default@1',
      issues,
    },
  })),
  rules: new Map(),
  toolVersion: '1',
  ...more,
});
const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '</style><script>alert(1)</script>',
  '"><a href="javascript:alert(1)">',
  '| a | b |\n\n# heading',
  '`code` **bold** [link](http://evil.example) ![image](x) https://evil.example',
  'invoice\u202Efdp.md',
  '&lt;b&gt; &amp;',
];
/** Start tags of the rendered body. */
const elements = (markup: string) => [...markup.matchAll(/<([a-z0-9]+)[\s>]/g)].map(([, name]) => name);

describe.each(REPORT_FORMATS)('a report as %s', (format) => {
  it('can have no, one or many documents', () => {
    for (const files of [
      {},
      { 'a.md': [] },
      { 'a.md': [issue()], 'b.md': [issue(), issue({ level: 'error' })] },
    ]) {
      const report = renderReport(format, input(files));
      for (const [path, issues] of Object.entries(files)) {
        if (issues.length > 0) expect(report.replaceAll('\\', '')).toContain(path);
      }
    }
  });

  it('names the documents that could not be validated', () => {
    const problems = [{ filePath: 'broken.md', problem: 'could not be validated' }];
    expect(renderReport(format, input({}, { problems })).replaceAll('\\', '')).toContain('broken.md');
  });

  it.skipIf(format === 'csv')('says what was left out', () => {
    const report = renderReport(format, input({ 'a.md': [] }, { truncated: 'This leaves out -- much.' }));
    expect(report.replaceAll('\\', '').replaceAll('- -', '--')).toContain('This leaves out -- much.');
  });
});

describe('a report as HTML', () => {
  it('escapes everything in a document', () => {
    const plain = elements(renderReport('html', input({ a: [issue({ suggestion: 'x' })] }, { title: 't' })));
    for (const text of HOSTILE) {
      const hostile = issue({
        message: text,
        snippet: text,
        suggestion: text,
        rule_id: text,
        docs_url: `javascript:${text}`,
      });
      const page = renderReport('html', input({ [text]: [hostile] }, { title: text }));
      expect(elements(page), text).toEqual(plain);
      expect(page).not.toMatch(/href="(?!#|https:)/);
      expect(page).not.toContain('\u202E');
    }
  });

  it('has an entry for each finding, whatever its text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 8 }), (messages) => {
        const issues = messages.map((message) => issue({ message, snippet: message }));
        const page = renderReport('html', input({ 'a.md': issues }));
        expect(elements(page).filter((name) => name === 'li')).toHaveLength(messages.length);
        expect(page).not.toContain('<script');
      }),
    );
  });

  it('embeds its stylesheet unchanged, so that a policy can name its hash', () => {
    const page = renderReport('html', input({ 'a.md': [] }));
    const [, style] = /<style>([\s\S]*?)<\/style>/.exec(page)!;
    expect(style).toBe(HTML_REPORT_STYLE);
  });

  it('links only to https pages of rules', () => {
    const address = 'https://example.com/rules?a=1&b="2"';
    const page = renderReport('html', input({ 'a.md': [issue({ docs_url: address })] }));
    expect(page).toContain('href="https://example.com/rules?a=1&amp;b=&quot;2&quot;"');
  });
});

describe('a report as Markdown', () => {
  it('escapes all markup in a document', () => {
    const plain = elements(micromark(renderReport('markdown', input({ a: [issue()] }, { title: 't' }))));
    for (const text of HOSTILE) {
      const hostile = issue({ message: text, rule_id: text, docs_url: `javascript:${text}` });
      const report = renderReport('markdown', input({ [text]: [hostile] }, { title: text }));
      expect(elements(micromark(report)), text).toEqual(plain);
      expect(report.split('\n')).toHaveLength(
        renderReport('markdown', input({ a: [issue()] }, { title: 't' })).split('\n').length,
      );
    }
  });
});

describe('a report as CSV', () => {
  it('round-trips its values, with formulas as text', () => {
    const message = 'has "quotes", commas,\r\nlines';
    const report = renderReport('csv', input({ '=cmd|calc!A0': [issue({ message }), issue()] }));
    const { data, errors } = Papa.parse<Record<string, string>>(report, {
      header: true,
      skipEmptyLines: true,
    });
    expect(errors).toEqual([]);
    expect(data).toHaveLength(2);
    expect(data[0]).toMatchObject({ message, line: '3', rule_id: 'links/anchor', validation_id: 'id' });
    expect(data[0]!['file_path']).toBe("'=cmd|calc!A0");
    expect(report.endsWith('\r\n')).toBe(true);
  });

  it.each(['=cmd()', '=cmd()\nx', '+1\r\nx', '-1', '@a\u2028b', '\n=1', '\t=1', '\r=1'])(
    'marks %j as text',
    (text) => {
      const report = renderReport('csv', input({ [text]: [issue({ message: text, suggestion: text })] }));
      const { data } = Papa.parse<Record<string, string>>(report, {
        header: true,
        newline: '\r\n',
        skipEmptyLines: true,
      });
      expect(data).toHaveLength(1);
      expect(data[0]).toMatchObject({ file_path: `'${text}`, message: `'${text}`, suggestion: `'${text}` });
    },
  );
});
