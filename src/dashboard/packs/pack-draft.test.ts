import { describe, expect, it } from 'vitest';
import { changedLines, draftOf, follow, isConflict, isEdited } from './pack-draft.ts';

const mine = { source: 'a: 1\n', etag: '"1"' };
const theirs = { source: 'a: 2\n', etag: '"2"' };

describe('the draft of a pack', () => {
  it('follows the stored pack while nothing is typed', () => {
    const draft = follow(draftOf(mine), theirs);
    expect(draft).toEqual(draftOf(theirs));
    expect(isEdited(draft)).toBe(false);
    expect(isConflict(draft, theirs)).toBe(false);
  });

  it('keeps what was typed, and knows that saving would overwrite another change', () => {
    const typed = { ...draftOf(mine), text: 'a: 3\n' };
    expect(follow(typed, mine)).toBe(typed);
    const draft = follow(typed, theirs);
    expect(draft).toBe(typed);
    expect(isConflict(draft, theirs)).toBe(true);
    expect(isConflict(draft, mine)).toBe(false);
  });

  it('has no conflict with somebody who stored the same text', () => {
    const draft = follow({ ...draftOf(mine), text: theirs.source }, theirs);
    expect(isEdited(draft)).toBe(false);
    expect(isConflict(draft, theirs)).toBe(false);
  });
});

describe('the changed lines', () => {
  it.each([
    [
      'a changed line, with the lines around it',
      'a\nb\nc\nd\ne\nf',
      'a\nb\nc\nD\ne\nf',
      ' b\n c\n-d\n+D\n e\n f',
    ],
    ['an added line', 'a\nb', 'a\nx\nb', ' a\n+x\n b'],
    ['a removed line among equal ones', 'a\na\na', 'a\na', ' a\n a\n-a'],
    ['everything', 'a', 'b', '-a\n+b'],
    ['nothing but context', 'a\nb', 'a\nb', ' a\n b'],
  ])('show %s', (_, before, after, shown) => {
    expect(changedLines(before, after)).toBe(shown);
  });
});
