import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../../src/client/index.ts';
import { isOpen, Service } from './service.ts';

describe('npm start', () => {
  let service: Service;
  beforeAll(async () => {
    service = await Service.startFromNothing();
  });
  afterAll(() => service.remove());

  /** Sends exactly these headers, as the script of a page could after DNS rebinding. */
  async function ask(path: string, headers: Record<string, string>) {
    const sent = request({ host: '127.0.0.1', port: service.port, path, headers }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const chunks = await response.toArray();
    return { status: response.statusCode, text: Buffer.concat(chunks).toString() };
  }

  it('sets its database up, says where the dashboard is, ends on Ctrl-C and keeps its data', async () => {
    expect(service.output).toContain(`http://127.0.0.1:${service.port}/dashboard/`);
    const root = await fetch(service.url, { redirect: 'manual' });
    expect(new URL(root.headers.get('Location') ?? '', service.url).pathname).toBe('/dashboard/');

    const api = createApi({ baseUrl: service.url });
    const { id } = await api.validate({ content: '# Kept\n' });
    await service.stop();
    expect(await isOpen(service.port)).toBe(false);
    await service.start();
    expect(await api.content(id)).toBe('# Kept\n');
    // As `kill`, systemd and containers end it: npm alone gets the signal.
    await service.terminate();
    await service.start();
    expect(await api.content(id)).toBe('# Kept\n');
  });

  it('writes nothing outside of its data folder, and says so when it cannot write there', async () => {
    expect(service.output).not.toContain('Failed to write');
    expect(await readdir(join(service.folder, 'config'))).toEqual(['.wrangler']);
    // The parent is a file, so that this is refused to root as well.
    const folder = join(service.folder, 'galley-server.json', 'data');
    const { status, stderr } = spawnSync('npm', ['start', '--', '--persist-to', folder], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/^galley: the data folder .* can't be written/m),
    ]);
    expect(stderr).not.toContain('    at ');
  });

  it.each([4_097, 1_000_000, 40_000_000])(
    'closes a WebSocket that sends %i bytes with 1009',
    async (size) => {
      const socket = new WebSocket(`${service.url.replace('http', 'ws')}/ws/validation_updates`);
      await once(socket, 'message');
      socket.send('x'.repeat(size));
      const [{ code }] = (await once(socket, 'close')) as [CloseEvent];
      expect(code).toBe(1009);
    },
  );

  describe('in open mode', () => {
    it.each(['127.0.0.1', 'localhost', '[::1]'])('answers to the host %s', async (host) => {
      expect(await ask('/api/stats', { Host: `${host}:${service.port}` })).toMatchObject({ status: 200 });
    });

    it.each(['evil.example', `evil.example:8586`, '127.0.0.1.evil.example', 'a b', '127.0.0.1@evil.example'])(
      'refuses the host "%s", whatever wrangler is told about it',
      async (host) => {
        const own = `${service.url}/api/stats`;
        for (const more of [
          {},
          { 'MF-Original-URL': own },
          { 'mf-op-original-url': own },
          { 'X-Forwarded-Proto': 'http' },
          { 'X-Forwarded-Host': '127.0.0.1' },
          { Forwarded: 'host=127.0.0.1' },
        ]) {
          const { status, text } = await ask('/api/stats', { Host: host, ...more });
          expect([400, 403]).toContain(status);
          expect(text).not.toContain('validations');
        }
        expect((await ask(own, { Host: host })).status).not.toBe(200);
      },
    );

    it('takes the host of the Host header for its own, not the one of MF-Original-URL', async () => {
      const headers = {
        Host: `127.0.0.1:${service.port}`,
        'MF-Original-URL': 'http://evil.example/api/tokens',
      };
      const { status, text } = await ask('/api/stats', headers);
      expect(status).toBe(200);
      expect(text).toContain('validations');
    });

    it('answers on the port of wrangler only to its own proxy', async () => {
      const { port, key } = JSON.parse(await readFile(`${service.folder}/galley-server.json`, 'utf8')) as {
        port: number;
        key: string;
      };
      expect((await fetch(`http://127.0.0.1:${port}/api/stats`)).status).toBe(403);
      const headers = { 'Galley-Open-Mode-Key': key };
      expect((await fetch(`http://127.0.0.1:${port}/api/stats`, { headers })).status).toBe(200);
      expect(service.output).not.toContain(key);
    });

    it.each([
      '/cdn-cgi/explorer',
      '/cdn-cgi/explorer/api/d1/database',
      '/%63dn-cgi/explorer',
      '/cdn-cgi/handler/scheduled',
    ])("keeps wrangler's tools from clients: %s", async (path) => {
      expect((await ask(path, { Host: `127.0.0.1:${service.port}` })).status).toBe(404);
      const { port } = JSON.parse(await readFile(`${service.folder}/galley-server.json`, 'utf8')) as {
        port: number;
      };
      const direct = await fetch(`http://127.0.0.1:${port}/cdn-cgi/explorer/api/d1/database`);
      expect(direct.ok && (await direct.text()).includes('"result"')).toBe(false);
    });

    it('forwards sockets and streams, and bodies of any length', async () => {
      const api = createApi({ baseUrl: service.url });
      const socket = new WebSocket(`ws://127.0.0.1:${service.port}/ws/validation_updates`);
      const [message] = (await once(socket, 'message')) as [MessageEvent<string>];
      expect(message.data).toContain('connection_established');
      const stream = await fetch(`${service.url}/api/events/stream`);
      const reader = stream.body!.getReader();
      expect(new TextDecoder().decode((await reader.read()).value)).toContain('retry');
      const next = once(socket, 'message') as Promise<[MessageEvent<string>]>;
      const content = `# Long

${'Word '.repeat(150_000)}`;
      const { id } = await api.validate({ content });
      expect((await next)[0].data).toContain(id);
      expect(await api.content(id)).toBe(content);
      await reader.cancel();
      socket.close();
    });

    it('keeps its data folder to itself, and gives it back when it is killed', async () => {
      const second = spawnSync('npm', ['start', '--', '--port=0', '--persist-to', service.folder], {
        encoding: 'utf8',
      });
      expect(second.status).toBe(2);
      expect(second.stderr).toContain(`another server uses the data in ${service.folder}`);
      expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
      await service.kill();
      await service.start();
      expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
    });
  });

  it.each(['--ip=0.0.0.0', '--ip=192.168.0.7', '--remote', '--local-protocol=https'])(
    'refuses to serve others without sign-in: %s',
    (flag) => {
      const { status, stderr } = spawnSync('npm', ['start', '--', flag], { encoding: 'utf8' });
      expect(status).toBe(2);
      expect(stderr).toContain('galley:');
    },
  );
});
