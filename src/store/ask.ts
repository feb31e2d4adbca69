/** Questions that are asked together: a trip to D1 takes longer than most of its answers. */
import type { BatchItem } from 'drizzle-orm/batch';
import type { Database } from './database.ts';

/** A statement that reads, and what its rows say. */
export interface Question<T> {
  statement: BatchItem<'sqlite'>;
  answerOf: (rows: unknown) => T;
}

/** Answers of questions, in their order. */
export type Answers<Q extends readonly Question<unknown>[]> = {
  [N in keyof Q]: Q[N] extends Question<infer T> ? T : never;
};

/**
 * Makes a question of a statement that selects.
 *
 * In a batch, columns of the same name are one: where a statement joins, it must name them apart.
 */
export function question<Row, T>(
  statement: BatchItem<'sqlite'> & PromiseLike<Row[]>,
  answerOf: (rows: Row[]) => T,
): Question<T> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rows are those of the statement
  return { statement, answerOf: (rows) => answerOf(rows as Row[]) };
}

/** Asks several questions in one transaction, so that the answers are about the same moment. */
export async function ask<const Q extends readonly Question<unknown>[]>(
  db: Database,
  ...questions: Q
): Promise<Answers<Q>> {
  const [first, ...rest] = questions.map(({ statement }) => statement);
  const results: readonly unknown[] = first ? await db.batch([first, ...rest]) : [];
  return answersOf(questions, results);
}

/** Reads the answers from the results of a batch. */
export function answersOf<const Q extends readonly Question<unknown>[]>(
  questions: Q,
  results: readonly unknown[],
): Answers<Q> {
  const answers = questions.map(({ answerOf }, index) => answerOf(results[index]));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- mapping loses the type of a tuple
  return answers as Answers<Q>;
}
