import { describe, expect, it } from 'vitest';
import type { Issue, Recommendation } from '../../shared/things.ts';
import { deskItems } from './desk-items.ts';
import { marksOf, piecesOf } from './marks.ts';
import { approvedEdits, changesOf } from './proposed-changes.ts';
import { describeFilter, parseFilter } from './queue-filter.ts';

const issue = (rule_id: string, start: number, end: number, line: number): Issue => ({
  rule_id,
  level: 'warning',
  message: `${rule_id} here`,
  line,
  column: 1,
  end_line: line,
  end_column: 2,
  start,
  end,
  snippet: '',
  fixable: 'auto',
  fingerprint: `${rule_id}${start}`,
});
const recommendation = (rule_id: string, edits: Recommendation['edits']): Recommendation => ({
  id: `of-${rule_id}`,
  validation_id: 'v',
  title: `Fix ${rule_id}`,
  instruction: '',
  rationale: '',
  rule_id,
  severity: 'warning',
  scope: '',
  confidence: 1,
  edits,
  diff: '',
  recommendation_type: 'automated',
  status: 'proposed',
  created_at: '',
  updated_at: '',
});
const edit = (start: number, expected: string, text: string) => ({
  start,
  end: start + expected.length,
  expected,
  text,
});
const lineAt = (offset: number) => Math.floor(offset / 10) + 1;
const NOTHING = { note: '', texts: {}, leftOut: [] };

describe('what a document has to decide on', () => {
  it('is in the order of the text, with the findings that nothing is recommended about', () => {
    const items = deskItems(
      {
        issues: [issue('b', 30, 31, 4), issue('c', 10, 11, 2), issue('a', 50, 51, 6)],
        recommendations: [
          recommendation('a', [edit(50, 'x', 'y')]),
          recommendation('b', [edit(5, 'x', 'y')]),
        ],
      },
      lineAt,
    );
    expect(items.map(({ key }) => key)).toEqual(['of-b', 'c', 'of-a']);
    // The finding that no edit is near is a place of its own.
    expect(items[0]?.places.map(({ line, edit: index }) => [line, index])).toEqual([
      [1, 0],
      [4, undefined],
    ]);
    expect([...marksOf(items).keys()].toSorted((a, b) => a - b)).toEqual([1, 2, 4, 6]);
  });

  it('marks its text where findings start and end, also between two characters', () => {
    const marks = [
      { start: 2, end: 4, level: 'error', itemKey: 'a', message: '' },
      { start: 6, end: 6, level: 'info', itemKey: 'b', message: '' },
    ] as const;
    expect(
      piecesOf('abcdefgh', 0, 8, marks).map((one) => [one.text, one.marks.map(({ itemKey }) => itemKey)]),
    ).toEqual([
      ['ab', []],
      ['cd', ['a']],
      ['ef', []],
      ['', ['b']],
      ['gh', []],
    ]);
  });
});

describe('what is approved', () => {
  const one = recommendation('a', [edit(0, 'x', 'y'), edit(10, 'x', 'y\r\n')]);

  it('is everything as proposed, unless somebody wrote or left out', () => {
    expect(approvedEdits(one, NOTHING, 'x')).toBeUndefined();
    expect(approvedEdits(one, { ...NOTHING, leftOut: [0] }, 'x')).toEqual([1]);
    expect(approvedEdits(one, { ...NOTHING, texts: { 0: 'z' } }, 'x')).toEqual([{ index: 0, text: 'z' }, 1]);
    // As proposed again, as a text area has it.
    expect(approvedEdits(one, { ...NOTHING, texts: { 1: 'y\n' } }, 'x')).toBeUndefined();
  });

  it('has the line endings of the document', () => {
    expect(approvedEdits(one, { ...NOTHING, texts: { 0: 'a\nb' } }, 'x\r\ny')).toEqual([
      { index: 0, text: 'a\r\nb' },
      1,
    ]);
  });

  it('is shown as it was decided', () => {
    const decided: Recommendation = {
      ...one,
      status: 'approved',
      approved_edits: [{ index: 1, text: 'mine' }],
    };
    expect(changesOf(decided, { ...NOTHING, texts: { 1: 'a later draft' } }, 'x')).toMatchObject([
      { text: 'y', isLeftOut: true },
      { text: 'mine', isLeftOut: false },
    ]);
  });
});

describe('the filter of the queue', () => {
  it('is one line of text, there and back', () => {
    const filter = { rule_id: 'links/empty', owner: '@org/team', file_path: 'guide setup' };
    expect(parseFilter('rule:links/empty guide owner:@org/team setup')).toEqual(filter);
    expect(parseFilter(describeFilter(filter))).toEqual(filter);
    expect(parseFilter('what:ever')).toEqual({ file_path: 'what:ever' });
    expect(parseFilter('  ')).toEqual({});
  });
});
