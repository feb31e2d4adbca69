import { expect, it } from 'vitest';
import { ApiError } from '../client/index.ts';
import { movedFamilyHint } from './moved-family.ts';

const refusal = { type: 'about:blank', title: '', status: 421, detail: '', instance: '' };

it('says what to do when a family has moved, and nothing otherwise', () => {
  expect(movedFamilyHint(new ApiError({ ...refusal, moved_to: 'https://a.example' }))).toContain('--server');
  expect(movedFamilyHint(new ApiError(refusal))).toBe('');
});
