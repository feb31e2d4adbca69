import { afterEach, expect, it, vi } from 'vitest';
import { ApiError, type GalleyApi } from '../client/index.ts';
import type { RunState } from '../shared/things.ts';
import { followRun, hasEnded } from './follow-run.ts';
import { PATIENCE_MS, ServiceAwayError } from './patience.ts';
import { Progress } from './progress.ts';

const ID = '01a2164e-e88b-71ba-aa13-c847fcc16398';
const said = vi.spyOn(console, 'error').mockReturnValue();
afterEach(() => {
  vi.useRealTimers();
  said.mockClear();
});

/** Follows a run whose every request is answered by this function. */
function follow(workflow: () => Promise<unknown>) {
  const asked = vi.fn(workflow);
  const api = { run: asked } as unknown as GalleyApi;
  const end = followRun(ID, { api, server: 'http://127.0.0.1:1', progress: new Progress() });
  return { end, asked };
}

const answer = (status: number) => () =>
  Promise.reject(new ApiError({ type: '', title: '', status, detail: `It is ${status}.`, instance: '' }));

it('ends with the state of a run that has ended already, without a connection', async () => {
  const counts = { error: 0, warning: 0, info: 0 };
  const run = { state: 'failed', total: 1, done: 1, failed: 0, counts, position: 5 };
  expect(await follow(() => Promise.resolve(run)).end).toBe('failed');
});

it.each([401, 403, 404])('ends at once when the service says no: %i', async (status) => {
  const { end, asked } = follow(answer(status));
  await expect(end).rejects.toThrow(`It is ${status}.`);
  expect(asked).toHaveBeenCalledOnce();
});

it.each([0, 503, 500])('asks again for a while when it does not answer: %i', async (status) => {
  vi.useFakeTimers();
  const { end, asked } = follow(answer(status));
  const ended = expect(end).rejects.toThrow(ServiceAwayError);
  await vi.advanceTimersByTimeAsync(PATIENCE_MS / 2);
  expect(asked.mock.calls.length).toBeGreaterThan(3);
  expect(said.mock.calls.join('\n')).toContain('disconnected (the service does not answer); trying again in');
  await vi.advanceTimersByTimeAsync(PATIENCE_MS);
  await ended;
  const { length } = asked.mock.calls;
  await vi.advanceTimersByTimeAsync(PATIENCE_MS);
  expect(asked).toHaveBeenCalledTimes(length);
});

it('knows which states a run stays in', () => {
  const states: RunState[] = ['pending', 'running', 'paused', 'completed', 'failed', 'cancelled'];
  expect(states.filter(hasEnded)).toEqual(['completed', 'failed', 'cancelled']);
});
