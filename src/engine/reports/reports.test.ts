import type { Result } from 'sarif';
import { describe, expect, it } from 'vitest';
import { applyEdits, buildRuleset, validateDocument } from '../index.ts';
import { renderReport, type ReportInput } from './index.ts';

const ruleset = buildRuleset();
const input = (files: Record<string, string>): ReportInput => ({
  files: Object.entries(files).map(([filePath, text]) => ({
    filePath,
    report: validateDocument({ text, filePath, ruleset }),
    hasByteOrderMark: text.startsWith('\uFEFF'),
    text,
  })),
  rules: ruleset.rules,
  toolVersion: '1.2.3',
});
const HOSTILE = 'a b/<x>&"invoice\u202Efdp,1:2%.md';
const BAD = '# A\r\n\r\n### B\r\n\r\n![](red-car.png)\r\n';

const parse = (files: Record<string, string>) => JSON.parse(renderReport('sarif', input(files)));

describe('a SARIF log', () => {
  it('has each finding with its region, rule and fingerprint', () => {
    const { version, runs } = parse({ [HOSTILE]: BAD });
    expect(version).toBe('2.1.0');
    const [{ tool, results, columnKind }] = runs;
    expect(columnKind).toBe('utf16CodeUnits');
    expect(tool.driver).toMatchObject({ name: 'Galley', version: '1.2.3' });
    expect(results.length).toBe(2);
    for (const { ruleId, ruleIndex, locations, partialFingerprints } of results) {
      expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
      const { artifactLocation, region } = locations[0].physicalLocation;
      expect(decodeURIComponent(artifactLocation.uri)).toBe(HOSTILE);
      expect(() => new URL(artifactLocation.uri, 'file:///root/')).not.toThrow();
      expect(BAD.slice(region.charOffset, region.charOffset + region.charLength)).toBe(region.snippet.text);
      expect(Object.values(partialFingerprints)[0]).toMatch(/^[0-9a-f]{32}$/);
    }
  });

  it('has fixes equivalent to the edits', () => {
    const [{ results }] = parse({ 'a.md': BAD }).runs;
    const [replacements] = results.flatMap(
      (result: { fixes?: [{ artifactChanges: [{ replacements: unknown }] }] }) =>
        (result.fixes ?? []).map((fix) => fix.artifactChanges[0].replacements),
    );
    const edits = replacements.map(
      (one: {
        deletedRegion: { charOffset: number; charLength: number };
        insertedContent: { text: string };
      }) => {
        const { charOffset: start, charLength } = one.deletedRegion;
        const end = start + charLength;
        return { start, end, expected: BAD.slice(start, end), text: one.insertedContent.text };
      },
    );
    expect(applyEdits(BAD, edits)).toContain('\r\n## B\r\n');
  });

  it.each(['', '\uFEFF'])('has the lines and columns of fixes beside their offsets (%j)', (mark) => {
    const text = `# É\r\n\r\n### B\r\n\r\n${'é '.repeat(3)}Text.  the the end.\r\n`;
    const fixes = parse({ 'a.md': mark + text }).runs[0].results.flatMap(
      (result: Result) => result.fixes ?? [],
    );
    expect(fixes.length).toBeGreaterThan(1);
    for (const { artifactChanges } of fixes) {
      for (const { deletedRegion } of artifactChanges[0].replacements) {
        const { charOffset, charLength, startLine, startColumn, endLine, endColumn } = deletedRegion;
        const offsetOf = (line: number, column: number): number =>
          text
            .split('\n')
            .slice(0, line - 1)
            .join('\n').length +
          (line > 1 ? 1 : 0) +
          column -
          1;
        expect(offsetOf(startLine, startColumn)).toBe(charOffset);
        expect(offsetOf(endLine, endColumn)).toBe(charOffset + charLength);
      }
    }
  });

  it('does not count a byte order mark in positions', () => {
    const text = '# A\n\n### B\n\nDone.\n# C\n';
    const marked = parse({ 'a.md': `\uFEFF${text}` }).runs[0].results;
    const plain = parse({ 'a.md': text }).runs[0].results;
    expect(marked.length).toBeGreaterThan(1);
    expect(marked.map(({ locations, fixes }: Result) => ({ locations, fixes }))).toEqual(
      plain.map(({ locations, fixes }: Result) => ({ locations, fixes })),
    );
  });

  it('has a snippet only if it is complete', () => {
    const long = 'word '.repeat(400);
    const [{ results }] = parse({ 'a.md': `# A\n\n[](b.md)\n\n### ${long}\n` }).runs;
    for (const { locations } of results) {
      const { charLength, snippet } = locations[0].physicalLocation.region;
      if (snippet) expect(snippet.text).toHaveLength(charLength);
    }
    expect(results.some(({ locations }: Result) => !locations?.[0]?.physicalLocation?.region?.snippet)).toBe(
      true,
    );
  });

  it('is valid without findings', () => {
    expect(parse({ 'a.md': '# A\n\nText.\n' }).runs[0].results).toEqual([]);
    expect(parse({}).runs[0]).toMatchObject({ results: [], artifacts: [] });
  });
});

