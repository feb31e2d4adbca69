import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApi, subscribe, type ConnectionState } from '../../src/client/index.ts';
import type { LiveEvent } from '../../src/shared/events.ts';
import { Service } from './service.ts';

let service: Service;
beforeAll(async () => {
  service = await Service.start();
});
afterAll(() => service?.remove());

const SKIPPED = '# Title\n\n### Too deep\n';
const RECONNECT_TIMEOUT_MS = 40_000;

function start() {
  const api = createApi({ baseUrl: service.url });
  const events: LiveEvent[] = [];
  const states: ConnectionState[] = [];
  let from = -1;
  const subscription = subscribe({
    baseUrl: service.url,
    topic: 'validation_updates',
    snapshot: () => api.stats(),
    onSnapshot: ({ position }) => {
      from = position;
    },
    onEvents: (some) => events.push(...some),
    onState: (state) => states.push(state),
  });
  return { api, events, states, subscription, from: () => from };
}

async function readLog(after: number): Promise<LiveEvent[]> {
  const api = createApi({ baseUrl: service.url });
  const log: LiveEvent[] = [];
  for (let position = after; ;) {
    const page = await api.events({ after: position, limit: 200 });
    log.push(...page.results);
    if (!page.has_more) return log;
    position = page.next_after;
  }
}

it('gives a client that was away, and one that was killed off, every event exactly once and in order', async () => {
  const watcher = start();
  await expect.poll(() => watcher.subscription.state).toBe('live');
  const validate = async (count: number) => {
    const { api } = watcher;
    await Promise.all(
      Array.from({ length: count }, (_, n) => api.validate({ content: SKIPPED, file_path: `${n}.md` })),
    );
  };
  await validate(10);

  // A second client is away while documents are validated: it knows a position, and nothing more.
  const away = await watcher.api.stats();
  await validate(60);
  const back = start();
  await expect.poll(() => back.subscription.state).toBe('live');
  const missed: LiveEvent[] = [];
  const socket = new WebSocket(
    `${service.url.replace('http', 'ws')}/ws/validation_updates?after=${away.position}`,
  );
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as LiveEvent;
    if (message.id) missed.push(message);
  });
  await validate(5);
  const expected = await readLog(away.position);
  await expect.poll(() => missed.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(expected.length);
  expect(missed).toEqual(expected);
  socket.close();

  // The server dies without a word and starts again on the same data, twice.
  for (let round = 0; round < 2; round += 1) {
    await service.kill();
    await expect.poll(() => watcher.subscription.state, { timeout: RECONNECT_TIMEOUT_MS }).not.toBe('live');
    expect(watcher.states).toContain('disconnected');
    await service.start();
    await validate(5);
    await expect.poll(() => watcher.subscription.state, { timeout: RECONNECT_TIMEOUT_MS }).toBe('live');
    await validate(5);
  }
  for (const { events, from, subscription } of [watcher, back]) {
    const log = await readLog(from());
    await expect.poll(() => events.at(-1)?.id, { timeout: RECONNECT_TIMEOUT_MS }).toBe(log.at(-1)?.id);
    expect(events).toEqual(log);
    subscription.close();
  }
}, 180_000);

it('refuses to start where others could reach it without sign-in', () => {
  for (const args of [['--ip', '0.0.0.0'], ['--ip=192.168.0.7'], ['--remote']]) {
    const { status, stderr } = spawnSync('npm', ['start', '--', ...args], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toContain('galley:');
  }
});
