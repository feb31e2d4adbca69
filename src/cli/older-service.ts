import type { ApiError } from '../client/index.ts';

/**
 * What to tell about a refusal that an older service explains badly: it does not know a field or a path that this version
 * sends. Empty for all other refusals.
 */
export function olderServiceHint({ status, problem }: ApiError): string {
  const unknown = (problem.errors ?? []).filter(({ message }) => message === 'is not a known field');
  const isOlder =
    (status === 422 && unknown.length > 0) ||
    (status === 404 && /^There is no \/\S+\.$/.test(problem.detail));
  return isOlder
    ? ' The service is older than this command line: use its version of galley, or deploy the newer one.'
    : '';
}
