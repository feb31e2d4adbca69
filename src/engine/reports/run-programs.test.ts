import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { REPORT_FORMATS } from '../../shared/api/reports.ts';
import type { RunChanges } from '../../shared/api/runs.ts';
import { EXAMPLE_CHANGES, exampleInput, exampleRun, exampleRunIssue } from './example-run.ts';
import { renderReport } from './index.ts';

const CAPPED: RunChanges = { ...EXAMPLE_CHANGES, new: 2 };
const json = (run = exampleRun()) => JSON.parse(renderReport('json', exampleInput(run)));
const sarif = (run = exampleRun()) => JSON.parse(renderReport('sarif', exampleInput(run))).runs[0];
const rows = (run = exampleRun()) => {
  const options = { header: true, skipEmptyLines: true } as const;
  return Papa.parse<Record<string, string>>(renderReport('csv', exampleInput(run)), options);
};
const states = (run = exampleRun()) =>
  sarif(run).results.map((result: { baselineState?: string }) => result.baselineState);

describe.each(REPORT_FORMATS)('a report of a run as %s', (format) => {
  it('lists a document that could not be validated once, with the reason from the run', () => {
    const input = exampleInput(exampleRun());
    const report = renderReport(format, input).replaceAll('\\', '');
    expect(report).toContain('is not UTF-8');
    expect(report).not.toContain('.md could not be validated');
    expect(report).not.toContain('The file could not be validated');
    // JSON has only this place for run failures. In JUnit a test has a name and a class name.
    const times = { json: 2, junit: 3 }[format as string] ?? 1;
    expect(report.split('broken.md')).toHaveLength(times + 1);
  });

  it('works without a last run, and without a run', () => {
    for (const run of [exampleRun({ changes: null }), undefined]) {
      const report = renderReport(format, exampleInput(run));
      expect(report).not.toMatch(/since|resolved|baselineState/i);
    }
  });
});

describe('the verdict of a quality gate, and what is new', () => {
  const compared = { new: { error: 7, warning: 0, info: 0 }, resolved: { error: 0, warning: 8, info: 0 } };
  const message = '7 new errors; 0 allowed';
  const gate = {
    passed: false,
    reasons: [{ scope: 'new' as const, level: 'error' as const, limit: 0, found: 7, message }],
  };
  const run = exampleRun({}, { compared, gate });

  it.each(REPORT_FORMATS.filter((format) => !['csv', 'rdjson', 'checkstyle', 'gitlab'].includes(format)))(
    'are in a report as %s, in words or as fields',
    (format) => {
      const report = renderReport(format, exampleInput(run));
      expect(report).toContain(message);
      expect(report).not.toContain('[object Object]');
    },
  );

  it('are fields of JSON and SARIF, and properties of JUnit XML', () => {
    expect(json(run).run.workflow).toMatchObject({ compared, gate });
    expect(sarif(run).properties.workflow).toMatchObject({ compared, gate });
    const xml = renderReport('junit', exampleInput(run));
    expect(xml).toContain('<property name="compared.new.error" value="7"/>');
    expect(xml).toContain('<property name="compared.resolved.warning" value="8"/>');
    expect(xml).toContain(`<property name="gate" value="failed: ${message}"/>`);
  });
});

describe('a report of a run as JSON', () => {
  it("has the fields of the API's summary", () => {
    const { worst_files, rules, failures, changes, workflow } = exampleRun();
    const { type: _type, created_by: _by, created_at: _created, updated_at: _updated, ...facts } = workflow;
    expect(json().run).toEqual({ workflow: facts, worst_files, rules, failures, changes });
    expect(json(exampleRun({}, { state: 'failed', error: 'E' })).run.workflow).toMatchObject({ error: 'E' });
    expect(json(exampleRun({ changes: null })).run.changes).toBeNull();
  });

  it("merges the run's failures into the problems", () => {
    const problems = [{ filePath: 'other.md', problem: 'is too large' }];
    const report = renderReport('json', exampleInput(exampleRun(), { problems }));
    expect(JSON.parse(report).problems).toEqual([
      { file_path: 'other.md', problem: 'is too large' },
      { file_path: 'broken.md', problem: 'is not UTF-8' },
    ]);
  });
});

