/** The access settings, from the variables and secrets of a deployment. Unsafe settings are refused. */
import { MIN_ADMIN_TOKEN_LENGTH } from '../shared/limits.ts';
import { ACCESS_MODES, includesRole, ROLES, type AccessMode, type Role } from '../shared/roles.ts';

/** The variables. All but the mode are optional. */
export interface AccessVariables {
  ACCESS_MODE: string;
  /** Secret: the token of the first admin. */
  ADMIN_TOKEN?: string;
  /** The key that the proxy of `npm start` adds to requests in open mode. */
  OPEN_MODE_KEY?: string;
  /** Origins whose pages may use the API, separated by spaces or commas. */
  ALLOWED_ORIGINS?: string;
  /** Cloudflare Access: `https://team.cloudflareaccess.com`, the audience tag of the application, and the roles. */
  ACCESS_TEAM_DOMAIN?: string;
  ACCESS_AUDIENCE?: string;
  ACCESS_ROLES?: string;
}

/** Gives a role to an address, to a domain (`*@example.com`), or to everyone (`*`). */
export interface RoleRule {
  role: Role;
  pattern: string;
}

export interface AccessSettings {
  /** null when the variable has no known value; then every request is refused. */
  mode: AccessMode | null;
  adminToken: string | null;
  /** Requests in open mode must carry this key; null when they come without the proxy of `npm start`. */
  openModeKey: string | null;
  allowedOrigins: readonly string[];
  team: { issuer: string; audience: string } | null;
  roles: readonly RoleRule[];
}

/** Reads the settings. A missing or unsafe value counts as not set, and never grants access. */
export function readAccessSettings(variables: AccessVariables): AccessSettings {
  const { ACCESS_MODE, ADMIN_TOKEN = '', ALLOWED_ORIGINS = '', ACCESS_ROLES = '' } = variables;
  const { ACCESS_TEAM_DOMAIN: issuer = '', ACCESS_AUDIENCE: audience = '' } = variables;
  return {
    mode: ACCESS_MODES.find((mode) => mode === ACCESS_MODE) ?? null,
    adminToken: ADMIN_TOKEN.length >= MIN_ADMIN_TOKEN_LENGTH ? ADMIN_TOKEN : null,
    openModeKey: variables.OPEN_MODE_KEY ?? null,
    allowedOrigins: ALLOWED_ORIGINS.split(/[\s,]+/).filter(Boolean),
    team:
      issuer.startsWith('https://') && audience !== ''
        ? { issuer: issuer.replace(/\/+$/, ''), audience }
        : null,
    roles: ACCESS_ROLES.split(';').flatMap(readRoleRules),
  };
}

/** `editor: ann@example.com, *@docs.example.com` */
function readRoleRules(text: string): RoleRule[] {
  const [name = '', list = ''] = text.split(':');
  const role = ROLES.find((one) => one === name.trim());
  if (!role) return [];
  return list
    .split(',')
    .map((pattern) => ({ role, pattern: pattern.trim().toLowerCase() }))
    .filter(({ pattern }) => pattern !== '');
}

/** The highest role that the rules give to a name; null when none does. */
export function roleOf(rules: readonly RoleRule[], name: string): Role | null {
  const wanted = name.toLowerCase();
  let best: Role | null = null;
  for (const { role, pattern } of rules) {
    const matches =
      pattern === '*' ||
      pattern === wanted ||
      (pattern.startsWith('*@') && wanted.endsWith(pattern.slice(1)));
    if (matches && (best === null || includesRole(role, best))) best = role;
  }
  return best;
}
