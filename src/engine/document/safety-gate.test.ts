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

  it.each([
    ['a dotted key', 'title = "A"\nparams.author.name = "B"\n', 'params.author.name = "B"\n', 'params'],
    ['a part of a dotted key', 'a.b.c = 1\na.b.d = 2\n', 'a.b.d = 2\n', 'a.b.d'],
    ['a quoted key', 'a."b.c".d = 1\na.e = 1\n', 'a."b.c".d = 1\n', 'a.b.c'],
    ['a field of a table', '[params]\nx = 1\ny = 2\n', 'y = 2\n', 'params.y'],
    [
      'a table in a table',
      '[params]\nx = 1\n[params.deep]\ny = 2\n',
      '[params.deep]\ny = 2\n',
      'params.deep',
    ],
    ['a field of an inline table', 'a = { x = 1, y = { z = "}" } }\n', ', y = { z = "}" }', 'a.y'],
    [
      'a field of an inline table in a list',
      'a = [\n  { x = 1 }, # one\n  { x = 2, y = 3 },\n]\n',
      ', y = 3',
      'a[1].y',
    ],
    ['one of several tables', '[[menu]]\nx = 1\n[[menu]]\nx = 2\n', '[[menu]]\nx = 2\n', 'menu[1]'],
    [
      'a field of one of several tables',
      '[[menu]]\nx = 1\n[menu.p]\ny = 1\n[[menu]]\nx = 2\n',
      'x = 2\n',
      'menu[1].x',
    ],
    ['a field after a long text', 'a = """\nb = 1\n"quoted" \\\n"""\nc = 2\n', 'c = 2\n', 'c'],
    [
      'a field after a literal text',
      "a = '''\n[x]\n'''\nd = 1979-05-27 07:32:00 # date\nc = 2\n",
      'c = 2\n',
      'c',
    ],
  ])('misses %s of TOML', (_, toml, lost, field) => {
    const text = `+++\n${toml}+++\nText.\n`;
    expect(text).toContain(lost);
    expect(checkSafety(text, text.replace(lost, ''))?.detail).toContain(`\`${field}`);
    expect(checkSafety(text, text.replaceAll('1', '7').replaceAll('\n', '\r\n'))).toBeNull();
  });

  it('takes fields within texts and comments of TOML for none', () => {
    const text = '+++\na = """\nb = 1\n"""\n# c = 2\n+++\n';
    expect(checkSafety(text, '+++\na = "x"\n+++\n')).toBeNull();
  });

  it('misses fields of YAML in any depth', () => {
    const text = '---\na:\n  b: 1\n  c: [1, 2]\nmenu:\n  - x: 1\n    y: 2\n  - z: 3\n---\nText.\n';
    expect(checkSafety(text, text.replace('  b: 1\n', ''))?.detail).toContain('`a.b`');
    expect(checkSafety(text, text.replace('    y: 2\n', ''))?.detail).toContain('`menu[0].y`');
    expect(checkSafety(text, text.replace('  - z: 3\n', ''))?.detail).toContain('`menu[1]`');
    expect(checkSafety(text, text.replace('[1, 2]', '[2]'))).toBeNull();
  });

  it('reads hostile TOML in bounded time', () => {
    for (const part of [
      '[',
      '{',
      'a=[',
      '[[a.',
      '"""',
      "a='''x'",
      'a={b={',
      '"',
      '# x',
      'a.',
      '"\\',
      "\n'''",
    ]) {
      const toml = `+++\n${part.repeat(20_000)}\n+++\n`;
      expect(() => checkSafety(toml, '+++\n+++\n')).not.toThrow();
    }
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
