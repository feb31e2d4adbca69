import { describe, expect, it } from 'vitest';
import { buildRuleset, checkPack, PackError, parsePack, validateDocument } from '../index.ts';
import { importStyle } from '../vale/import-style.ts';
import { countCharacters, isLongerThan } from './characters.ts';

const strict = buildRuleset({ profile: 'strict' });
const FAMILY = '👨‍👩‍👧';

function messages(text: string): string[] {
  const { issues } = validateDocument({ text, filePath: 'a.md', ruleset: strict });
  return issues.map(({ rule_id, message }) => `${rule_id}: ${message}`);
}

const matter = (count: number): string => `---\ntitle: ${'😀'.repeat(count)}\n---\n\nText.\n`;
const named = (count: number): unknown => checkPack({ banned: [{ phrase: '😀'.repeat(count), use: '' }] });
const problemsOf = (count: number): unknown =>
  importStyle(
    'S',
    new Map([['A.yml', `# ${'😀'.repeat(count)}\nextends: existence\nmessage: x\ntokens: [a]\n`]]),
  ).problems;

describe('characters', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['e\u0301', 1],
    ['字😀', 2],
    [FAMILY, 1],
    ['🇩🇪🇫🇷', 2],
    ['a\r\nb', 4],
  ])('are counted as a person does: %j', (text, expected) => {
    expect(countCharacters(text)).toBe(expected);
  });

  it('are compared with a limit in code points', () => {
    expect(isLongerThan('😀'.repeat(10), 10)).toBe(false);
    expect(isLongerThan('😀'.repeat(11), 10)).toBe(true);
    expect(isLongerThan('a'.repeat(11), 10)).toBe(true);
    expect(isLongerThan(`${'a'.repeat(9)}😀`, 10)).toBe(false);
  });
});

describe('limits in characters', () => {
  it('of headings and titles', () => {
    expect(messages(`# A\n\n## ${'😀'.repeat(80)}\n\nText.\n`).join()).not.toContain('headings/too-long');
    expect(messages(`# A\n\n## ${FAMILY.repeat(81)}\n\nText.\n`)).toContain(
      'headings/too-long: The heading has 81 characters; at most 80 are wanted.',
    );
    expect(messages(`---\ntitle: ${FAMILY.repeat(60)}\n---\n\nText.\n`).join()).not.toContain('title-length');
    expect(messages(`---\ntitle: ${FAMILY.repeat(71)}\n---\n\nText.\n`)).toContain(
      'seo/title-length: The title has 71 characters; at most 70 were wanted.',
    );
  });

  it('of front matter', () => {
    expect(messages(matter(31_000)).join()).not.toContain('too-complex');
    expect(messages(matter(32_000)).join()).toContain('longer than 32000 characters');
  });

  it('of packs, their names and styles', () => {
    expect(() => named(200)).not.toThrow();
    expect(() => named(201)).toThrow(PackError);
    expect(() => parsePack(`# ${'😀'.repeat(400_000)}\n{}`)).not.toThrow();
    expect(() => parsePack(`# ${'😀'.repeat(500_000)}\n{}`)).toThrow(PackError);
    expect(problemsOf(400_000)).toEqual([]);
    expect(problemsOf(500_000)).toHaveLength(1);
  });
});
