import { expect, it } from 'vitest';
import { MAX_RUN_NAME_LENGTH } from '../shared/limits.ts';
import { runNameOf } from './run-name.ts';

it('is what was typed, cut to what a name may have, and never through a character', () => {
  expect(runNameOf(['docs/**/*.md', 'README.md'])).toBe('docs/**/*.md README.md');
  expect(runNameOf(['a\nb\t.md'])).toBe('a b .md');
  expect(runNameOf(['x'.repeat(300)])).toHaveLength(MAX_RUN_NAME_LENGTH);
  const emoji = runNameOf([`${'x'.repeat(MAX_RUN_NAME_LENGTH - 1)}📄.md`]);
  expect(emoji).toBe('x'.repeat(MAX_RUN_NAME_LENGTH - 1));
});
