import { describe, expect, it } from 'vitest';
import { readGitHubSettings } from './settings.ts';

const SECRETS = { GITHUB_APP_ID: '7', GITHUB_PRIVATE_KEY: 'key', GITHUB_WEBHOOK_SECRET: 'secret' };

const urlOf = (GITHUB_API_URL: string) => readGitHubSettings({ ...SECRETS, GITHUB_API_URL })?.apiUrl;

describe('the settings of the App', () => {
  it.each(Object.keys(SECRETS))('turn nothing on without %s', (name) => {
    expect(readGitHubSettings({ ...SECRETS, [name]: '' })).toBeNull();
    expect(readGitHubSettings({ GITHUB_API_URL: 'https://github.example.com/api/v3' })).toBeNull();
  });

  it('ask github.com, with a second between changes, unless they say otherwise', () => {
    expect(readGitHubSettings(SECRETS)).toMatchObject({
      apiUrl: 'https://api.github.com',
      writeIntervalMs: 1_000,
    });
    const own = { GITHUB_API_URL: 'https://github.example.com/api/v3/', GITHUB_WRITE_INTERVAL_MS: '0' };
    expect(readGitHubSettings({ ...SECRETS, ...own })).toMatchObject({
      apiUrl: 'https://github.example.com/api/v3',
      writeIntervalMs: 0,
    });
    expect(readGitHubSettings({ ...SECRETS, GITHUB_WRITE_INTERVAL_MS: '-1' })).toMatchObject({
      writeIntervalMs: 1_000,
    });
  });

  it('send tokens over https only, and to this machine', () => {
    for (const url of ['http://127.0.0.1:8080', 'http://[::1]', 'http://localhost:1/api/v3']) {
      expect(urlOf(url)).toBe(url);
    }
    for (const url of ['http://github.example.com', 'http://localhost.example.com', 'https://', 'x']) {
      expect(urlOf(url)).toBeUndefined();
    }
  });
});
