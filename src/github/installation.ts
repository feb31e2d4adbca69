/**
 * Octokit as an installation of the App. Loaded when GitHub is asked for something, and not before: see app.ts.
 *
 * Each client has limiters of its own. Those that the plugin shares between clients would let one invocation wait for
 * another, which the platform may end at any time.
 */
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/core';
import { paginateRest } from '@octokit/plugin-paginate-rest';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import BottleneckLight from 'bottleneck/light.js';
import { toPkcs8 } from './private-key.ts';
import { repositoryOf } from './repository-name.ts';
import type { GitHubSettings } from './settings.ts';

const Client = Octokit.plugin(paginateRest, retry, throttling);
/** What asks GitHub. It paces and repeats requests as GitHub wants. */
export type GitHub = InstanceType<typeof Client>;

/** The longest wait for a rate limit inside of one step, in seconds. A longer one is for the caller: see `retryAfterOf`. */
const MAX_WAIT_SECONDS = 20;
const MAX_RETRIES = 2;
const MAX_CONCURRENT = 6;
const USER_AGENT = 'galley';
/** A token is used while it is valid for this long. GitHub's are valid for an hour. */
const TOKEN_MARGIN_MS = 5 * 60 * 1_000;

/** Tokens of installations by App, address and installation. They are in memory only. */
const tokens = new Map<string, { token: string; expiresAt: number }>();
const MAX_TOKENS = 100;

/**
 * Opens a client for an installation.
 *
 * @throws {RequestError} when GitHub gives no token
 */
export async function openInstallation(settings: GitHubSettings, installationId: number): Promise<GitHub> {
  const key = `${settings.apiUrl} ${settings.appId} ${installationId}`;
  const known = tokens.get(key);
  if (known && known.expiresAt - Date.now() > TOKEN_MARGIN_MS) {
    return new Client({ ...optionsOf(settings), auth: known.token });
  }
  const { data } = await openApp(settings).request(
    'POST /app/installations/{installation_id}/access_tokens',
    {
      installation_id: installationId,
    },
  );
  if (tokens.size >= MAX_TOKENS) tokens.clear();
  tokens.set(key, { token: data.token, expiresAt: Date.parse(data.expires_at) });
  return new Client({ ...optionsOf(settings), auth: data.token });
}

/** Finds the installation that has a repository. @throws {RequestError} 404 when there is none */
export async function findInstallation(settings: GitHubSettings, repository: string): Promise<number> {
  const { data } = await openApp(settings).request(
    'GET /repos/{owner}/{repo}/installation',
    repositoryOf(repository),
  );
  return data.id;
}

/** A client that is the App itself. */
function openApp(settings: GitHubSettings): GitHub {
  return new Client({
    ...optionsOf(settings),
    authStrategy: createAppAuth,
    auth: { appId: settings.appId, privateKey: toPkcs8(settings.privateKey) },
  });
}

/** A client without a credential. */
export function openAnonymous(apiUrl: string): GitHub {
  return new Client(optionsOf({ apiUrl, writeIntervalMs: 0 }));
}

/** Forgets the tokens, as a new isolate would. For tests. */
export function forgetTokens(): void {
  tokens.clear();
}

function optionsOf({ apiUrl, writeIntervalMs }: Pick<GitHubSettings, 'apiUrl' | 'writeIntervalMs'>) {
  const isWorthIt = (retryAfterSeconds: number, _options: object, _client: object, retries: number) =>
    retryAfterSeconds <= MAX_WAIT_SECONDS && retries < MAX_RETRIES;
  return {
    baseUrl: apiUrl,
    userAgent: USER_AGENT,
    // The client writes nothing to the log: its messages name addresses, and could name more.
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    request: { fetch: (url: string, init: RequestInit) => fetch(url, init) },
    throttle: {
      onRateLimit: isWorthIt,
      onSecondaryRateLimit: isWorthIt,
      global: group(MAX_CONCURRENT, 0),
      auth: group(1, 0),
      search: group(1, 2 * writeIntervalMs),
      write: group(1, writeIntervalMs),
      notifications: group(1, writeIntervalMs),
    },
    // After a failure of the server: once and four times as long.
    retry: { retries: MAX_RETRIES, retryAfterBaseValue: writeIntervalMs },
  };
}

function group(maxConcurrent: number, minTime: number) {
  return new BottleneckLight.Group({ maxConcurrent, minTime });
}

function nothing(): void {
  // Deliberately empty: see above.
}
