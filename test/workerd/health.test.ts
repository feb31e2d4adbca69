import { describe, expect, it, vi } from 'vitest';
import { getJson, head, request } from './service.ts';

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

  it('names the part that is down', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const { Hub } = await import('../../src/live/hub.ts');
    vi.spyOn(Hub.prototype, 'status').mockRejectedValue(new Error('down'));
    const response = await request('/health/ready');
    vi.restoreAllMocks();
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      status: 'unavailable',
      checks: { database: 'ok', hub: 'unavailable' },
    });
  });
});