describe('a report of a run as SARIF', () => {
  it('has the facts as properties, and when it ran', () => {
    const { properties, invocations } = sarif();
    expect(properties.workflow).toMatchObject({ id: 'this-run', total: 1_204, reused: 1_000, failed: 1 });
    expect(properties.changes).toEqual({
      since: EXAMPLE_CHANGES.since,
      new: 1,
      resolved: 1,
      persisting: 1,
      added_files: 0,
      removed_files: 2,
    });
    expect(invocations[0]).toMatchObject({ startTimeUtc: '2026-07-01T02:00:00.000Z' });
  });

  it('has a baseline state for each finding, including resolved ones', () => {
    expect(states()).toEqual(['new', 'unchanged', 'absent']);
    const [, , absent] = sarif().results;
    const { tool } = sarif();
    expect(tool.driver.rules[absent.ruleIndex].id).toBe('links/empty');
    expect(absent.partialFingerprints).toEqual({ 'galleyFingerprint/v1': 'gone' });
    expect(absent.locations[0].physicalLocation.region).toEqual({ startLine: 3, startColumn: 5 });
  });

  it('leaves the state out if the list of new findings is incomplete', () => {
    expect(states(exampleRun({ changes: CAPPED }))).toEqual(['new', undefined, 'absent']);
  });

  it('distinguishes equal fingerprints by document', () => {
    const changes = { ...EXAMPLE_CHANGES, new_issues: [exampleRunIssue('b.md', 'one')] };
    expect(states(exampleRun({ changes }))).toEqual(['unchanged', 'unchanged', 'absent']);
  });

  it('is unsuccessful if the run failed', () => {
    const stopped = sarif(exampleRun({ failures: [] }, { state: 'failed', error: 'The rules are gone.' }));
    expect(stopped.invocations[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ level: 'error', message: { text: 'The rules are gone.' } }, {}],
    });
  });
});

describe('a report of a run as CSV', () => {
  it('has the change since the last run in its last column', () => {
    const { data, meta } = rows();
    expect(meta.fields?.at(-1)).toBe('since_last_run');
    expect(meta.fields?.slice(0, -1)).toEqual(rows(exampleRun({ changes: null })).meta.fields);
    expect(data.map(({ file_path, since_last_run }) => [file_path, since_last_run])).toEqual([
      ['a.md', 'new'],
      ['b.md', 'persisting'],
      ['b.md', 'resolved'],
      ['broken.md', ''],
    ]);
    expect(data[2]).toMatchObject({
      rule_id: 'links/empty',
      line: '3',
      fingerprint: 'gone',
      family: 'cells',
    });
  });

  it('leaves the change out if the list of new findings is incomplete', () => {
    const { data } = rows(exampleRun({ changes: CAPPED }));
    expect(data.map((row) => row['since_last_run'])).toEqual(['new', '', 'resolved', '']);
  });

  it('escapes formulas in resolved findings', () => {
    const resolved_issues = [exampleRunIssue('=cmd()', 'gone', { message: '=cmd()' })];
    const { data } = rows(exampleRun({ changes: { ...EXAMPLE_CHANGES, resolved_issues } }));
    expect(data[2]).toMatchObject({ file_path: "'=cmd()", message: "'=cmd()" });
  });
});

describe('a report of a run as JUnit XML', () => {
  it('has the facts as escaped properties of a separate suite', () => {
    const xml = renderReport('junit', exampleInput(exampleRun({}, { name: '<"Nightly">\u0001' })));
    const name = '&lt;&quot;Nightly&quot;&gt;\\u{1}';
    expect(xml).toContain(
      `<testsuite name="${name}" tests="0" failures="0" errors="0">\n    <properties>\n      <property name="id" value="this-run"/>\n      <property name="name" value="${name}"/>`,
    );
    expect(xml).toContain('<property name="duration_seconds" value="200"/>');
    expect(xml).toContain('<property name="changes.resolved" value="1"/>');
    expect(xml).toContain('<testsuites name="galley" tests="3" failures="2" errors="1">');
  });

  it('counts a failed run as an error', () => {
    const xml = renderReport('junit', exampleInput(exampleRun({}, { state: 'failed', error: 'a < b' })));
    expect(xml).toContain('<error type="run" message="a &lt; b"/>');
    expect(xml).toContain('<testsuites name="galley" tests="4" failures="2" errors="2">');
  });
});
