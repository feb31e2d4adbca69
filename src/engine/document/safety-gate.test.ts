import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSafety, MIN_LOST_LENGTH } from './safety-gate.ts';

const front = '---\ntitle: A page\ntags: [a, b]\n---\n';
const words = (count: number): string => 'word '.repeat(count);

describe('checkSafety', () => {
  it('lets through what is the same, grows, or only changes white space', () => {
    const text = `${front}${words(500)}`;
    expect(checkSafety(text, text)).toBeNull();
    expect(checkSafety(text, `${text}more\n`)).toBeNull();
    expect(checkSafety(text, text.replaceAll('word ', 'word\n\n'))).toBeNull();
    expect(checkSafety('', '')).toBeNull();
  });

  it('refuses the loss of much text, and says how much', () => {
    expect(checkSafety(words(1000), words(650))).toEqual({
      reason: 'loses-text',
      detail: 'The document would lose 35 % of its text.',
    });
    expect(checkSafety(words(1000), words(700))).toBeNull();
    expect(checkSafety(words(1000), '')).toMatchObject({ reason: 'loses-text' });
  });

  it('lets a short document lose a little', () => {
    expect(checkSafety('x'.repeat(MIN_LOST_LENGTH), '')).toBeNull();
    expect(checkSafety('x'.repeat(MIN_LOST_LENGTH + 1), '')).toMatchObject({ reason: 'loses-text' });
  });

  it.each([
    ['is gone', 'Text.\n', 'would lose its front matter'],
    ['is never closed', '---\ntitle: A page\n\nText.\n', 'would lose its front matter'],
    ['no longer parses', '---\ntitle: [A page\n---\nText.\n', 'could no longer be read'],
    ['names a field twice', '---\ntitle: A\ntitle: B\ntags: []\n---\nText.\n', 'could no longer be read'],
    ['is no mapping', '---\n- title\n---\nText.\n', 'could no longer be read'],
    ['lacks a field', '---\ntitle: A page\n---\nText.\n', 'would lose its field `tags`'],
  ])('refuses a result whose front matter %s', (_, after, detail) => {
    const refusal = checkSafety(`${front}Text.\n`, after);
    expect(refusal).toMatchObject({ reason: 'breaks-front-matter' });
    expect(refusal?.detail).toContain(detail);
  });

  it('lets front matter change, grow, begin and be repaired', () => {
    expect(checkSafety(front, '---\ntags: []\ntitle: "Other"\ndate: 2026-01-01\n---\n')).toBeNull();
    expect(checkSafety('Text.\n', `${front}Text.\n`)).toBeNull();
    expect(checkSafety('---\ntitle: [A\n---\n', '---\nname: A\n---\n')).toBeNull();
    expect(checkSafety(front, `\uFEFF${front.replaceAll('\n', '\r\n')}`)).toBeNull();
  });

  it('sees the fields and tables of TOML, which it does not parse', () => {
    const toml = '+++\ntitle = "A"\n[params]\nauthor = "B"\n+++\nText.\n';
    expect(checkSafety(toml, toml.replace('"A"', '"C"'))).toBeNull();
    expect(checkSafety(toml, toml.replace('title = "A"\n', ''))?.detail).toContain('`title`');
    expect(checkSafety(toml, toml.replace('[params]\n', ''))?.detail).toContain('`params`');
    expect(checkSafety(toml, 'Text.\n')).toMatchObject({ reason: 'breaks-front-matter' });
  });

  it('judges any two texts without an error, and lets each replace itself', () => {
    const text = fc
      .array(fc.constantFrom('---\n', '+++\n', 'title: a\n', '? [a]\n', '&a *a: b\n', 'a = 1\n', '\r', '{'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(checkSafety(before, before)).toBeNull();
        expect(() => checkSafety(before, after)).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });
});
