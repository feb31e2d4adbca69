import type { BatchItem } from 'drizzle-orm/batch';
import { answersOf, type Answers, type Question } from './ask.ts';
import type { Database } from './database.ts';
import type { appendEvents, EventRow } from './events.ts';
import { tellGates } from './gates.ts';

/** The statements of one change, in the order in which they run. */
export interface Changes {
  before?: readonly BatchItem<'sqlite'>[];
  /** Statements that append events. They see what `before` has changed. */
  events: ReturnType<typeof appendEvents>;
  after?: readonly BatchItem<'sqlite'>[];
}

/**
 * Commits changes with the events that describe them, in one transaction. Quality gates that they change have their events
 * at its end.
 *
 * @returns the appended events
 */
export async function commitWithEvents(db: Database, changes: Changes): Promise<EventRow[]> {
  const { before = [], events, after = [] } = changes;
  if (before.length + events.length + after.length === 0) return [];
  return (await commitAndAsk(db, [changes])).appended;
}

/** What a transaction has brought. */
export interface Committed<Q extends readonly Question<unknown>[]> {
  /** The appended events. */
  appended: EventRow[];
  answers: Answers<Q>;
  /** The rows that a statement of the changes returned. */
  resultOf: <Row>(statement: BatchItem<'sqlite'> & PromiseLike<Row[]>) => Row[];
}

/**
 * Commits changes as {@link commitWithEvents} does, one after the other in one transaction, and asks questions at its end.
 * The answers include the changes.
 */
export async function commitAndAsk<const Q extends readonly Question<unknown>[]>(
  db: Database,
  changes: readonly Changes[],
  ...questions: Q
): Promise<Committed<Q>> {
  const [told, remembered] = tellGates(db);
  const statements: { statement: BatchItem<'sqlite'>; isEvent: boolean }[] = [];
  const add = (isEvent: boolean, some: readonly BatchItem<'sqlite'>[] = []) => {
    for (const statement of some) statements.push({ statement, isEvent });
  };
  for (const { before, events, after } of changes) {
    add(false, before);
    add(true, events);
    add(false, after);
  }
  if (statements.length > 0) {
    add(true, [told]);
    add(false, [remembered]);
  }
  add(
    false,
    questions.map(({ statement }) => statement),
  );
  const [first, ...rest] = statements.map(({ statement }) => statement);
  const results: readonly unknown[] = first ? await db.batch([first, ...rest]) : [];
  const appended = statements.flatMap(({ isEvent }, index) => (isEvent ? results[index] : []));
  const byStatement = new Map(statements.map(({ statement }, index) => [statement, results[index]]));
  const resultOf = <Row>(statement: BatchItem<'sqlite'> & PromiseLike<Row[]>) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
    (byStatement.get(statement) ?? []) as Row[];
  const answers = answersOf(questions, results.slice(results.length - questions.length));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a batch of any length loses the types of its results
  return { appended: appended as EventRow[], answers, resultOf };
}
