import { micromark } from 'micromark';
import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../shared/api/runs.ts';
import type { Rule } from '../rules/rule.ts';
import { EXAMPLE_CHANGES, exampleInput, exampleRun, exampleRunIssue } from './example-run.ts';
import { renderReport } from './index.ts';
import { durationInWords, momentInWords } from './words.ts';

const PEOPLE = ['markdown', 'html'] as const;
const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '</style><script>alert(1)</script>',
  '"><a href="javascript:alert(1)">',
  '| a | b |\n\n# heading',
  '`code` **bold** [link](http://evil.example) ![image](x) https://evil.example',
  'invoice\u202Efdp.md',
  '&lt;b&gt; &amp;',
  '\n::error::x\r\n%0A',
];
/** A run in which every external value is this text. */
const runOf = (text: string): RunSummary =>
  exampleRun(
    {
      worst_files: [
        { file_path: text, validation_id: 'v', outcome: 'fail', counts: { error: 1, warning: 0, info: 0 } },
      ],
      rules: [{ rule_id: text, level: 'error', count: 1, files: 1 }],
      failures: [{ file_path: text, message: text }],
      changes: {
        ...EXAMPLE_CHANGES,
        since: { id: 'x', finished_at: text },
        new_issues: [exampleRunIssue(text, 'one', { message: text, rule_id: text })],
        resolved_issues: [exampleRunIssue(`old/${text}`, 'gone', { message: text, rule_id: text })],
      },
    },
    { name: text, error: text, state: 'failed', family: text, started_at: text },
  );
/** Has a document and a rule with that name. The rule's page has no https address. */
const reportOf = (format: (typeof PEOPLE)[number], text: string): string => {
  const rule = { docsUrl: `javascript:${text}` } as Rule;
  const files = exampleInput(undefined).files.map((file, index) => ({
    ...file,
    filePath: `${text}${index || ''}`,
  }));
  const input = exampleInput(runOf(text), { files, problems: [], rules: new Map([[text, rule]]) });
  return renderReport(format, input);
};
/** The text of a report without markup characters, for finding sentences. */
const textOf = (report: string) =>
  report
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('\\', '')
    .replaceAll(/[\s|*]+/g, ' ');
const BORDERS = /\n|(?<!\\)\|/g;
const elements = (markup: string) => [...markup.matchAll(/<([a-z0-9]+)[\s>]/g)].map(([, name]) => name);

describe.each(PEOPLE)('a report of a run as %s', (format) => {
  it('starts with the key facts', () => {
    const text = textOf(renderReport(format, exampleInput(exampleRun())));
    for (const part of [
      'Nightly',
      'Documents 1,204',
      'Reused 1,000',
      'Could not be validated 1',
      'State Completed',
      'Started 2026-07-01 02:00 UTC',
      'Took 3 min 20 s',
      'broken.md is not UTF-8.',
      '1 new, 1 resolved, 1 persisting; 2 documents gone',
      'Compared with the run that finished at 2026-06-30 02:03 UTC',
      'It was empty.',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('not listed');
    expect(text.indexOf('It was empty.')).toBeLessThan(text.lastIndexOf('b.md'));
  });

  it('shows the progress of an unfinished run and the error of a failed one', () => {
    const running = exampleRun({ changes: null }, { state: 'running', done: 3 });
    delete running.workflow.finished_at;
    const text = textOf(renderReport(format, exampleInput(running)));
    expect(text).toContain('State Running');
    expect(text).toContain('Documents 3 of 1,204 done');
    expect(text).not.toContain('Took');
    expect(text).not.toContain('Since the last run');
    const failed = exampleRun({}, { state: 'failed', error: 'The rules are gone.' });
    expect(textOf(renderReport(format, exampleInput(failed)))).toContain('Error The rules are gone.');
  });

  it('says how many entries are not listed', () => {
    const changes = { ...EXAMPLE_CHANGES, new: 1_501, resolved: 2 };
    const text = textOf(renderReport(format, exampleInput(exampleRun({ changes }, { failed: 4 }))));
    for (const [title, more] of [
      ['Could not be validated', '3 more are not listed.'],
      ['New: 1,501', '1,500 more are not listed.'],
      ['Resolved: 2', '1 more is not listed.'],
    ] as const) {
      expect(text).toContain(title);
      expect(text).toContain(more);
    }
  });

  it('has counts without lists if the lists are empty', () => {
    const changes = { ...EXAMPLE_CHANGES, resolved: 5, new: 0, new_issues: [], resolved_issues: [] };
    const run = exampleRun({ changes, worst_files: [], rules: [], failures: [] });
    const text = textOf(renderReport(format, exampleInput(run, { problems: [] })));
    expect(text).toContain('Resolved: 5');
    expect(text).not.toMatch(/New: |most findings|how often/);
  });

  it('escapes all markup in a document', () => {
    const asPage = (report: string) => (format === 'html' ? report : micromark(report));
    const plain = reportOf(format, 'plain');
    for (const text of HOSTILE) {
      const report = reportOf(format, text);
      expect(elements(asPage(report)), text).toEqual(elements(asPage(plain)));
      expect(asPage(report)).not.toMatch(/href="(?!#|https:)/);
      expect(report).not.toContain('\u202E');
      // Lines and table cells.
      if (format === 'markdown') expect(report.match(BORDERS), text).toEqual(plain.match(BORDERS));
    }
  });
});

describe('a report of a run as HTML', () => {
  it('marks only new findings', () => {
    const page = renderReport('html', exampleInput(exampleRun()));
    expect(page.match(/<span class="mark new">/g)).toHaveLength(1);
  });

  it('links to the documents that it contains', () => {
    const page = renderReport('html', exampleInput(exampleRun(), { problems: [] }));
    const addresses = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(addresses.length).toBeGreaterThan(3);
    for (const id of addresses) expect(page).toContain(`id="${id}"`);
  });
});

describe('a report of a run as GitHub annotations', () => {
  it('starts with one notice about the run', () => {
    const [first, second] = renderReport('github', exampleInput(exampleRun())).split('\n');
    expect(first).toBe(
      '::notice::Batch run "Nightly" completed after 3 min 20 s. 1,204 documents, 1,000 reused, 1 could not be validated. ' +
        '0 errors, 2,000 warnings, 1 note. Since the last run: 1 new, 1 resolved, 1 persisting; 2 documents gone.',
    );
    expect(second).toMatch(/^::warning file=a\.md/);
  });

  it('never turns text of a document into a command', () => {
    const plain = renderReport('github', exampleInput(runOf('plain'))).split('\n');
    for (const text of HOSTILE) {
      const lines = renderReport('github', exampleInput(runOf(text))).split('\n');
      expect(lines, text).toHaveLength(plain.length);
      expect(lines[0]).toMatch(/^::notice::Batch run "/);
    }
  });
});

describe('times and durations in words', () => {
  it.each([
    [0, 'less than a second'],
    [12_400, '12 s'],
    [60_000, '1 min'],
    [3_599_999, '1 h'],
    [3_605_000, '1 h'],
    [7_500_000, '2 h 5 min'],
  ])('%d ms are %s', (milliseconds, words) => {
    expect(durationInWords(milliseconds)).toBe(words);
  });

  it('formats timestamps in UTC and keeps invalid ones', () => {
    expect(momentInWords('2026-07-01T04:00:59+02:00')).toBe('2026-07-01 02:00 UTC');
    expect(momentInWords('soon')).toBe('soon');
  });
});
