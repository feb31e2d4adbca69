import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FrameBatch } from './frame-batch.ts';

/** What waits for the next frame, by the number that cancels it. */
const waiting = new Map<number, () => void>();
const drawFrame = () => {
  const all = [...waiting.values()];
  waiting.clear();
  for (const one of all) one();
};

describe('what arrives', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    let last = 0;
    vi.stubGlobal('requestAnimationFrame', (call: () => void) => {
      last += 1;
      waiting.set(last, call);
      return last;
    });
    vi.stubGlobal('cancelAnimationFrame', (id: number) => waiting.delete(id));
  });
  afterEach(() => {
    waiting.clear();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('is applied once a frame, whole and in order, and then taken', async () => {
    const applied: (readonly number[])[] = [];
    const batch = new FrameBatch<number>((items) => applied.push(items));
    const taken = Array.from({ length: 200 }, (_, n) => batch.add([2 * n, 2 * n + 1]));
    expect(applied).toEqual([]);
    drawFrame();
    expect(applied).toEqual([Array.from({ length: 400 }, (_, n) => n)]);
    await Promise.all(taken);
    drawFrame();
    vi.runAllTimers();
    expect(applied).toHaveLength(1);
    void batch.add([400]);
    drawFrame();
    expect(applied.at(-1)).toEqual([400]);
  });

  it('does not wait for a frame for ever: a tab in the background draws none', async () => {
    const applied: (readonly number[])[] = [];
    const batch = new FrameBatch<number>((items) => applied.push(items));
    const taken = batch.add([1]);
    vi.runAllTimers();
    await taken;
    expect(applied).toEqual([[1]]);
    expect(waiting.size).toBe(0);
  });

  it('is taken also when it is dropped, and when applying it fails', async () => {
    const batch = new FrameBatch<number>(() => {
      throw new Error('no');
    });
    const dropped = batch.add([1]);
    batch.clear();
    await dropped;
    drawFrame();
    const failed = batch.add([2]);
    expect(() => batch.flush()).toThrow('no');
    await failed;
  });
});
