import { expect, it } from 'vitest';
import { readServedFamilies, servesFamily } from './served-families.ts';

const MOVED = 'handbook=https://handbook.example.com';
const served = (FAMILIES: string, MOVED_FAMILIES = '') => readServedFamilies({ FAMILIES, MOVED_FAMILIES });

it('serves every family without settings', () => {
  for (const none of [served(''), served(' ', ' , '), readServedFamilies({})]) {
    expect(none).toBeUndefined();
    expect(servesFamily(none, 'anything')).toBe(true);
  }
});

it('serves only the families of FAMILIES', () => {
  const settings = served('handbook, words');
  expect(settings).toEqual({ only: ['handbook', 'words'], moved: new Map() });
  expect(['handbook', 'words', 'default'].filter((name) => servesFamily(settings, name))).toEqual([
    'handbook',
    'words',
  ]);
});

it('serves all but those of MOVED_FAMILIES, and knows where these are', () => {
  const settings = served('', `${MOVED}/ a=http://127.0.0.1:8600 b=http://[::1]:1,c=HTTPS://C.example:8443`);
  expect(settings?.problem).toBeUndefined();
  expect([...(settings?.moved ?? [])]).toEqual([
    ['handbook', 'https://handbook.example.com'],
    ['a', 'http://127.0.0.1:8600'],
    ['b', 'http://[::1]:1'],
    ['c', 'https://c.example:8443'],
  ]);
  expect(servesFamily(settings, 'handbook')).toBe(false);
  expect(servesFamily(settings, 'default')).toBe(true);
});

it.each([
  ['FAMILIES has "Handbook"', 'Handbook', ''],
  ['FAMILIES has "a=b"', 'a=b', ''],
  ['MOVED_FAMILIES has "handbook"', '', 'handbook'],
  ['MOVED_FAMILIES has "=https://a.example"', '', '=https://a.example'],
  ['MOVED_FAMILIES has "handbook=http://a.example"', '', 'handbook=http://a.example'],
  ['MOVED_FAMILIES has "handbook=https://a.example/path"', '', 'handbook=https://a.example/path'],
  ['MOVED_FAMILIES has "handbook=https://me@a.example"', '', 'handbook=https://me@a.example'],
  ['MOVED_FAMILIES has "handbook=javascript:alert"', '', 'handbook=javascript:alert'],
  ['MOVED_FAMILIES has the family "handbook" twice', '', `${MOVED} handbook=https://b.example`],
  ['"handbook" is in FAMILIES and in MOVED_FAMILIES', 'handbook', MOVED],
])('serves no family when %s, and says so', (problem, FAMILIES, MOVED_FAMILIES) => {
  const settings = served(FAMILIES, MOVED_FAMILIES);
  expect(settings?.problem).toContain(problem);
  for (const name of ['handbook', 'default']) expect(servesFamily(settings, name)).toBe(false);
});
