import { expect, it } from 'vitest';
import { ApiError } from '../client/index.ts';
import { olderServiceHint } from './older-service.ts';

const refusal = (status: number, detail: string, ...messages: string[]) =>
  new ApiError({
    type: 'about:blank',
    title: '',
    status,
    detail,
    instance: '',
    ...(messages.length > 0 && { errors: messages.map((message) => ({ path: 'ref', message })) }),
  });

it.each([
  [refusal(422, 'ref: is not a known field.', 'is not a known field'), true],
  [refusal(404, 'There is no /api/export.'), true],
  [refusal(422, 'ref: must not be empty.', 'must not be empty'), false],
  [refusal(404, 'There is no workflow "x".'), false],
  [refusal(409, 'Wrong state.'), false],
])('says of a refusal that the service is older where it is: %s', (error, isOlder) => {
  expect(olderServiceHint(error).includes('older')).toBe(isOlder);
});
