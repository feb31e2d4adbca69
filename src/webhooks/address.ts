/**
 * Which addresses events may be sent to. A service that sends requests for others must not reach what only it can reach
 * (SSRF), so the address must be a public one.
 *
 * A name is not resolved here, because a Worker cannot: the network that Workers run in does not reach private addresses.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html
 */

/** The default port of https, and its usual other one. */
const PORTS = new Set(['', '8443']);
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Names that no public name server answers for. */
const LOCAL_NAME =
  /(?:^|\.)(?:localhost|local|internal|intranet|private|corp|home|lan|localdomain|arpa|onion|invalid)$/;

/** Ranges that are not public: network and length (RFC 6890 and the registry of IANA). */
const RESERVED_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

/**
 * Checks an address.
 *
 * @param isLoopbackAllowed - in mode `open`, which only loopback reaches, events may be sent to loopback, over http too
 * @returns what is wrong with it, in words; null when events may be sent there
 */
export function addressProblem(text: string, isLoopbackAllowed: boolean): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return 'must be an https address';
  if (url.username !== '' || url.password !== '') return 'must not have a name or password';
  if (isLoopbackAllowed && LOOPBACK.has(url.hostname)) return null;
  if (url.protocol !== 'https:') return 'must be an https address';
  if (!PORTS.has(url.port)) return 'must have port 443 or 8443';
  return isPublic(url.hostname) ? null : 'must be a public address';
}

/** @param host - as the URL parser writes it: numbers of any form are dotted decimals, and names are in lower case */
function isPublic(host: string): boolean {
  if (host.startsWith('[')) return isPublicV6(host.slice(1, -1));
  if (/^[\d.]+$/.test(host)) return !RESERVED_V4.some(([network, length]) => isIn(host, network, length));
  const name = host.replace(/\.+$/, '');
  return name.includes('.') && !LOCAL_NAME.test(name);
}

function isIn(address: string, network: string, length: number): boolean {
  const shift = 32 - length;
  return numberOf(address) >>> shift === numberOf(network) >>> shift;
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => ((sum << 8) | Number(part)) >>> 0, 0);
}

/**
 * Only global unicast is public: 2000::/3 without what carries other addresses (2001::/23 with Teredo, 6to4) and
 * documentation. Addresses of IPv4 in IPv6 are outside of it.
 */
function isPublicV6(address: string): boolean {
  const [first = '', second = ''] = address.split(':');
  const high = Number.parseInt(first || '0', 16);
  const next = Number.parseInt(second || '0', 16);
  if (high >>> 13 !== 1) return false;
  if (high === 0x2001 && (next < 0x200 || next === 0xdb8)) return false;
  return high !== 0x2002 && !(high === 0x3fff && next < 0x1000);
}
