import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, buildRuleset, validateDocument, type DocumentReport } from '../index.ts';
import { BytePositions, type BytePosition } from './byte-positions.ts';
import { exampleInput, exampleRun } from './example-run.ts';
import { renderReport } from './index.ts';

interface Range {
  start: BytePosition;
  end: BytePosition;
}
interface Diagnostic {
  message: string;
  severity: string;
  location?: { path: string; range?: Range };
  code?: { value: string };
  suggestions?: [{ range: Range; text: string }];
}

const ruleset = buildRuleset();
const diagnosticsOf = (text: string, report: DocumentReport, isTextKnown = true): Diagnostic[] =>
  JSON.parse(
    renderReport('rdjson', {
      files: [{ filePath: 'a.md', report, hasByteOrderMark: false, ...(isTextKnown && { text }) }],
      rules: ruleset.rules,
      toolVersion: '1',
    }),
  ).diagnostics;
/** Replaces a range whose columns count bytes, as a reader of the format does. */
function replaceBytes(text: string, { start, end }: Range, by: string): string {
  const bytes = Buffer.from(text);
  const offsetOf = ({ line, column }: BytePosition): number => {
    let at = 0;
    for (let number = 1; number < line; number += 1) at = bytes.indexOf('\n', at) + 1;
    return at + column - 1;
  };
  return bytes.subarray(0, offsetOf(start)).toString() + by + bytes.subarray(offsetOf(end)).toString();
}

describe('the Reviewdog Diagnostic Format', () => {
  const text = '# É\n\n### 𐐀\n\nÜber 😀 the the ende, and and so on.\n';
  const report = validateDocument({ text, filePath: 'a.md', ruleset });

  it('has suggestions whose byte columns do what the edits do', () => {
    const diagnostics = diagnosticsOf(text, report);
    expect(diagnostics.length).toBe(report.issues.length);
    let fixed = 0;
    for (const [index, { suggestions, code, location }] of diagnostics.entries()) {
      expect(code?.value).toBe(report.issues[index]?.rule_id);
      expect(location?.path).toBe('a.md');
      const edits = report.issueEdits[index] ?? [];
      expect(suggestions?.length ?? 0).toBe(edits.length === 0 ? 0 : 1);
      if (!suggestions) continue;
      fixed += 1;
      const [{ range, text: by }] = suggestions;
      expect(replaceBytes(text, range, by)).toBe(applyEdits(text, edits));
    }
    expect(fixed).toBeGreaterThan(2);
  });

  it('makes one suggestion of several edits', () => {
    const issueEdits = [
      [
        { start: 2, end: 3, expected: 'É', text: 'E' },
        { start: 9, end: 11, expected: '𐐀', text: '' },
      ],
    ];
    const [{ suggestions } = {} as Diagnostic] = diagnosticsOf(text, {
      ...report,
      issues: report.issues.slice(0, 1),
      issueEdits,
    });
    expect(suggestions).toEqual([
      { range: { start: { line: 1, column: 3 }, end: { line: 3, column: 9 } }, text: 'E\n\n### ' },
    ]);
  });

  it('has lines alone if the text is not known', () => {
    const [first] = diagnosticsOf(text, report, false);
    expect(first?.location?.range).toEqual({ start: { line: 3 }, end: { line: 3 } });
    expect(first?.suggestions).toBeUndefined();
  });

  it('starts with the error of a failed run', () => {
    const input = exampleInput(exampleRun({}, { state: 'failed', error: 'It broke.' }));
    expect(JSON.parse(renderReport('rdjson', input)).diagnostics[0]).toEqual({
      message: 'It broke.',
      severity: 'ERROR',
    });
  });
});

describe('byte positions', () => {
  it('are those of an encoder, in any order', () => {
    const piece = fc.constantFrom('a', 'é', '€', '😀', '\n', '\r\n', '\uFEFF');
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }),
        fc.array(fc.nat(30), { maxLength: 10 }),
        (pieces, order) => {
          const text = pieces.join('');
          const positions = new BytePositions(text);
          for (const index of order) {
            const before = pieces.slice(0, index).join('');
            const start = before.lastIndexOf('\n') + 1;
            expect(positions.at(before.length)).toEqual({
              line: before.split('\n').length,
              column: Buffer.byteLength(before.slice(start)) + 1,
            });
          }
        },
      ),
    );
  });
});
