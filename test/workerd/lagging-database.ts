/** A database with a copy that falls behind, as D1's read replicas may. */

/** What is compared of a list. */
export interface ListPage {
  total: number;
  position: number;
}

const METHODS = ['all', 'run', 'first', 'raw'] as const;
const isWrite = (query: string) => !/^\s*(?:select|with)/i.test(query);

/**
 * Wraps a database. Its sessions have bookmarks that count writes. A read from a bookmark is answered by the copy, if that is
 * new enough. A copy that has fallen behind answers each question as it was answered before.
 */
export function laggingDatabase(real: D1Database) {
  const served: ('primary' | 'copy')[] = [];
  const remembered = new Map<string, unknown>();
  let writes = 0;
  let copyAt = Number.POSITIVE_INFINITY;

  const withSession = (from = 'first-unconstrained') => {
    let seen = from.startsWith('first-') ? null : Number.parseInt(from, 16);
    const known = new WeakMap<object, { statement: D1PreparedStatement; query: string }>();

    const ask = async <T>(queries: string[], work: () => Promise<T>): Promise<T> => {
      const key = queries.join(';');
      const writing = queries.some(isWrite);
      const byCopy = !writing && from !== 'first-primary' && (seen ?? 0) <= copyAt && remembered.has(key);
      served.push(byCopy ? 'copy' : 'primary');
      const isBehind = byCopy && copyAt < writes;
      const answer = isBehind ? (remembered.get(key) as T) : await work();
      if (writing) writes += 1;
      else if (writes <= copyAt) remembered.set(key, answer);
      seen = Math.max(seen ?? 0, isBehind ? copyAt : writes);
      return answer;
    };

    const wrap = (statement: D1PreparedStatement, query: string): D1PreparedStatement => {
      const wrapped: Record<string, unknown> = {
        bind: (...values: unknown[]) => wrap(statement.bind(...values), `${query} ${JSON.stringify(values)}`),
      };
      for (const name of METHODS) {
        const method = statement[name].bind(statement) as (...args: unknown[]) => Promise<unknown>;
        wrapped[name] = (...args: unknown[]) => ask([query], () => method(...args));
      }
      known.set(wrapped, { statement, query });
      return wrapped as unknown as D1PreparedStatement;
    };

    return {
      prepare: (query: string) => wrap(real.prepare(query), query),
      batch: (all: D1PreparedStatement[]) => {
        const asked = all.map((one) => known.get(one)!);
        return ask(
          asked.map(({ query }) => query),
          () => real.batch(asked.map(({ statement }) => statement)),
        );
      },
      getBookmark: () => (seen === null ? null : seen.toString(16).padStart(8, '0')),
    };
  };

  const db = new Proxy(real, {
    get: (target, name) => {
      if (name === 'withSession') return withSession;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
  return {
    db,
    /** Which of the two has answered, of what was asked in sessions. */
    served,
    /** From now on the copy stays as it is. */
    fallBehind: () => {
      copyAt = writes;
    },
  };
}
