/** The settings of the GitHub App, from the variables and secrets of a deployment. */

/** The variables. The three secrets together turn the App on. */
export interface GitHubVariables {
  /** Secrets, as GitHub shows them once when the App is made. */
  GITHUB_APP_ID?: string;
  GITHUB_PRIVATE_KEY?: string;
  GITHUB_WEBHOOK_SECRET?: string;
  /** The address of the REST API, if it is not github.com's: `https://github.example.com/api/v3`. */
  GITHUB_API_URL?: string;
  /** The pause between two requests that change something, in milliseconds. */
  GITHUB_WRITE_INTERVAL_MS?: string;
}

export interface GitHubSettings {
  appId: string;
  privateKey: string;
  webhookSecret: string;
  apiUrl: string;
  writeIntervalMs: number;
}

const GITHUB_COM = 'https://api.github.com';
/** What GitHub asks for: https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api */
const WRITE_INTERVAL_MS = 1_000;

/**
 * Reads the settings.
 *
 * @returns null unless all three secrets are set, and the address is a safe one: then there is no GitHub App
 */
export function readGitHubSettings(variables: GitHubVariables): GitHubSettings | null {
  const { GITHUB_APP_ID: appId = '', GITHUB_PRIVATE_KEY: privateKey = '' } = variables;
  const { GITHUB_WEBHOOK_SECRET: webhookSecret = '', GITHUB_WRITE_INTERVAL_MS: interval = '' } = variables;
  const apiUrl = apiUrlOf(variables);
  if (appId === '' || privateKey === '' || webhookSecret === '' || apiUrl === null) return null;
  return {
    appId,
    privateKey,
    webhookSecret,
    apiUrl,
    writeIntervalMs: /^\d{1,5}$/.test(interval) ? Number(interval) : WRITE_INTERVAL_MS,
  };
}

/** Of this machine: what is sent there goes over no wire. */
const LOOPBACK = /^http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)(?::\d{1,5})?(?:\/|$)/;

/**
 * The address of the REST API, without a slash at its end.
 *
 * @returns null for one to which tokens would be sent in the clear
 */
export function apiUrlOf({ GITHUB_API_URL = '' }: GitHubVariables): string | null {
  if (GITHUB_API_URL === '') return GITHUB_COM;
  const isSafe = GITHUB_API_URL.startsWith('https://') || LOOPBACK.test(GITHUB_API_URL);
  return isSafe && URL.canParse(GITHUB_API_URL) ? GITHUB_API_URL.replace(/\/+$/, '') : null;
}
