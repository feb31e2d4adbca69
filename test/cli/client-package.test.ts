import { writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { installPackage, run, typeCheck, type InstalledPackage } from './installed-package.ts';

const CONSUMER = `
import { createApi, liveEvents, type LiveEvent } from 'galley-review/client';
import { WebSocket } from 'ws';

const baseUrl = process.argv[2] ?? '';
const told: string[] = [];
for await (const event of liveEvents({ baseUrl, topic: 'validation_updates', after: 0, WebSocket })) {
  const seen: LiveEvent = event;
  // The type lists the other fields.
  if (event.type === 'validation_created') told.push(\`\${seen.id} \${event.file_path} \${event.counts.error}\`);
  // @ts-expect-error -- and what is not
  if (event.type === 'validation_created') void event.title;
  if (told.length === 2) break;
}
const api = createApi({ baseUrl });
const count: () => Promise<number> = async () => (await api.validations({ status: 'failed' })).total;
console.log(JSON.stringify({ told, typed: typeof count }));
`;

let installed: InstalledPackage;

beforeAll(async () => {
  installed = await installPackage(['valibot', 'ws', '@types']);
  await writeFile(join(installed.folder, 'consumer.mts'), CONSUMER);
}, 120_000);
afterAll(() => installed.remove());

async function serve(messages: readonly unknown[]) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  server.on('connection', (socket) => {
    for (const message of messages) socket.send(JSON.stringify(message));
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}
const created = (id: number) => ({
  id,
  type: 'validation_created',
  timestamp: '2026-11-22T10:30:00.000Z',
  actor: 'ci',
  file_path: `${id}.md`,
  counts: { error: id, warning: 0, info: 0 },
});

describe('galley-review/client, as it is published', () => {
  it('has types that say what an event is, and nothing but its own dependencies', async () => {
    await typeCheck(installed, 'consumer.mts');
  }, 120_000);

  it('brings events in Node', async () => {
    const service = await serve([
      {
        type: 'connection_established',
        topic: 'validation_updates',
        topics: ['validation_updates'],
        position: 0,
        head: 2,
        protocol: 'galley.v1',
      },
      { from: 0, to: 2, events: [created(1), created(2)] },
    ]);
    const { stdout } = await run('node', ['consumer.mts', service.url], { cwd: installed.folder });
    service.close();
    expect(JSON.parse(stdout)).toEqual({ told: ['1 1.md 1', '2 2.md 2'], typed: 'function' });
  });
});
