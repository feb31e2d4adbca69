import { expect, it } from 'vitest';
import { ACCESS_MEMORY_MS, MAX_REMEMBERED_CREDENTIALS } from '../shared/limits.ts';
import { Remembered } from './remembered.ts';

/** Rows that can be read, and how often each was. */
function source(rows: Record<string, number>) {
  const remembered = new Remembered<number>();
  const reads: string[] = [];
  const read = (key: string) => () => {
    reads.push(key);
    return Promise.resolve(rows[key]);
  };
  return { remembered, reads, get: (key: string, now: number) => remembered.get(key, now, read(key)) };
}

it('a row is read once for all who ask within the time, and again after it', async () => {
  const { reads, get } = source({ a: 1 });
  for (const now of [0, 0, ACCESS_MEMORY_MS - 1]) expect(await get('a', now)).toBe(1);
  expect(reads).toEqual(['a']);
  expect(await get('a', ACCESS_MEMORY_MS)).toBe(1);
  expect(reads).toEqual(['a', 'a']);
});

it('nobody waits for what another request reads, which may never end', async () => {
  const remembered = new Remembered<number>();
  void remembered.get('a', 0, () => Promise.withResolvers<number>().promise);
  expect(await remembered.get('a', 0, () => Promise.resolve(1))).toBe(1);
});

it('what is not there is looked up each time', async () => {
  const rows: Record<string, number> = {};
  const { get } = source(rows);
  expect(await get('a', 0)).toBeUndefined();
  rows['a'] = 1;
  expect(await get('a', 0)).toBe(1);
});

it('a row that is forgotten while it is being read is not remembered', async () => {
  const rows: Record<string, number> = { a: 1 };
  const { remembered, get } = source(rows);
  const asked = get('a', 0);
  remembered.forget('a');
  rows['a'] = 2;
  expect(await asked).toBe(1);
  expect(await get('a', 0)).toBe(2);
});

it('a failed read is not remembered', async () => {
  const remembered = new Remembered<number>();
  await expect(remembered.get('a', 0, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await remembered.get('a', 0, () => Promise.resolve(1))).toBe(1);
});

it('the oldest is forgotten when there are too many', async () => {
  const remembered = new Remembered<number>();
  const give = (key: string, row: number) => remembered.get(key, 0, () => Promise.resolve(row));
  await give('first', 1);
  for (let n = 0; n < MAX_REMEMBERED_CREDENTIALS; n += 1) await give(`${n}`, n);
  expect(await give('first', 2)).toBe(2);
});
