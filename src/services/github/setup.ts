/** The setup of the GitHub App: what GitHub is to make, and the secrets that it gives for it. */
import { hasStatus } from '../../github/errors.ts';
import { convertManifest, manifestOf, registrationUrl, type NewApp } from '../../github/manifest.ts';
import { apiUrlOf, type GitHubVariables } from '../../github/settings.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { requireAdmin } from '../families/require-admin.ts';

export type { NewApp } from '../../github/manifest.ts';

/** What is sent to GitHub, and where. */
export interface Registration {
  url: string;
  /** JSON */
  manifest: string;
}

/** @throws {Refusal} `forbidden`, unless an admin asks; `invalid`, unless the address of GitHub is a safe one */
export function registrationOf(
  context: ServiceContext,
  variables: GitHubVariables,
  { origin, organization, state }: { origin: string; organization: string | null; state: string },
): Registration {
  requireAdmin(context);
  return {
    url: registrationUrl(requireApiUrl(variables), organization, state),
    manifest: JSON.stringify(manifestOf(origin)),
  };
}

/**
 * Gets the secrets of a new App from GitHub. They are shown and not kept: a Worker can't set its own secrets.
 *
 * @throws {Refusal} `forbidden`, or `invalid` for a code that GitHub does not know any more
 */
export async function newAppOf(
  context: ServiceContext,
  variables: GitHubVariables,
  code: string,
): Promise<NewApp> {
  requireAdmin(context);
  try {
    return await convertManifest(requireApiUrl(variables), code);
  } catch (error) {
    if (!hasStatus(error, 404, 422)) throw error;
    const problem = { path: 'code', message: 'is not known to GitHub, or was used before' };
    throw new Refusal('invalid', `code: ${problem.message}.`, [problem]);
  }
}

function requireApiUrl(variables: GitHubVariables): string {
  const url = apiUrlOf(variables);
  if (url !== null) return url;
  const problem = { path: 'GITHUB_API_URL', message: 'must be an https address' };
  throw new Refusal('invalid', `${problem.path} ${problem.message}.`, [problem]);
}
