/** What a credential allows. Each role includes those before it. */
export const ROLES = ['viewer', 'reviewer', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Whether a role includes another one. */
export function includesRole(role: Role, wanted: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(wanted);
}

/** How a service identifies its callers. */
export const ACCESS_MODES = ['open', 'token', 'cloudflare-access'] as const;
export type AccessMode = (typeof ACCESS_MODES)[number];
