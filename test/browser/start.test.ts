import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createApi } from '../../src/client/index.ts';
import { isOpen, Service, userEnvironment } from './service.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

async function npmStart(...args: string[]): Promise<{ code: number; errors: string }> {
  const child = spawn('npm', ['start', '--', ...args], {
    cwd: PROJECT,
    env: userEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [code, errors] = await Promise.all([
    new Promise<number>((resolve) => child.on('exit', (status) => resolve(status ?? -1))),
    text(child.stderr),
  ]);
  return { code, errors };
}

describe('npm start', () => {
  it.each([['--ip', '0.0.0.0'], ['--ip=192.168.0.7'], ['--ip', '::'], ['--remote']])(
    'refuses %s %s: without sign-in it is for this machine alone',
    async (...args) => {
      const { code, errors } = await npmStart(...args);
      expect(errors).toMatch(/not a loopback address|without sign-in/);
      expect(code).toBe(2);
    },
  );

  const services: Service[] = [];
  afterAll(async () => {
    for (const service of services) await service.dispose();
  });

  it('sets its database up, says where the dashboard is, ends on Ctrl-C and keeps its data', async () => {
    const service = await Service.create();
    services.push(service);
    await service.start();
    expect(service.output).toContain(`http://127.0.0.1:${service.port}/dashboard/`);
    const root = await fetch(service.url, { redirect: 'manual' });
    expect(new URL(root.headers.get('Location') ?? '', service.url).pathname).toBe('/dashboard/');

    const api = createApi({ baseUrl: service.url });
    const { id } = await api.validate({ content: '# Kept\n' });
    await service.stop();
    expect(await isOpen(service.port)).toBe(false);
    await service.start();
    expect(await api.content(id)).toBe('# Kept\n');
  });
});
