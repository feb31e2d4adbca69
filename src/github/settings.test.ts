import { describe, expect, it } from 'vitest';
import { readGitHubSettings } from './settings.ts';

const SECRETS = { GITHUB_APP_ID: '7', GITHUB_PRIVATE_KEY: 'key', GITHUB_WEBHOOK_SECRET: 'secret' };

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
});
