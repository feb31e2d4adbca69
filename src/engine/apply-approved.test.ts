import { describe, expect, it } from 'vitest';
import { applyApproved, type ApprovedChange } from './apply-approved.ts';

/** Replaces the only place of a text. */
function change(text: string, from: string, to: string, more: Partial<ApprovedChange> = {}): ApprovedChange {
  const start = text.indexOf(from);
  expect(text.indexOf(from, start + 1), `${from} occurs once`).toBe(-1);
  const edits = [{ start, end: start + from.length, expected: from, text: to }];
  return { id: from, edits, certain: false, effects: [], ...more };
}

const PAGE = '# Title\n\nThe frist line.  \nThe second line.\n\n- one\n- two\n';
const typo = change(PAGE, 'frist', 'first');

describe('applyApproved', () => {
  it('makes changes in the text that they were made for', () => {
    const made = applyApproved({ original: PAGE, flavor: 'gfm', changes: [typo] });
    expect(made.text).toBe(PAGE.replace('frist', 'first'));
    expect(made).toMatchObject({ applied: ['frist'], present: [], leftOut: [] });
  });

  it('finds the places in a text that has changed, and leaves the rest of it alone', () => {
    const base = PAGE.replace('# Title\n', '# Another title\r\n\r\nNew words.\r\n').replace(
      '- two',
      '- three',
    );
    const made = applyApproved({ original: PAGE, base, flavor: 'gfm', changes: [typo] });
    expect(made.text).toBe(base.replace('frist', 'first'));
  });

  it('tells what the text has already from what has no place', () => {
    const list = change(PAGE, '- one', '- 1');
    const base = PAGE.replace('frist', 'first').replace('- one\n- two\n', 'No list.\n');
    const made = applyApproved({ original: PAGE, base, flavor: 'gfm', changes: [typo, list] });
    expect(made).toMatchObject({ text: base, applied: [], present: ['frist'] });
    expect(made.leftOut).toEqual([
      { id: '- one', reason: 'text-changed', detail: expect.stringContaining('line 6') },
    ]);
  });

  it('proves certain changes again in a text that has changed', () => {
    const original = 'Text.\n\n\n\nMore text.\n';
    const blank = change(original, '\n\n\n\n', '\n\n', {
      id: 'blank',
      certain: true,
      effects: ['blank-lines'],
    });
    const same = applyApproved({ original, flavor: 'gfm', changes: [blank] });
    expect(same).toMatchObject({ text: 'Text.\n\nMore text.\n', applied: ['blank'] });

    // The lines are in a block of code now, where every empty line is seen.
    const base = `\`\`\`\n${original}\`\`\`\n`;
    const code = applyApproved({ original, base, flavor: 'gfm', changes: [blank] });
    expect(code).toMatchObject({ text: base, applied: [] });
    expect(code.leftOut).toEqual([
      {
        id: 'blank',
        reason: 'unproven',
        detail: expect.stringMatching(/^In the text as it is now, it .*\.$/),
      },
    ]);
    // What a person approves although it is seen is theirs.
    const wanted = applyApproved({ original, base, flavor: 'gfm', changes: [{ ...blank, certain: false }] });
    expect(wanted.applied).toEqual(['blank']);
  });

  it('leaves out the certain change that does harm beside others, and makes the others', () => {
    const original = '# Title\n\nOne\n\nTwo\n\nThree  \nfour.\n';
    const harmless = change(original, 'Three  \n', 'Three\\\n', { id: 'break', certain: true });
    const harmful = change(original, 'One\n\nTwo', 'One\nTwo', { id: 'join', certain: true });
    const made = applyApproved({
      original,
      flavor: 'gfm',
      changes: [harmless, harmful, change(original, 'four', '4')],
    });
    expect(made.applied).toEqual(['break', 'four']);
    expect(made.leftOut).toEqual([
      { id: 'join', reason: 'unproven', detail: expect.stringMatching(/^It would change /) },
    ]);
    expect(made.text).toBe('# Title\n\nOne\n\nTwo\n\nThree\\\n4.\n');
  });

  it('leaves out what would cost a document much of its text', () => {
    const long = 'Some words that nobody wants to lose. '.repeat(20);
    const original = `# Title\n\n${long}\n\nThe frist line.\n`;
    const gone = change(original, long, '', { id: 'gone' });
    const made = applyApproved({
      original,
      flavor: 'gfm',
      changes: [gone, change(original, 'frist', 'first')],
    });
    expect(made.applied).toEqual(['frist']);
    expect(made.leftOut).toEqual([
      { id: 'gone', reason: 'unsafe', detail: expect.stringContaining('% of its text') },
    ]);
  });

  it('makes the first of two changes that collide', () => {
    const line = change(PAGE, 'The frist line.', 'A line.');
    const made = applyApproved({ original: PAGE, flavor: 'gfm', changes: [typo, line] });
    expect(made.applied).toEqual(['frist']);
    expect(made.leftOut).toMatchObject([{ id: 'The frist line.', reason: 'overlaps' }]);
  });
});
