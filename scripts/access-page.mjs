/** Generates docs/access.md from the table that the tests use, and docs/limits.md from the constants in the code. */
import { readFileSync } from 'node:fs';
import { ACCESS_TABLE, TOPIC_TABLE } from '../test/workerd/access-table.ts';

const SCOPES = {
  self: 'no difference',
  list: 'lists only its own families',
  thing: '404 for other families',
  service: '403',
};
/** @type {Record<string, string>} */
const LIMITED = {
  '/api/validate': '403 for other families',
  '/api/validations/bulk': 'each id gets its own answer',
  '/api/recommendations/bulk': 'each id gets its own answer',
};

/** @returns {string} */
export function accessPage() {
  const intro = readFileSync('scripts/access-intro.md', 'utf8');
  const rows = ACCESS_TABLE.map(({ method, route, needs, scope }) => {
    const limited = LIMITED[route] ?? SCOPES[scope];
    return `| \`${method} ${route}\` | ${needs === null ? 'anyone' : needs} | ${needs === null ? '' : limited} |`;
  });
  const topics = TOPIC_TABLE.map(
    ({ name, scope }) =>
      `| \`/ws/${name}\` | viewer | ${scope === 'list' ? 'receives only its own families' : 'closed with 4003 for other families'} |`,
  );
  return `${intro}
## Who may do what

Without a credential, or with one that is malformed, unknown, expired or revoked, every route that is not open to anyone
answers 401 (a socket is closed with 4001). With a lower role it answers 403. The tests check every cell of this table.

| route | lowest role | token limited to families |
| --- | --- | --- |
${[...rows, ...topics].join('\n')}
`;
}

/** One or more constants, and the comment before them. */
const LIMIT = /\/\*\* ([^*]+) \*\/\n((?:export const \w+ = [^;]+;\n)+)/g;
const CONSTANT = /export const (\w+) = ([^;]+);/g;

/** @returns {string} */
export function limitsPage() {
  const source = readFileSync('src/shared/limits.ts', 'utf8');
  const rows = [...source.matchAll(LIMIT)].flatMap(([, words = '', constants = '']) =>
    [...constants.matchAll(CONSTANT)].map(([, name, value = '']) => {
      const meaning = words.replaceAll(/\{@link (\w+)\}/g, '`$1`').replaceAll('|', '\\|');
      return `| \`${name}\` | ${value.replaceAll('_', ' ')} | ${meaning} |`;
    }),
  );
  return `# Limits

Every limit is a constant in [\`src/shared/limits.ts\`](../src/shared/limits.ts). A request that is too large is answered 413,
and one with too many items 422 with the name of the field. Too many requests are answered 429 with \`Retry-After\`. A
connection that exceeds a limit is closed with 4100 and may reconnect.

The platform counts rates per location. They are set in \`wrangler.toml\`: 1,200 requests per minute for each token
(\`RATE_BY_PRINCIPAL\`), and 300 per minute for each address without a valid token (\`RATE_BY_ADDRESS\`). Open mode has no
rates.

| name | value | meaning |
| --- | --- | --- |
${rows.join('\n')}
`;
}
