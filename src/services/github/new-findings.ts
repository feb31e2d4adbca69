/** What a pull request brings: findings that the main line does not have, on lines that it changes. */
import type { PullFile } from '../../github/pull-request.ts';
import type { RunDetail } from '../../shared/api/runs.ts';
import { MAX_PAGE_SIZE } from '../../shared/limits.ts';
import { LEVELS, type Counts, type Issue, type Level } from '../../shared/things.ts';
import { readContent } from '../../store/texts.ts';
import { isCertain } from '../decisions/compare-versions.ts';
import { getComparison, getValidation } from '../documents/validations.ts';
import { rulesetOf } from '../families/rulesets.ts';
import { getRunComparison } from '../runs/runs.ts';
import type { Courier } from './courier-context.ts';
import { changedLines } from './diff-lines.ts';
import { suggest, type Suggestion } from './suggestions.ts';
import type { Target } from './targets.ts';

/** Most documents whose findings are looked at. The desk has all. */
const MAX_DOCUMENTS = 300;

export interface NewFinding {
  path: string;
  issue: Issue;
}

/** A document with new findings on changed lines. */
interface Brought {
  path: string;
  validationId: string;
  issues: Issue[];
  isChanged: (line: number) => boolean;
}

/**
 * Lists new findings, by path, and proven fixes of them: at the level and on the lines that the settings of the family say.
 * Fixes are of lines of the diff only, because GitHub takes comments on no others.
 */
export async function newFindings(
  courier: Courier,
  { pulls }: Pick<Target, 'pulls'>,
  run: RunDetail,
  files: readonly PullFile[],
): Promise<{ findings: NewFinding[]; suggestions: Suggestion[] }> {
  const patches = new Map(files.map(({ path, patch }) => [path, patch]));
  const brought: Brought[] = [];
  const levels: readonly Level[] = LEVELS.slice(0, LEVELS.indexOf(pulls.level) + 1);
  for (const { path, validationId } of await documentsWithNew(courier, run.id, levels)) {
    const isChanged = changedLines(patches.get(path));
    const { new: fresh } = await getComparison(courier, validationId);
    const issues = fresh.filter(
      ({ level, line, end_line }) =>
        levels.includes(level) && (pulls.lines === 'files' || anyLine(line, end_line, isChanged)),
    );
    if (issues.length > 0) brought.push({ path, validationId, issues, isChanged });
  }
  const suggestions: Suggestion[] = [];
  for (const document of brought) suggestions.push(...(await suggestionsFor(courier, run.family, document)));
  return {
    findings: brought.flatMap(({ path, issues }) => issues.map((issue) => ({ path, issue }))),
    suggestions,
  };
}

async function documentsWithNew(
  courier: Courier,
  runId: string,
  levels: readonly (keyof Counts)[],
): Promise<{ path: string; validationId: string }[]> {
  const found: { path: string; validationId: string }[] = [];
  let cursor: number | undefined;
  do {
    const page = await getRunComparison(courier, runId, {
      limit: MAX_PAGE_SIZE,
      ...(cursor !== undefined && { cursor }),
    });
    for (const { file_path: path, validation_id: validationId, new: counts } of page.results) {
      if (levels.some((level) => counts[level] > 0)) found.push({ path, validationId });
    }
    cursor = page.next_cursor === null ? undefined : Number(page.next_cursor);
  } while (cursor !== undefined && found.length < MAX_DOCUMENTS);
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1)).slice(0, MAX_DOCUMENTS);
}

async function suggestionsFor(
  courier: Courier,
  family: string,
  { path, validationId, issues, isChanged }: Brought,
): Promise<Suggestion[]> {
  const { db, principal } = courier;
  const ruleset = await rulesetOf(db, family);
  const { recommendations } = await getValidation(courier, validationId);
  const text = await readContent(db, principal, validationId);
  if (text === undefined) return [];
  const fixes = recommendations.flatMap((one) => {
    const own = issues.filter(({ rule_id }) => rule_id === one.rule_id);
    const isOpen = one.status === 'proposed' || one.status === 'approved';
    const [first] = own;
    if (!first || !isOpen || !isCertain(ruleset, one)) return [];
    return [{ ruleId: one.rule_id, message: first.message, edits: one.edits }];
  });
  return suggest(path, text, fixes, isChanged).filter(({ ruleId, startLine, endLine }) =>
    issues.some(
      ({ rule_id, line, end_line }) => rule_id === ruleId && line <= endLine && end_line >= startLine,
    ),
  );
}

function anyLine(from: number, to: number, isWanted: (line: number) => boolean): boolean {
  for (let line = from; line <= to; line += 1) if (isWanted(line)) return true;
  return false;
}
