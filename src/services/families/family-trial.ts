/** Tries a rule pack: runs its tests, and measures its impact on stored documents. */
import { runPackTests, validateDocument, type Ruleset } from '../../engine/index.ts';
import type { FamilyImpact, FamilyTrial } from '../../shared/api/families.ts';
import { MAX_TRIAL_DOCUMENTS, MAX_TRIAL_LENGTH } from '../../shared/limits.ts';
import { readLatestDocuments } from '../../store/families.ts';
import type { ServiceContext } from '../context.ts';
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

async function measureImpact(
  { db }: ServiceContext,
  names: readonly string[],
  before: Families,
  after: Families,
): Promise<FamilyImpact> {
  const stored = await readLatestDocuments(db, names, MAX_TRIAL_DOCUMENTS + 1);
  const byRule = new Map<string, { added: number; removed: number }>();
  let documents = 0;
  let length = 0;
  for (const { family, file_path: filePath, content: text } of stored.slice(0, MAX_TRIAL_DOCUMENTS)) {
    length += text.length;
    if (documents > 0 && length > MAX_TRIAL_LENGTH) break;
    documents += 1;
    const old = before.names.includes(family) ? tryRuleset(before, family).ruleset : undefined;
    const was = new Map(old ? findings(old, filePath, text) : []);
    const is = new Map(findings(after.ruleset(family), filePath, text));
    for (const [fingerprint, rule] of is) if (!was.has(fingerprint)) count(byRule, rule, 'added');
    for (const [fingerprint, rule] of was) if (!is.has(fingerprint)) count(byRule, rule, 'removed');
  }
  const rows = [...byRule].map(([rule_id, counts]) => ({ rule_id, ...counts }));
  const added = rows.reduce((sum, row) => sum + row.added, 0);
  const removed = rows.reduce((sum, row) => sum + row.removed, 0);
  return {
    documents,
    more_documents: documents < stored.length,
    added,
    removed,
    by_rule: rows.toSorted((a, b) => b.added + b.removed - a.added - a.removed),
    summary: `this change adds ${added} finding${added === 1 ? '' : 's'}, removes ${removed}`,
  };
}

function findings(ruleset: Ruleset, filePath: string, text: string): [string, string][] {
  const { issues } = validateDocument({ text, filePath, ruleset });
  return issues.map(({ fingerprint, rule_id }) => [fingerprint, rule_id]);
}

function count(
  byRule: Map<string, { added: number; removed: number }>,
  rule: string,
  what: 'added' | 'removed',
): void {
  const counts = byRule.get(rule) ?? { added: 0, removed: 0 };
  counts[what] += 1;
  byRule.set(rule, counts);
}
