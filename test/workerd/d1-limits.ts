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

/** What an invocation of the Worker has cost until its response. */
export interface Cost {
  /** How often it went to the database, one after the other: what is asked at the same time is one trip. */
  trips: number;
  /** Rows of tables and indexes. */
  read: number;
  written: number;
}

interface Invocation extends Cost {
  queries: number;
  /** Queries that are not answered yet. */
  inFlight: number;
}
const invocations = new AsyncLocalStorage<Invocation>();
const begin = (): Invocation => ({ queries: 0, inFlight: 0, trips: 0, read: 0, written: 0 });

/** Whether rows are counted. It makes some queries be asked twice, since only one kind of answer tells its rows. */
let isMeasuring = false;
let last: Cost = begin();

/** Runs something as one invocation of the Worker. @returns how many queries it asked */
export async function asInvocation(work: () => Promise<unknown>): Promise<number> {
  const invocation = begin();
  await invocations.run(invocation, work);
  return invocation.queries;
}

/** Sends one request to the Worker, and finds what it cost until its response. */
export async function measure(send: () => Promise<Response>): Promise<Cost & { response: Response }> {
  isMeasuring = true;
  last = begin();
  try {
    const response = await send();
    return { ...last, response };
  } finally {
    isMeasuring = false;
  }
}

/** Wraps a `fetch` handler, so that each request is an invocation. */
function countingQueries<A extends unknown[], R>(
  handler: (...args: A) => R | Promise<R>,
): (...args: A) => Promise<R> {
  return (...args) => {
    const invocation = begin();
    return invocations.run(invocation, async () => {
      try {
        return await handler(...args);
      } finally {
        // What goes on after the response is not counted.
        if (isMeasuring && invocation.trips > 0) last = { ...invocation };
      }
    });
  };
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
  const original = methodOf(prototype, method);
  Reflect.set(prototype, method, function checked(this: unknown, ...args: unknown[]): unknown {
    check(args);
    return Reflect.apply(original, this, args);
  });
}

function methodOf(prototype: object, method: string): (...args: unknown[]) => unknown {
  const original: unknown = Reflect.get(prototype, method);
  if (typeof original !== 'function') throw new TypeError(`D1 has no method "${method}" any more`);
  return original as (...args: unknown[]) => unknown;
}

/**
 * Replaces a method that asks the database by one that counts.
 *
 * @param meter - asked before it while rows are counted, because its own answer does not tell them
 */
function countTrips(
  prototype: object,
  method: string,
  queriesOf: (args: readonly unknown[]) => number,
  meter?: (...args: unknown[]) => unknown,
): void {
  const original = methodOf(prototype, method);
  Reflect.set(prototype, method, function asked(this: unknown, ...args: unknown[]): unknown {
    countQueries(queriesOf(args));
    const invocation = invocations.getStore();
    if (!invocation) return Reflect.apply(original, this, args);
    return travel(invocation, async () => {
      if (isMeasuring && meter) countRows(invocation, await Reflect.apply(meter, this, []));
      const answer: unknown = await Reflect.apply(original, this, args);
      if (isMeasuring) countRows(invocation, answer);
      return answer;
    });
  });
}

async function travel<T>(invocation: Invocation, go: () => Promise<T>): Promise<T> {
  if (invocation.inFlight === 0) invocation.trips += 1;
  invocation.inFlight += 1;
  try {
    return await go();
  } finally {
    invocation.inFlight -= 1;
  }
}

function countRows(invocation: Invocation, answer: unknown): void {
  for (const one of Array.isArray(answer) ? answer : [answer]) {
    const { meta } = (one ?? {}) as Partial<D1Result>;
    invocation.read += meta?.rows_read ?? 0;
    invocation.written += meta?.rows_written ?? 0;
  }
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
  const meter = methodOf(statement, 'all');
  for (const ask of ['all', 'run']) countTrips(statement, ask, () => 1);
  for (const ask of ['raw', 'first']) countTrips(statement, ask, () => 1, meter);
  checkFirst(database, 'prepare', ([query]) => {
    const bytes = new TextEncoder().encode(String(query)).byteLength;
    if (bytes > D1_LIMITS.maxStatementBytes) refuse(`a statement of ${bytes} bytes`);
  });
  countTrips(database, 'batch', ([statements]) => {
    const count = Array.isArray(statements) ? statements.length : 0;
    if (count > D1_LIMITS.maxStatementsPerBatch) refuse(`a batch of ${count} statements`);
    return count;
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
