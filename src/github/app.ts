/**
 * The GitHub App. Octokit is imported when it is needed, so that a deployment without the App loads nothing of it.
 */
import type { GitHub } from './installation.ts';
import type { GitHubSettings } from './settings.ts';

export type { GitHub } from './installation.ts';

/** What the use cases need of the App. */
export interface GitHubApp {
  appId: number;
  /** Whether GitHub has signed a webhook. Compares in constant time. */
  verify: (body: string, signature: string) => Promise<boolean>;
  /** Opens a client for an installation of the App. */
  open: (installationId: number) => Promise<GitHub>;
  /** Opens a client for the installation that has a repository. @throws when there is none */
  openFor: (repository: string) => Promise<GitHub>;
}

const SIGNATURE = /^sha256=[\da-f]{64}$/;

/** @param settings - of the App */
export function gitHubApp(settings: GitHubSettings): GitHubApp {
  return {
    appId: Number(settings.appId),
    async verify(body, signature) {
      if (body === '' || !SIGNATURE.test(signature)) return false;
      const { verify } = await import('@octokit/webhooks-methods');
      return verify(settings.webhookSecret, body, signature);
    },
    async open(installationId) {
      const { openInstallation } = await import('./installation.ts');
      return openInstallation(settings, installationId);
    },
    async openFor(repository) {
      const { findInstallation, openInstallation } = await import('./installation.ts');
      return openInstallation(settings, await findInstallation(settings, repository));
    },
  };
}
