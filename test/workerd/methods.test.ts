import { describe, expect, it } from 'vitest';
import { DEPLOYED, ask } from './deployment.ts';
import { expectProblem, request } from './service.ts';

describe('Allow', () => {
  it.each([
    ['/api/validate', 'GET', 'POST, OPTIONS'],
    ['/api/validations', 'DELETE', 'GET, HEAD, OPTIONS'],
    ['/api/tokens', 'PUT', 'GET, HEAD, POST, OPTIONS'],
    ['/health/live', 'POST', 'GET, HEAD, OPTIONS'],
    ['/api/validate', 'HEAD', 'POST, OPTIONS'],
  ])('of %s after %s is %s', async (path, method, allow) => {
    const response = await request(path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('Allow')).toBe(allow);
  });

  it.each([
    ['/api/validate', 'POST, OPTIONS'],
    ['/api/validations/1/content', 'GET, HEAD, OPTIONS'],
    ['/health/ready', 'GET, HEAD, OPTIONS'],
    ['/ws/validation_updates', 'GET, HEAD, OPTIONS'],
  ])('answers OPTIONS of %s, without a credential too', async (path, allow) => {
    for (const response of [
      await request(path, { method: 'OPTIONS' }),
      await ask(path, { method: 'OPTIONS' }),
    ]) {
      expect(response.status).toBe(204);
      expect(response.headers.get('Allow')).toBe(allow);
      expect(response.headers.get('Access-Control-Allow-Origin')).toBeNull();
      expect(await response.text()).toBe('');
    }
  });

  it('of a path that does not exist is not made up', async () => {
    const response = await request('/api/nothing', { method: 'OPTIONS' });
    expect(response.headers.get('Allow')).toBeNull();
    await expectProblem(await request('/api/nothing'), 404);
  });

  it('leaves preflights of allowed origins as they are', async () => {
    const headers = { Origin: 'https://pages.example', 'Access-Control-Request-Method': 'POST' };
    const allowed = { ALLOWED_ORIGINS: 'https://pages.example' };
    const response = await ask('/api/validate', { method: 'OPTIONS', headers }, allowed, DEPLOYED);
    expect(response.status).toBe(204);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('https://pages.example');
    expect(response.headers.get('Access-Control-Allow-Methods')).toContain('POST');
  });
});

it('HEAD answers like GET, without the body', async () => {
  const get = await request('/api/stats');
  const head = await request('/api/stats', { method: 'HEAD' });
  expect(head.status).toBe(200);
  expect(head.headers.get('Content-Type')).toBe(get.headers.get('Content-Type'));
  expect(await head.text()).toBe('');
});

describe('Accept', () => {
  it.each([
    ['application/yaml', 'yaml'],
    ['text/yaml, application/json;q=0.5', 'yaml'],
    ['application/json;q=0.1, application/x-yaml', 'yaml'],
    ['application/yaml;q=0', 'json'],
    ['application/yaml;q=0, */*', 'json'],
    ['application/yaml;q=0.2, application/json', 'json'],
    ['application/*', 'json'],
    ['*/*', 'json'],
    ['text/html', 'json'],
    ['application/vnd.yaml-like', 'json'],
  ])('of a family: "%s" gets %s', async (accept, format) => {
    const response = await request('/api/families/default', { headers: { Accept: accept } });
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toContain(`application/${format}`);
    expect(response.headers.get('Vary') ?? '').toMatch(/accept/i);
  });
});
