/**
 * Finds statements of migrations that go through a whole table. D1 stops a statement after 30 seconds, and a migration is
 * applied before anybody sees how large the database is. So a migration changes the schema, and upkeep fills what is new, in
 * bounded steps: see docs/decisions/0059-backfills-are-done-by-upkeep.md.
 */

/**
 * Migrations from before this rule, and how far they go. They are never edited, because databases have applied them; a new
 * database has nothing to fill.
 */
const SHIPPED = new Map([
  ['0003_totals_and_search.sql', 'one statement each: fits into 30 s up to about 190,000 documents'],
  ['0010_documents.sql', 'in tenths and twentieths of the rowids'],
  ['0014_quality.sql', 'in tenths of the rowids'],
  ['0016_lists_by_path.sql', 'in tenths of the ids'],
]);

/** Tables with rows that people make one by one: hundreds, not millions. */
const SMALL_TABLES = new Set([
  'code_owners',
  'counters',
  'families',
  'gate_limits',
  'gates',
  'rulesets',
  'tokens',
  'webhooks',
]);

/** Most rows that a statement with a limit may be about. */
const MAX_ROWS = 10_000;

/**
 * @param {string} name of the file
 * @param {string} text SQL, with drizzle's breakpoints
 * @returns {string[]} what is wrong with it
 */
export function unboundedStatements(name, text) {
  if (SHIPPED.has(name)) return [];
  return text
    .split('--> statement-breakpoint')
    .flatMap(statementsOf)
    .flatMap((statement) => {
      const reason = reasonAgainst(statement);
      return reason === undefined
        ? []
        : [`${name}: ${reason}: ${statement.replace(/\s+/g, ' ').slice(0, 120)}`];
    });
}

/** Statements of a part. The body of a trigger is not run by the migration. @param {string} part */
function statementsOf(part) {
  const text = part.replaceAll(/--.*$/gm, '').trim();
  if (/^create\s+(temp(orary)?\s+)?trigger\b/i.test(text)) return [];
  return text
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** @param {string} statement */
function reasonAgainst(statement) {
  if (/^alter\s+table\b.*\bdrop\s+column\b/is.test(statement)) return 'writes every row of the table again';
  if (/^pragma\s+(?!foreign_keys|defer_foreign_keys)/i.test(statement))
    return 'is a pragma that D1 may refuse';
  if (!/^(with|insert|replace|update|delete)\b/i.test(statement)) return undefined;
  if (/^(insert|replace)\b[^']*\bvalues\b/i.test(statement)) {
    // FTS5 has its commands in such statements.
    return /'(rebuild|optimize)'/i.test(statement) ? 'goes through a whole index' : undefined;
  }
  const limit = /\blimit\s+(\d+)\s*\)?\s*$/i.exec(statement)?.[1];
  if (limit !== undefined && Number(limit) <= MAX_ROWS) return undefined;
  const tables = [...statement.matchAll(/\b(?:from|join|into|update)\s+[`"]?(\w+)/gi)].map(
    ([, table = '']) => table,
  );
  return tables.length > 0 && tables.every((table) => SMALL_TABLES.has(table))
    ? undefined
    : 'goes through a whole table, which D1 stops after 30 s; let upkeep do it in steps';
}
