/** Makes a GitHub App by GitHub's manifest flow: https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest */

/** Longest name of an App. */
const MAX_NAME_LENGTH = 34;
/** The path of GitHub Enterprise Server's API; without it, the address is that of its pages. */
const ENTERPRISE_PATH = /\/api\/v3$/;

/** What GitHub gives for a new App, once. */
export interface NewApp {
  id: number;
  name: string;
  /** Where it is installed on repositories. */
  url: string;
  webhookSecret: string;
  privateKey: string;
}

/** What the App is to be. @param origin - the address of this service */
export function manifestOf(origin: string): object {
  return {
    name: `Galley ${new URL(origin).hostname}`.slice(0, MAX_NAME_LENGTH),
    url: origin,
    hook_attributes: { url: `${origin}/api/github/webhook`, active: true },
    redirect_url: `${origin}/github/setup/done`,
    public: false,
    default_permissions: {
      contents: 'write',
      checks: 'write',
      pull_requests: 'write',
      // GitHub sends comments of pull requests to those who may read issues.
      issues: 'read',
      metadata: 'read',
    },
    default_events: ['push', 'pull_request', 'check_run', 'issue_comment'],
  };
}

/** The page of GitHub that takes a manifest. @param api - its REST API @param organization - that the App is to belong to; null: to the person */
export function registrationUrl(api: string, organization: string | null, state: string): string {
  const site = ENTERPRISE_PATH.test(api) ? api.replace(ENTERPRISE_PATH, '') : 'https://github.com';
  const owner = organization === null ? '' : `/organizations/${encodeURIComponent(organization)}`;
  return `${site}${owner}/settings/apps/new?state=${encodeURIComponent(state)}`;
}

/**
 * Gets the secrets of the App that was made. GitHub gives them once.
 *
 * @throws {RequestError} 404 or 422, for a code that is not known or was used
 */
export async function convertManifest(api: string, code: string): Promise<NewApp> {
  const { openAnonymous } = await import('./installation.ts');
  const client = openAnonymous(api);
  const { data } = await client.request('POST /app-manifests/{code}/conversions', { code });
  return {
    id: data.id,
    name: data.name,
    url: `${data.html_url}/installations/new`,
    webhookSecret: data.webhook_secret ?? '',
    privateKey: data.pem,
  };
}
