/** docs/access.md and docs/limits.md, from the table that the tests try and the constants that the code uses. */
import { readFileSync } from 'node:fs';
import { ACCESS_TABLE, TOPIC_TABLE } from '../test/workerd/access-table.ts';

const SCOPES = {
  self: 'no difference',
  list: 'has only what is of the own families',
  thing: '404 for other families',
  service: '403',
};
/** @type {Record<string, string>} */
const LIMITED = {
  '/api/validate': '403 for other families',
  '/api/validations/bulk': 'each id is answered for itself',
  '/api/recommendations/bulk': 'each id is answered for itself',
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
      `| \`/ws/${name}\` | viewer | ${scope === 'list' ? 'hears only of the own families' : 'closed with 4003 for other families'} |`,
  );
  return `${intro}
## Who may do what

Without a credential, or with one that is malformed, unknown, expired or revoked, everything that is not for anyone is 401
(a socket is closed with 4001). With less than the least role it is 403. This table is what the tests try, cell by cell.

| route | least role | limited to families |
| --- | --- | --- |
${[...rows, ...topics].join('\n')}
`;
}

/** One or more constants, and the words before them. */
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

Every limit has a name, in [\`src/shared/limits.ts\`](../src/shared/limits.ts). What is too large is 413, what is too much
in a list or a body 422 with the field named, what is too often 429 with \`Retry-After\`; a connection that asks for too much
is closed with 4100 and may come back.

Rates are kept by the platform for each location, set in \`wrangler.toml\`: 1,200 requests a minute for each token
(\`RATE_BY_PRINCIPAL\`), and 300 a minute for each address that asks without one that is known (\`RATE_BY_ADDRESS\`). Open
mode has no rates.

| name | value | meaning |
| --- | --- | --- |
${rows.join('\n')}
`;
}
