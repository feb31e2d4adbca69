import type { ApiError } from '../client/index.ts';

/** What to do after a refusal of a service that had the family once. Empty for all other refusals. */
export function movedFamilyHint({ problem: { moved_to: address } }: ApiError): string {
  return address === undefined ? '' : ' Set --server, or GALLEY_SERVER, to that address.';
}
