import type { TokenSummary } from '../../shared/api/access.ts';
import type { AccessMode, Role } from '../../shared/roles.ts';

/** How people come in, by the mode of the service. */
export const MODES: Readonly<Record<AccessMode, string>> = {
  open: 'This service answers everyone on its own machine as admin. Tokens count as soon as it is deployed.',
  token:
    'People sign in with a token of their own; programs send theirs. What is done bears the name of the token.',
  'cloudflare-access':
    'People sign in with Cloudflare Access, and have the roles that ACCESS_ROLES gives them. Tokens are for programs.',
};

/** What each role may do. */
export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  viewer: 'reads',
  reviewer: 'reads and decides',
  editor: 'reads, decides and submits',
  admin: 'may do everything',
};

/** @param now - in ms since 1970 */
export function stateOf(
  { revoked_at, expires_at }: TokenSummary,
  now: number,
): 'valid' | 'revoked' | 'expired' {
  if (revoked_at !== null) return 'revoked';
  return expires_at !== null && Date.parse(expires_at) <= now ? 'expired' : 'valid';
}
