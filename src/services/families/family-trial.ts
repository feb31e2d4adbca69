/** Tries a rule pack: runs its tests, and measures its impact on stored documents. */
import { runPackTests, validateDocument, type Ruleset } from '../../engine/index.ts';
import type { FamilyImpact, FamilyTrial } from '../../shared/api/families.ts';
import { MAX_TRIAL_DOCUMENTS } from '../../shared/limits.ts';
import type { Issue } from '../../shared/things.ts';
import { readTextsOf } from '../../store/texts.ts';
import { readLatestDocuments, type LatestDocument } from '../../store/families.ts';
import type { ServiceContext } from '../context.ts';
import { WorkBudget } from '../work-budget.ts';
import { refusing, tryRuleset, type Families } from './rulesets.ts';

/** The longest chain of `extends` that is followed. */
const MAX_DEPTH = 10;

/**
 * Tries the packs of `after` in place of those of `before`, for a family and all families that extend it.
 *
 * @throws {Refusal} `invalid`, when a pack is not usable
 */
export async function tryOut(
  context: ServiceContext,
  name: string,
  before: Families,
  after: Families,
): Promise<FamilyTrial> {
  const ruleset = refusing(() => after.ruleset(name));
  const tests = runPackTests(ruleset);
  // Packs that extend this one change with it and must stay valid.
  const dependents = after.names.filter((other) => other !== name && dependsOn(after, other, name));
  for (const other of dependents) refusing(() => after.ruleset(other));
  const impact = await measureImpact(context, [name, ...dependents], before, after);
  return { version: ruleset.version, tests, impact, remarks: [...ruleset.remarks] };
}

function dependsOn(families: Families, name: string, wanted: string, depth = 0): boolean {
  const { extends: names = [] } = families.pack(name) ?? {};
  const direct = typeof names === 'string' ? [names] : names;
  // The ruleset reports a circle. Here the search only has to end.
  return (
    direct.includes(wanted) ||
    (depth < MAX_DEPTH && direct.some((one) => dependsOn(families, one, wanted, depth + 1)))
  );
}

/** Tries the documents one by one, until the budget of a request is spent. Other requests are answered in between. */
async function measureImpact(
  { db, now }: ServiceContext,
  names: readonly string[],
  before: Families,
  after: Families,
): Promise<FamilyImpact> {
  const stored = await readLatestDocuments(db, names, MAX_TRIAL_DOCUMENTS + 1);
  const budget = new WorkBudget(now, MAX_TRIAL_DOCUMENTS);
  const wanted = fitting(stored, new WorkBudget(now, MAX_TRIAL_DOCUMENTS));
  const texts = await readTextsOf(
    db,
    wanted.map(({ sha256 }) => sha256),
  );
  const byRule = new Map<string, Changes>();
  let documents = 0;
  for (const { family, file_path: filePath, sha256, byte_length } of wanted) {
    // This also lets the clock of a Worker advance, which the budget reads.
    await scheduler.wait(0);
    if (budget.isSpent(byte_length)) break;
    const text = texts.get(sha256);
    // Deleted since the list was read.
    if (text === undefined) continue;
    documents += 1;
    budget.spend(byte_length);
    const old = before.names.includes(family) ? tryRuleset(before, family).ruleset : undefined;
    const was = old ? findings(old, filePath, text) : NONE;
    // Two runs of the engine on a large document take long, so others get a turn between them too.
    await scheduler.wait(0);
    countChanges(byRule, was, findings(after.ruleset(family), filePath, text));
  }
  const rows = [...byRule].map(([rule_id, counts]) => ({ rule_id, ...counts }));
  const sum = (what: keyof Changes) => rows.reduce((total, row) => total + row[what], 0);
  const [added, removed, changed] = [sum('added'), sum('removed'), sum('changed')];
  const levels = changed > 0 ? `, changes the level of ${changed}` : '';
  return {
    documents,
    more_documents: documents < stored.length,
    added,
    removed,
    changed,
    by_rule: rows.toSorted((a, b) => countOf(b) - countOf(a)),
    summary: `this change adds ${added} finding${added === 1 ? '' : 's'}, removes ${removed}${levels}`,
  };
}

/** The first documents that fit into a budget, so that no text is read in vain. */
function fitting(stored: readonly LatestDocument[], budget: WorkBudget): LatestDocument[] {
  const fit: LatestDocument[] = [];
  for (const document of stored) {
    if (budget.isSpent(document.byte_length)) break;
    budget.spend(document.byte_length);
    fit.push(document);
  }
  return fit;
}

/** How many findings of a rule a pack would change. */
interface Changes {
  added: number;
  removed: number;
  changed: number;
}
type Findings = ReadonlyMap<string, Pick<Issue, 'rule_id' | 'level'>>;
const NONE: Findings = new Map();

function countOf({ added, removed, changed }: Changes): number {
  return added + removed + changed;
}

/** The findings of a document, by fingerprint. */
function findings(ruleset: Ruleset, filePath: string, text: string): Findings {
  const { issues } = validateDocument({ text, filePath, ruleset });
  return new Map(issues.map((issue) => [issue.fingerprint, issue]));
}

function countChanges(byRule: Map<string, Changes>, was: Findings, is: Findings): void {
  const count = (rule: string, what: keyof Changes) => {
    const counts = byRule.get(rule) ?? { added: 0, removed: 0, changed: 0 };
    counts[what] += 1;
    byRule.set(rule, counts);
  };
  for (const [fingerprint, { rule_id, level }] of is) {
    const old = was.get(fingerprint);
    if (!old) count(rule_id, 'added');
    else if (old.level !== level) count(rule_id, 'changed');
  }
  for (const [fingerprint, { rule_id }] of was) if (!is.has(fingerprint)) count(rule_id, 'removed');
}
