/** Reads the credential of a request. src/services/access/authenticate.ts checks it. */
import { parse } from 'hono/utils/cookie';
import { MAX_CREDENTIAL_LENGTH } from '../shared/limits.ts';
import { splitTopics, topicsKey } from '../shared/topics.ts';

export type Credential =
  | { kind: 'token'; token: string }
  | { kind: 'session'; cookie: string }
  | { kind: 'ticket'; ticket: string; topics: string }
  | { kind: 'jwt'; jwt: string }
  /** A credential was sent that cannot be one of this service. */
  | { kind: 'malformed' }
  | { kind: 'none' };

/** RFC 6750, 2.1. */
const BEARER = /^Bearer +([\w.~+/-]+=*)$/i;
const SECRET = /^[\w-]{43}$/;

/** The name of the session cookie. The prefix `__Host-` binds it to this host and to TLS (RFC 6265bis, 4.1.3). */
export function cookieName(url: URL): string {
  return url.protocol === 'https:' ? '__Host-galley' : 'galley';
}

/** Reads the credential of a request in mode `token`. */
export function readCredential(request: Request): Credential {
  const url = new URL(request.url);
  const authorization = request.headers.get('Authorization');
  if (authorization !== null) {
    const token = authorization.length <= MAX_CREDENTIAL_LENGTH ? BEARER.exec(authorization)?.[1] : undefined;
    return token === undefined ? { kind: 'malformed' } : { kind: 'token', token };
  }
  const ticket = url.pathname.startsWith('/ws/') ? url.searchParams.get('ticket') : null;
  if (ticket !== null) return readTicket(url, ticket);
  const name = cookieName(url);
  const cookie = parse(request.headers.get('Cookie') ?? '', name)[name];
  if (cookie === undefined || cookie === '') return { kind: 'none' };
  return SECRET.test(cookie) ? { kind: 'session', cookie } : { kind: 'malformed' };
}

/** Reads a ticket with the topics of the connection, because it is valid for these topics only. */
function readTicket({ pathname, searchParams }: URL, ticket: string): Credential {
  const more = splitTopics(searchParams.getAll('topics'));
  const topics = topicsKey([pathname.slice('/ws/'.length), ...more]);
  const isAlone = searchParams.getAll('ticket').length === 1;
  return isAlone && SECRET.test(ticket) ? { kind: 'ticket', ticket, topics } : { kind: 'malformed' };
}

/** Reads the JWT that Cloudflare Access adds to a request. */
export function readAccessJwt(request: Request): Credential {
  const jwt = request.headers.get('Cf-Access-Jwt-Assertion');
  if (jwt === null) return { kind: 'none' };
  return jwt.length <= MAX_CREDENTIAL_LENGTH && /^[\w-]+\.[\w-]+\.[\w-]*$/.test(jwt)
    ? { kind: 'jwt', jwt }
    : { kind: 'malformed' };
}
