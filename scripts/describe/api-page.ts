/** Writes the table of operations in docs/api.md. */
import { GROUPS, OPERATIONS } from '../../src/describe/index.ts';
import { ACCESS_TABLE } from '../../test/workerd/access-table.ts';

const TABLE = /(<!-- operations:[^>]*-->\n)[^]*?(<!-- end of operations -->)/;

/**
 * Puts the table into the page.
 *
 * @throws {Error} when the page has no place for it
 */
export function withOperations(page: string): string {
  if (!TABLE.test(page)) throw new Error('docs/api.md has no place for the operations');
  const rows = GROUPS.flatMap(({ name, operations }) => [
    `| **${name}** | | |`,
    ...operations.map((key) => rowOf(key)),
  ]);
  const table = ['| operation | what it does | lowest role |', '| --- | --- | --- |', ...rows].join('\n');
  return page.replace(TABLE, (_all, begin: string, end: string) => `${begin}\n${table}\n\n${end}`);
}

function rowOf(key: string): string {
  const operation = Object.entries(OPERATIONS).find(([name]) => name === key)?.[1];
  const access = ACCESS_TABLE.find(({ method, route }) => `${method} ${route}` === key);
  if (!operation || !access) throw new Error(`${key} is not described`);
  const { summary, description, more } = operation;
  const words = [summary, description, more && `[More](${more})`].filter(Boolean).join(' ');
  return `| \`${key}\` | ${words.replaceAll('|', String.raw`\|`)} | ${access.needs ?? 'anyone'} |`;
}
