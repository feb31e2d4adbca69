/**
 * The documented limits of D1, which the local one does not have. Every test of the Worker runs under them: the hub and the
 * batch run too, since the methods of the bindings' classes are replaced.
 *
 * @see https://developers.cloudflare.com/d1/platform/limits/
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { env } from 'cloudflare:workers';
import { app } from '../../src/app.ts';
import worker from '../../src/index.ts';

export const D1_LIMITS = {
  /** Bytes of a string, of a parameter, and of a row. */
  maxValueBytes: 2_000_000,
  maxStatementBytes: 100_000,
  maxParameters: 100,
  maxQueriesPerInvocation: 1_000,
  /** Not documented: what this service allows itself. Each statement of a batch is a query. */
  maxStatementsPerBatch: 500,
};

/** Queries of one invocation. */
interface Invocation {
  queries: number;
}
const invocations = new AsyncLocalStorage<Invocation>();

/** Runs something as one invocation of the Worker. @returns how many queries it asked */
export async function asInvocation(work: () => Promise<unknown>): Promise<number> {
  const invocation = { queries: 0 };
  await invocations.run(invocation, work);
  return invocation.queries;
}

/** Wraps a `fetch` handler, so that each request is an invocation. */
function countingQueries<A extends unknown[], R>(handler: (...args: A) => R): (...args: A) => R {
  return (...args) => invocations.run({ queries: 0 }, () => handler(...args));
}

function refuse(what: string): never {
  throw new Error(`D1_ERROR: ${what}: SQLITE_TOOBIG (a limit of D1, checked by test/workerd/d1-limits.ts)`);
}

function bytesOf(value: unknown): number {
  if (typeof value === 'string') {
    // A UTF-16 code unit is 3 bytes of UTF-8 at most.
    const { maxValueBytes } = D1_LIMITS;
    return value.length * 3 <= maxValueBytes ? value.length : new TextEncoder().encode(value).byteLength;
  }
  return value instanceof ArrayBuffer ? value.byteLength : 0;
}

function countQueries(count: number): void {
  const invocation = invocations.getStore();
  if (!invocation) return;
  invocation.queries += count;
  const { maxQueriesPerInvocation } = D1_LIMITS;
  if (invocation.queries > maxQueriesPerInvocation) {
    refuse(`more than ${maxQueriesPerInvocation} queries in one invocation`);
  }
}

/** Replaces a method of a class by one that checks something first. */
function checkFirst(prototype: object, method: string, check: (args: readonly unknown[]) => void): void {
  const original: unknown = Reflect.get(prototype, method);
  if (typeof original !== 'function') throw new TypeError(`D1 has no method "${method}" any more`);
  Reflect.set(prototype, method, function checked(this: unknown, ...args: unknown[]): unknown {
    check(args);
    return Reflect.apply(original, this, args);
  });
}

let isEnforced = false;

/** Enforces the limits in this isolate, which serves many test files. */
export function enforceD1Limits(): void {
  if (isEnforced) return;
  isEnforced = true;
  app.fetch = countingQueries(app.fetch);
  worker.fetch = countingQueries(worker.fetch);
  const statement: object = Object.getPrototypeOf(env.DB.prepare('select 1'));
  const database: object = Object.getPrototypeOf(env.DB);
  checkFirst(statement, 'bind', (values) => {
    if (values.length > D1_LIMITS.maxParameters) refuse(`too many SQL variables: ${values.length}`);
    for (const value of values) {
      const bytes = bytesOf(value);
      if (bytes > D1_LIMITS.maxValueBytes) refuse(`a parameter of ${bytes} bytes`);
    }
  });
  for (const ask of ['all', 'raw', 'run', 'first']) checkFirst(statement, ask, () => countQueries(1));
  checkFirst(database, 'prepare', ([query]) => {
    const bytes = new TextEncoder().encode(String(query)).byteLength;
    if (bytes > D1_LIMITS.maxStatementBytes) refuse(`a statement of ${bytes} bytes`);
  });
  checkFirst(database, 'batch', ([statements]) => {
    const count = Array.isArray(statements) ? statements.length : 0;
    if (count > D1_LIMITS.maxStatementsPerBatch) refuse(`a batch of ${count} statements`);
    countQueries(count);
  });
}

/** Finds the largest stored row of each table that has one beyond the limit. */
export async function tooLargeRows(): Promise<{ table: string; bytes: number }[]> {
  // Without the tables of SQLite and of the platform, which D1 does not let one read.
  const tables = await env.DB.prepare(
    `select name from sqlite_master where type = 'table' and name not glob 'sqlite_*' and name not glob '_cf_*'`,
  ).all<{ name: string }>();
  const found: { table: string; bytes: number }[] = [];
  for (const { name: table } of tables.results) {
    const columns = await env.DB.prepare(`select name from pragma_table_info(?)`)
      .bind(table)
      .all<{ name: string }>();
    const size = columns.results
      .map(({ name }) => `coalesce(length(cast("${name}" as blob)), 0)`)
      .join(' + ');
    const row = await env.DB.prepare(`select max(${size}) as bytes from "${table}"`).first<{
      bytes: number | null;
    }>();
    const bytes = row?.bytes ?? 0;
    if (bytes > D1_LIMITS.maxValueBytes) found.push({ table, bytes });
  }
  return found;
}
