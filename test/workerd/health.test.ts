import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import { getJson, head, request, submit } from './service.ts';

describe('health', () => {
  it('shows the figures that are left when the hub is down', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const { Hub } = await import('../../src/live/hub.ts');
    vi.spyOn(Hub.prototype, 'status').mockRejectedValue(new Error('down'));
    const monitoring = await getJson('/api/monitoring');
    vi.restoreAllMocks();
    expect(monitoring).toEqual({
      live: {
        position: null,
        head: await head(),
        connections: null,
        hubs: [],
        notify_failures: 0,
        hub_failures: null,
      },
      workflows: { instance_failures: 0 },
    });
  });

  it('is live, and ready when the database and the hub answer', async () => {
    expect(await getJson('/health/live')).toEqual({ status: 'ok' });
    expect((await request('/health/live')).headers.get('Cache-Control')).toBe('no-store');
    expect(await getJson('/health/ready')).toEqual({ status: 'ok', checks: { database: 'ok', hub: 'ok' } });
  });

  it('says for a minute that the hub did not take an event, and never asks it', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const { Hub } = await import('../../src/live/hub.ts');
    const status = vi.spyOn(Hub.prototype, 'status');
    const notify = vi.spyOn(Hub.prototype, 'notify').mockRejectedValue(new Error('down'));
    await submit('# Title\n');
    await vi.waitFor(async () => expect((await request('/health/ready')).status).toBe(503));
    expect(await (await request('/health/ready')).json()).toEqual({
      status: 'unavailable',
      checks: { database: 'ok', hub: 'unavailable' },
    });
    notify.mockRestore();
    const before = new Date(Date.now() - 60_001).toISOString();
    await env.DB.prepare(`update counters set updated_at = ? where name = 'notify_failures'`)
      .bind(before)
      .run();
    expect(await getJson('/health/ready')).toEqual({ status: 'ok', checks: { database: 'ok', hub: 'ok' } });
    expect(status).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });
});
