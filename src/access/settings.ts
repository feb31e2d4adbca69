/** How a deployment tells who asks: read from its variables and secrets, and refused when it is not safe. */
import { MIN_ADMIN_TOKEN_LENGTH } from '../shared/limits.ts';
import { ACCESS_MODES, includesRole, ROLES, type AccessMode, type Role } from '../shared/roles.ts';

/** What an operator sets. All but the mode may be left out. */
export interface AccessVariables {
  ACCESS_MODE: string;
  /** Secret: the first admin's token. */
  ADMIN_TOKEN?: string;
  /** Origins whose pages may use the API, separated by spaces or commas. */
  ALLOWED_ORIGINS?: string;
  /** Of Cloudflare Access: `https://team.cloudflareaccess.com`, the application's audience tag, and who may what. */
  ACCESS_TEAM_DOMAIN?: string;
  ACCESS_AUDIENCE?: string;
  ACCESS_ROLES?: string;
}

/** Who has a role: an address, everyone of a domain (`*@example.com`), or everyone (`*`). */
export interface RoleRule {
  role: Role;
  pattern: string;
}

export interface AccessSettings {
  /** null: the variable says nothing that there is, and everyone is refused. */
  mode: AccessMode | null;
  adminToken: string | null;
  allowedOrigins: readonly string[];
  team: { issuer: string; audience: string } | null;
  roles: readonly RoleRule[];
}

/** Reads the settings. What is missing or not safe opens nothing: it is as if it were not set. */
export function readAccessSettings(variables: AccessVariables): AccessSettings {
  const { ACCESS_MODE, ADMIN_TOKEN = '', ALLOWED_ORIGINS = '', ACCESS_ROLES = '' } = variables;
  const { ACCESS_TEAM_DOMAIN: issuer = '', ACCESS_AUDIENCE: audience = '' } = variables;
  return {
    mode: ACCESS_MODES.find((mode) => mode === ACCESS_MODE) ?? null,
    adminToken: ADMIN_TOKEN.length >= MIN_ADMIN_TOKEN_LENGTH ? ADMIN_TOKEN : null,
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

/** The highest role that the rules give to someone; null when none does. */
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
