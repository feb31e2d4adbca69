import { describe, expect, it } from 'vitest';
import { applyEdits, buildRuleset, validateDocument, type DocumentReport } from '../../index.ts';

function check(text: string, pack: Record<string, unknown> = {}): DocumentReport {
  const ruleset = buildRuleset({ pack });
  return validateDocument({ text, filePath: 'a.md', ruleset, validationTypes: ['prose'] });
}
function found(text: string, pack?: Record<string, unknown>): string[] {
  return check(text, pack).issues.map(({ start, end }) => text.slice(start, end));
}
function fixed(text: string, pack?: Record<string, unknown>): string {
  return check(text, pack).proposals.reduce((current, { edits }) => applyEdits(current, edits), text);
}

describe('doubled words', () => {
  it('are found in any case, across line breaks and markup', () => {
    expect(found('Open the the file.\n')).toEqual(['the the']);
    expect(found('# The the file\n')).toEqual(['The the']);
    expect(found('Open the\r\nthe file.\r\n')).toEqual(['the\r\nthe']);
    expect(found('Open the *the* file, **is** [is](x) it?\n')).toEqual(['the *the', 'is** [is']);
    expect(found('> Open the\n> the file.\n')).toEqual(['the\n> the']);
    expect(found('| a | to to |\n|---|---|\n| is is | a |\n')).toEqual(['to to', 'is is']);
    expect(found('Open the the the file.\n')).toEqual(['the the the']);
    expect(found('After the she she left.\n')).toEqual(['she she']);
  });

  it('are fixed by removing the second word and an adjacent space', () => {
    expect(fixed('Open the the the file. It is is.\n')).toBe('Open the file. It is.\n');
    expect(fixed('Open the\nthe file.\n')).toBe('Open the\nfile.\n');
    expect(fixed('Open the\r\nthe, file.\r\n')).toBe('Open the, file.\r\n');
    expect(fixed('> Open the\n> the file.\n')).toBe('> Open the\n> file.\n');
    // The edit must not start a list or break markup in two.
    expect(fixed('Choose the\nthe - or not.\n')).toBe('Choose the - or not.\n');
    expect(fixed('Open the *the* file.\n')).toBe('Open the *the* file.\n');
  });

  it('are not reported where they are intended', () => {
    for (const text of [
      'He had had it, and that that was so.\n',
      'In Walla Walla, the Property property is `the` the.\n',
      'A step step-by-step, the the-file; it it’s, 1 1 a a b b.\n',
      'Yes yes, on the\\\nthe line<br>line line2, click ![x](y) click.\n',
      'Sit  \nsit.\n\nIn\n\nin. See it. It is.\n',
      '`the the`\n\n```\nthe the\n```\n\n    the the\n\n<p>the the</p>\n',
      'An allowance bathe the.\n',
      'Fix "the the" and “is is” typos, `x` revert revert.\n',
      '- [name](x)\n  **name** of it\n',
    ]) {
      expect(found(text), text).toEqual([]);
    }
    expect(found('It is is.\n', { rules: { 'prose/doubled-word': { allow: ['Is'] } } })).toEqual([]);
  });
});

