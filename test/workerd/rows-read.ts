/** Counts the rows that a database reads and writes: the cost of a query, independent of time. */
export interface Counted {
  db: D1Database;
  /** The rows of tables and indexes that were read since the last call. */
  rowsRead: () => number;
  /** The rows of tables and indexes that batches have written since the last call. */
  rowsWritten: () => number;
}

export function countRowsRead(database: D1Database): Counted {
  let total = 0;
  let written = 0;
  const real = new WeakMap<object, D1PreparedStatement>();
  const wrapped = (statement: D1PreparedStatement): D1PreparedStatement => {
    const proxy = intercept(statement, {
      bind: (...values: unknown[]) => wrapped(statement.bind(...values)),
      raw: async () => {
        total += (await statement.all()).meta.rows_read;
        return statement.raw();
      },
    });
    real.set(proxy, statement);
    return proxy;
  };
  const db = intercept(database, {
    prepare: (query: string) => wrapped(database.prepare(query)),
    batch: async (statements: D1PreparedStatement[]) => {
      const results = await database.batch(statements.map((one) => real.get(one) ?? one));
      for (const { meta } of results) {
        total += meta.rows_read;
        written += meta.rows_written;
      }
      return results;
    },
  });
  return {
    db,
    rowsRead: () => {
      const read = total;
      total = 0;
      return read;
    },
    rowsWritten: () => {
      const rows = written;
      written = 0;
      return rows;
    },
  };
}

/** Replaces some methods of an object. The others keep their `this`. */
function intercept<T extends object>(target: T, methods: Record<string, unknown>): T {
  return new Proxy(target, {
    get(_target, name) {
      if (typeof name === 'string' && name in methods) return methods[name];
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}
