import { describe, expect, it } from 'vitest';
import { mixesScripts, nameKey } from './names.ts';

describe('the key of a name', () => {
  it.each([
    ['ci', 'CI'],
    ['release bot', 'release  bot'],
    ['release bot', 'releasebot'],
    ['ci', '\u0441\u0456'],
    ['ann', 'a\u200bnn'],
    ['ann', '\uff41\uff4e\uff4e'],
    ['caf\u00e9', 'cafe\u0301'],
    ['admin', '\u0430dmin'],
  ])('is the same for "%s" and "%s"', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });

  it.each([
    ['ci', 'cd'],
    ['ann', 'anna'],
    ['b\u00f6b', 'bob'],
    ['\u0438\u0432\u0430\u043d', '\u0430\u043d\u043d\u0430'],
    ['bot-1', 'bot-2'],
  ])('tells "%s" from "%s"', (one, other) => {
    expect(nameKey(one)).not.toBe(nameKey(other));
  });
});

describe('the scripts of a name', () => {
  it.each([
    'ci',
    'Ann Ö. 2',
    '\u0418\u0432\u0430\u043d',
    '\u03b1\u03b2\u03b3 1',
    '\u6771\u4eac\u306e\u30dc\u30c3\u30c8 bot',
    '\ud55c\uad6d\uc5b4',
    '\u05d0\u05d1',
    '42',
    '🚀',
  ])('may be those of "%s"', (name) => expect(mixesScripts(name)).toBe(false));

  it.each(['\u0430dmin', 'c\u0456', 'p\u03b1th', '\u0418van', '\u05d0bc'])(
    'must not be mixed: "%s"',
    (name) => expect(mixesScripts(name)).toBe(true),
  );
});
