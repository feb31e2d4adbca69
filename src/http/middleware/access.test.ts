import { describe, expect, it } from 'vitest';
import { decideAccess } from './access.ts';

const ask = (url: string, mode: string, headers: Record<string, string> = {}) =>
  decideAccess(new Request(url, { headers }), mode);
const refused = (problem: string) => ({ denial: expect.objectContaining({ problem }) as unknown });

describe('mode open', () => {
  it.each(['http://127.0.0.1:8586', 'http://localhost:8586', 'http://[::1]:8586'])('serves %s', (origin) => {
    expect(ask(`${origin}/api/stats`, 'open')).toEqual({
      principal: { actor: 'local', role: 'admin', families: null },
    });
    expect(ask(`${origin}/api/stats`, 'open', { Origin: origin })).toHaveProperty('principal');
  });

  it.each(['http://evil.example:8586', 'http://127.0.0.1.evil.example', 'http://192.168.0.7:8586'])(
    'answers to no other host: %s',
    (origin) => expect(ask(`${origin}/api/stats`, 'open')).toEqual(refused('forbidden')),
  );

  it.each(['https://evil.example', 'http://127.0.0.1:9999', 'https://127.0.0.1:8586', 'null'])(
    'refuses requests of another origin: %s',
    (Origin) =>
      expect(ask('http://127.0.0.1:8586/api/stats', 'open', { Origin })).toEqual(refused('forbidden')),
  );
});

describe.each(['token', 'cloudflare-access', 'OPEN', '', 'anything'])('mode "%s"', (mode) => {
  it('denies what holds data', () => {
    for (const path of ['/api/stats', '/ws/validation_updates', '/', '/health', '/health/live/x']) {
      expect(ask(`https://galley.example${path}`, mode)).toEqual(refused('not-signed-in'));
    }
  });

  it('lets probes and the shell pass, as someone who may see nothing', () => {
    for (const path of ['/health/live', '/health/ready', '/dashboard/validations/1']) {
      expect(ask(`https://galley.example${path}`, mode)).toEqual({
        principal: { actor: 'anonymous', role: 'viewer', families: [] },
      });
    }
  });
});
