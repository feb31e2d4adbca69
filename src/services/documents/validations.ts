/** Reads validations: one, a list, and the history of one file. */
import type { Page } from '../../shared/api/fields.ts';
import type {
  HistoryPage,
  HistoryQuery,
  MainLineComparison,
  ValidationDetail,
  ValidationListQuery,
} from '../../shared/api/validations.ts';
import { compareIssues } from '../../shared/compare-issues.ts';
import { LEVELS, type Validation } from '../../shared/things.ts';
import { readComparedIssues } from '../../store/comparisons.ts';
import { readContent } from '../../store/texts.ts';
import { listHistory, listValidations } from '../../store/validation-list.ts';
import { readValidation } from '../../store/validations.ts';
import type { ServiceContext } from '../context.ts';
import { found, pageOrRefusal } from '../errors.ts';

/**
 * Lists the validations that the principal may see.
 *
 * @throws {Refusal} `invalid`, for a cursor of another list
 */
export async function listOfValidations(
  { db, principal }: ServiceContext,
  query: ValidationListQuery,
): Promise<Page<Validation>> {
  return pageOrRefusal(await listValidations(db, principal, query));
}

/**
 * Lists all validations of one file, newest first, with the trend of its findings.
 *
 * @throws {Refusal} `invalid`, for a cursor of another list
 */
export async function historyOfFile(
  { db, principal }: ServiceContext,
  query: HistoryQuery,
): Promise<HistoryPage> {
  const page = pageOrRefusal(await listHistory(db, principal, query));
  return { ...page, trend: trendOf(page.results) };
}

/** @param newestFirst - validations of one file */
function trendOf(newestFirst: readonly Validation[]): HistoryPage['trend'] {
  const completed = newestFirst.filter(({ status }) => status === 'completed');
  const [now, before] = completed;
  const change = { error: 0, warning: 0, info: 0 };
  if (now && before) for (const level of LEVELS) change[level] = now.counts[level] - before.counts[level];
  const first = LEVELS.map((level) => change[level]).find((difference) => difference !== 0) ?? 0;
  const direction = first === 0 ? 'same' : first < 0 ? 'better' : 'worse';
  return {
    direction: now && before ? direction : 'unknown',
    change,
    points: completed
      .map(({ id, created_at, outcome, counts }) => ({ validation_id: id, created_at, outcome, counts }))
      .toReversed(),
  };
}

/**
 * Reads one validation with its issues and recommendations.
 *
 * @throws {Refusal} `not-found`, also when the principal may not see it: an answer must not reveal that it exists
 */
export async function getValidation(
  { db, principal }: ServiceContext,
  id: string,
): Promise<ValidationDetail> {
  return found(await readValidation(db, principal, id), 'validation', id);
}

/**
 * Compares the issues of a validation with those that its document had on the main line. Where there was no main line, all
 * of them persist.
 *
 * @throws {Refusal} `not-found`
 */
export async function getComparison(context: ServiceContext, id: string): Promise<MainLineComparison> {
  const [{ issues }, read] = await Promise.all([
    getValidation(context, id),
    readComparedIssues(context.db, id),
  ]);
  if (!read) return { since: null, compared: null, resolved: [], new: [], persisting: issues };
  const { since, compared, here, there } = read;
  return { since, compared, ...compareIssues(there, here) };
}

/**
 * Reads the submitted Markdown of a validation.
 *
 * @throws {Refusal} `not-found`
 */
export async function getContent({ db, principal }: ServiceContext, id: string): Promise<string> {
  return found(await readContent(db, principal, id), 'validation', id);
}
