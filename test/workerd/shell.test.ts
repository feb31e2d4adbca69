import { describe, expect, it } from 'vitest';
import { ask } from './deployment.ts';

/** Asks without a credential, as the first visit does. */
const get = (path: string, method = 'GET') => ask(path, { method });
const typeOf = (response: Response) => response.headers.get('Content-Type')?.split(';')[0];

describe('the dashboard', () => {
  it.each([
    '',
    'documents',
    'validations',
    'validations/some-id',
    'recommendations',
    'workflows',
    'workflows/some-id',
    'desk',
    'desk/019a',
    'families',
    'families/words',
    'rules/headings/increment',
    'quality',
    'health',
    'deliver',
    'activity',
    'ignored',
  ])('answers the shell at /dashboard/%s', async (path) => {
    const response = await get(`/dashboard/${path}`);
    expect(response.status).toBe(200);
    expect(typeOf(response)).toBe('text/html');
    expect(await response.text()).toContain('id="app"');
  });

  it.each(['nothing', 'validations/', 'validations/a/b', 'recommendations/some-id', 'documents/some-id'])(
    'answers 404 with the shell at /dashboard/%s, which no page has',
    async (path) => {
      const response = await get(`/dashboard/${path}`);
      expect(response.status).toBe(404);
      expect(typeOf(response)).toBe('text/html');
      expect(await response.text()).toContain('id="app"');
    },
  );

  it.each([
    '/dashboard/assets/nope.js',
    '/dashboard/nope.svg',
    '/dashboard/validations/a/b.css',
    '/assets/nope.js',
    '/schemas/nope.json',
  ])('answers 404 for the missing file %s, and not with a page', async (path) => {
    for (const method of ['GET', 'HEAD']) {
      const response = await get(path, method);
      expect(response.status, method).toBe(404);
      expect(typeOf(response), method).toBe('application/problem+json');
    }
  });
});