describe('GitHub annotations', () => {
  it('escape their delimiters', () => {
    const report = renderReport('github', input({ [HOSTILE]: BAD }));
    const lines = report.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^::warning file=a b\/<x>&"invoice\u202Efdp%2C1%3A2%25\.md,line=3,endLine=3,col=1,endColumn=6,title=headings\/increment::/,
    );
  });
});

describe('JUnit XML', () => {
  it('escapes names and messages, and spells out characters that XML forbids', () => {
    const xml = renderReport('junit', input({ 'a<b>&"\u0001.md': '# A\u0001\n' }));
    expect(xml).toContain(
      '<testsuite name="a&lt;b&gt;&amp;&quot;\\u{1}.md" tests="1" failures="1" errors="0">',
    );
    // oxlint-disable-next-line no-control-regex
    expect(xml).not.toMatch(/[\u0000-\u0008]/);
  });

  it('has one passed test for a clean file', () => {
    const xml = renderReport('junit', input({ 'a.md': '# A\n\nText.\n' }));
    expect(xml).toContain('<testsuites name="galley" tests="1" failures="0" errors="0">');
    expect(xml).toContain('<testcase name="a.md" classname="a.md"/>');
  });
});

describe('JSON', () => {
  it('has every issue, and the counts of all files', () => {
    const { counts, files } = JSON.parse(
      renderReport('json', input({ 'a.md': BAD, 'b.md': '# B\n\nText.\n' })),
    );
    expect(counts).toEqual({ error: 0, warning: 2, info: 0 });
    expect(
      files.map(({ file_path, outcome }: { file_path: string; outcome: string }) => [file_path, outcome]),
    ).toEqual([
      ['a.md', 'warning'],
      ['b.md', 'pass'],
    ]);
    expect(files[0].issues[0]).toMatchObject({ rule_id: 'headings/increment', line: 3 });
  });
});

describe('a document that could not be read', () => {
  const unread: ReportInput = {
    ...input({ 'a.md': '# A\n\nText.\n' }),
    problems: [{ filePath: HOSTILE, problem: 'is not UTF-8' }],
  };

  it('makes the SARIF invocation unsuccessful', () => {
    const [{ invocations }] = JSON.parse(renderReport('sarif', unread)).runs;
    expect(invocations[0].executionSuccessful).toBe(false);
    const [{ message, locations }] = invocations[0].toolExecutionNotifications;
    expect(message.text).toBe('The file is not UTF-8.');
    expect(decodeURIComponent(locations[0].physicalLocation.artifactLocation.uri)).toBe(HOSTILE);
  });

  it('is an annotation, an error of a test suite, and an entry in JSON', () => {
    expect(renderReport('github', unread)).toBe(
      '::error file=a b/<x>&"invoice\u202Efdp%2C1%3A2%25.md::The file is not UTF-8.\n',
    );
    const xml = renderReport('junit', unread);
    expect(xml).toContain('tests="2" failures="0" errors="1">');
    expect(xml).toContain('<error type="unreadable" message="The file is not UTF-8."/>');
    expect(JSON.parse(renderReport('json', unread)).problems).toEqual([
      { file_path: HOSTILE, problem: 'is not UTF-8' },
    ]);
  });
});