describe('banned phrases', () => {
  const banned = [
    { phrase: 'utilize', use: 'use', why: 'The short word says the same.' },
    { phrase: 'in order to', use: 'to' },
    { phrase: 'in order', use: 'sorted' },
    { phrase: 'simply', use: '' },
    { phrase: 'e.g.', use: 'for example' },
    { phrase: 'easy' },
    { phrase: 'ok', use: 'OK' },
    { phrase: 'mail', use: 'mail message' },
    { phrase: '&', use: 'and' },
    { phrase: "don't" },
  ];
  const pack = { banned };

  it('are found as whole words, in any case and spacing, longest first', () => {
    expect(found('Utilize it in  order\nto UTILIZE utilizer, reutilize.\n', pack)).toEqual([
      'Utilize',
      'in  order\nto',
      'UTILIZE',
    ]);
    expect(found('It is in order too. Made e.g. by A & B, e.g.: don’t\n', pack)).toEqual([
      'in order',
      'e.g.',
      '&',
      'e.g.',
      'don’t',
    ]);
    expect(found('It is **eas**y: `easy` [x](easy) <easy@x.y> easy\n', pack)).toEqual(['eas**y', 'easy']);
  });

  it('are replaced with the same capitalisation', () => {
    expect(fixed('Utilize it in order to win.\n', pack)).toBe('Use it to win.\n');
    expect(fixed('In *order* to win.\n', pack)).toBe('In *order* to win.\n');
  });

  it('are removed if there is no replacement', () => {
    expect(fixed('Simply click, then simply wait simply.\n', pack)).toBe('Click, then wait.\n');
    expect(fixed('Simply, click.\n', pack)).toBe('Click.\n');
  });

  it('are not reported inside their own replacement', () => {
    expect(found('OK, send a mail message. Mail message!\n', pack)).toEqual([]);
    expect(found('Ok, send mail.\n', pack)).toEqual(['Ok', 'mail']);
    expect(fixed('Ok, send mail.\n', pack)).toBe('OK, send mail message.\n');
  });

  it('include the reason in the message', () => {
    const [issue] = check('Utilize it.\n', pack).issues;
    expect(issue?.message).toBe('The phrase "Utilize" should not be used: The short word says the same.');
  });
});

describe('placeholders', () => {
  const pack = { rules: { 'prose/placeholder': 'info' } };

  it('are found where they replace text', () => {
    expect(
      found('TODO: write.\n\nTODO describe this\n\nA (TBD) b, FIXME: c.\n\n|a|\n|-|\n|TBD|\n', pack),
    ).toEqual(['TODO', 'TODO', 'TBD', 'FIXME', 'TBD']);
    expect(found('Lorem ipsum dolor sit amet.\n\n*Coming soon!*\n\nXXX: check\n', pack)).toEqual([
      'Lorem ipsum',
      'Coming soon',
      'XXX',
    ]);
  });

  it('are not reported where the text discusses them', () => {
    for (const text of [
      '# TODO\n\nTODO comments are listed, a TODO app, todo: x, MY-TODO: `TODO: x`\n',
      'A beta is nearly ready when the next release is coming soon after it.\n',
      'The code is XXX in hexadecimal.\n',
      '<!-- TODO: x -->\n\nText.\n\n```\nTODO: x\n```\n',
    ]) {
      expect(found(text, pack), text).toEqual([]);
    }
  });
});

describe('reading ease', () => {
  const rules = { 'prose/readability': 'info' };
  const hard = 'Organisational considerations necessitate comprehensive administrative documentation. ';
  const easy = 'The cat sat on the mat and saw a dog. ';

  it('is reported once for a hard text of 100 words, but not for a short or easy one', () => {
    const issues = check(`# T\n\n${hard.repeat(20)}\n\n${hard}\n`, { rules }).issues;
    expect(issues.map(({ rule_id, line }) => [rule_id, line])).toEqual([['prose/readability', 3]]);
    expect(found(hard.repeat(10), { rules })).toEqual([]);
    expect(found(easy.repeat(30), { rules })).toEqual([]);
  });

  it('follows the Flesch formula', () => {
    // 10 words and 10 syllables per sentence: 206.835 - 1.015 * 10 - 84.6 = 112.085.
    const { issues } = check(easy.repeat(10), { rules: { 'prose/readability': { min: 113 } } });
    expect(issues[0]?.message).toContain('is 112,');
    expect(issues[0]?.message).toContain('10.0 words a sentence and 1.0 syllables a word');
  });
});

describe('long sentences', () => {
  it('are found by word count, and the whole sentence is marked', () => {
    const rules = { 'prose/long-sentence': { max_words: 5 } };
    const text = 'Short one. This *one is*, e.g. on\r\nv. 1.2, too long! Short `a b c d e f` again.\n';
    expect(found(text, { rules })).toEqual(['This *one is*, e.g. on\r\nv. 1.2, too long!']);
    expect(found('# A heading may be as long as it likes\n', { rules })).toEqual([]);
  });
});
