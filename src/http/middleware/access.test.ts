import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { readAccessSettings, roleOf } from '../../access/settings.ts';
import { openDatabase } from '../../store/database.ts';
import { decideAccess } from './access.ts';

const ask = (url: string, mode: string, headers: Record<string, string> = {}, method = 'GET') =>
  decideAccess(
    new Request(url, { headers, method }),
    readAccessSettings({ ACCESS_MODE: mode, ALLOWED_ORIGINS: 'https://pages.example, https://more.example' }),
    openDatabase(env.DB),
    new Date(),
  );
const refused = (problem: string) => ({ denial: expect.objectContaining({ problem }) as unknown });

describe('mode open', () => {
  it.each(['http://127.0.0.1:8586', 'http://localhost:8586', 'http://[::1]:8586'])(
    'serves %s',
    async (origin) => {
      const local = { principal: { actor: 'local', role: 'admin', families: null } };
      expect(await ask(`${origin}/api/stats`, 'open')).toEqual(local);
      expect(await ask(`${origin}/api/stats`, 'open', { Origin: origin })).toEqual(local);
    },
  );

  it.each(['http://evil.example:8586', 'http://127.0.0.1.evil.example', 'http://192.168.0.7:8586'])(
    'answers to no other host: %s',
    async (origin) => expect(await ask(`${origin}/api/stats`, 'open')).toEqual(refused('forbidden')),
  );

  it.each(['https://evil.example', 'http://127.0.0.1:9999', 'https://127.0.0.1:8586', 'null'])(
    'refuses requests of another origin: %s',
    async (Origin) =>
      expect(await ask('http://127.0.0.1:8586/api/stats', 'open', { Origin })).toEqual(refused('forbidden')),
  );
});

describe.each(['token', 'cloudflare-access', 'OPEN', '', 'anything'])('mode "%s"', (mode) => {
  it('denies what holds data', async () => {
    for (const path of [
      '/api/stats',
      '/ws/validation_updates',
      '/',
      '/health',
      '/health/live/x',
      '/api/session',
    ]) {
      expect(await ask(`https://galley.example${path}`, mode)).toEqual(refused('not-signed-in'));
    }
    for (const method of ['POST', 'PUT', 'DELETE']) {
      expect(await ask('https://galley.example/dashboard/', mode, {}, method)).toEqual(
        refused('not-signed-in'),
      );
    }
  });

  it('lets probes and the shell pass, as someone who may see nothing', async () => {
    for (const path of [
      '/health/live',
      '/health/ready',
      '/dashboard/validations/1',
      '/assets/none.js',
      '/schemas/none.json',
    ]) {
      expect(await ask(`https://galley.example${path}`, mode)).toEqual({
        principal: { actor: 'anonymous', role: 'viewer', families: [] },
      });
    }
  });

  it('takes requests from pages of the list, and of no other origin', async () => {
    const path = 'https://galley.example/health/live';
    expect(await ask(path, mode, { Origin: 'https://more.example' })).toHaveProperty('principal');
    expect(await ask(path, mode, { Origin: 'https://evil.example' })).toEqual(refused('forbidden'));
  });
});

describe('settings', () => {
  it('open nothing when they are missing or not safe', () => {
    const mistaken = {
      ACCESS_MODE: 'tokens',
      ADMIN_TOKEN: 'short',
      ACCESS_TEAM_DOMAIN: 'http://team',
      ACCESS_ROLES: 'owner: *',
    };
    expect(readAccessSettings(mistaken)).toEqual({
      mode: null,
      adminToken: null,
      openModeKey: null,
      allowedOrigins: [],
      team: null,
      roles: [],
    });
  });

  it('give each the highest role that a rule gives', () => {
    const { roles } = readAccessSettings({
      ACCESS_MODE: 'cloudflare-access',
      ACCESS_ROLES: 'viewer: *; editor: *@docs.example, ben@example.com; admin: Ann@docs.example',
    });
    expect(roleOf(roles, 'ann@DOCS.example')).toBe('admin');
    expect(roleOf(roles, 'carl@docs.example')).toBe('editor');
    expect(roleOf(roles, 'ben@example.com')).toBe('editor');
    expect(roleOf(roles, 'eve@evil-docs.example')).toBe('viewer');
    expect(roleOf([], 'ann@docs.example')).toBeNull();
  });
});
