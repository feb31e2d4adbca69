import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { createApi } from '../../src/client/index.ts';
import { isOpen, Service } from './service.ts';

describe('npm start', () => {
  const services: Service[] = [];
  afterAll(async () => {
    for (const service of services) await service.remove();
  });

  it('sets its database up, says where the dashboard is, ends on Ctrl-C and keeps its data', async () => {
    const service = await Service.startFromNothing();
    services.push(service);
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

  it.each(['--ip=0.0.0.0', '--ip=192.168.0.7', '--remote'])(
    'refuses to serve others without sign-in: %s',
    (flag) => {
      const { status, stderr } = spawnSync('npm', ['start', '--', flag], { encoding: 'utf8' });
      expect(status).toBe(2);
      expect(stderr).toContain('galley:');
    },
  );
});
