/** Counts what is asked of the database, around its binding. */
import type { Registry } from '../metrics/registry.ts';

type Kind = 'query' | 'batch';

/**
 * Wraps a binding, so that requests, rows, errors and their durations are counted. Rows read are counted where D1 tells
 * them: in the answers to batches and writes, and to queries whose rows are objects.
 */
export function metered(database: D1Database, registry: Registry): D1Database {
  const real = new WeakMap<object, D1PreparedStatement>();
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = intercept(statement, {
      bind: (...values: unknown[]) => wrap(statement.bind(...values)),
      all: () => measure('query', 1, () => statement.all()),
      run: () => measure('query', 1, () => statement.run()),
      first: (...column: [string]) => measure('query', 1, () => statement.first(...column)),
      raw: (...options: [{ columnNames: true }]) => measure('query', 1, () => statement.raw(...options)),
    });
    real.set(wrapped, statement);
    return wrapped;
  };

  async function measure<T>(kind: Kind, statements: number, ask: () => Promise<T>): Promise<T> {
    const started = Date.now();
    registry.add('d1_queries', [kind]);
    registry.add('d1_statements', [], statements);
    try {
      const answer = await ask();
      if (Array.isArray(answer)) for (const one of answer) countRows(one);
      else countRows(answer);
      return answer;
    } catch (error) {
      registry.add('d1_errors', [kind]);
      throw error;
    } finally {
      registry.observe('d1_query_duration_seconds', [kind], (Date.now() - started) / 1_000);
    }
  }

  function countRows(answer: unknown): void {
    if (!hasMeta(answer)) return;
    const { rows_read: read = 0, rows_written: written = 0, total_attempts: attempts = 1 } = answer.meta;
    registry.add('d1_rows_read', [], read);
    registry.add('d1_rows_written', [], written);
    registry.add('d1_retries', [], attempts - 1);
  }

  return intercept(database, {
    prepare: (query: string) => wrap(database.prepare(query)),
    batch: (statements: D1PreparedStatement[]) =>
      measure('batch', statements.length, () =>
        database.batch(statements.map((one) => real.get(one) ?? one)),
      ),
  });
}

/** A part of `D1Meta`. */
interface Meta {
  rows_read?: number;
  rows_written?: number;
  total_attempts?: number;
}

function hasMeta(answer: unknown): answer is { meta: Meta } {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    'meta' in answer &&
    typeof answer.meta === 'object' &&
    answer.meta !== null
  );
}

/** Replaces some methods of an object. The others keep their `this`. */
function intercept<T extends object>(target: T, methods: Readonly<Record<string, unknown>>): T {
  return new Proxy(target, {
    get(_target, name) {
      if (typeof name === 'string' && Object.hasOwn(methods, name)) return methods[name];
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}
