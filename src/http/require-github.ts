import type { Context } from 'hono';
import type { AppEnvironment } from './environment.ts';
import { ProblemError } from './problem.ts';

/** @throws {ProblemError} `not-found`, when this deployment has no GitHub App: then there is nothing here */
export function requireGitHub(c: Context<AppEnvironment>): void {
  if (c.get('services').github === undefined)
    throw new ProblemError('not-found', `There is no ${c.req.path}.`);
}
