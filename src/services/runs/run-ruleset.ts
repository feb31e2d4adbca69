/** The ruleset of a run: that of its start, kept with it, so that packs may change while it runs. */
import { buildRuleset, parsePack, type Ruleset } from '../../engine/index.ts';
import { MAX_RULESET_BYTES } from '../../shared/limits.ts';
import type { Database } from '../../store/database.ts';
import { insertRuleset, readPacks, toPacksColumn } from '../../store/rulesets.ts';
import type { RunRow } from '../../store/runs.ts';
import { Refusal } from '../errors.ts';
import { bundledDictionary } from '../families/dictionary.ts';
import { packsOf, refusing, rulesetIn, rulesetOf, type Families } from '../families/rulesets.ts';

/** Most rulesets of runs that an isolate caches. Each takes a few hundred kilobytes. */
const MAX_CACHED_RUN_RULESETS = 8;

/** By version, which is a hash of what the ruleset is built from. The one that was used last is the last. */
const cached = new Map<string, Ruleset>();

/** Empties the cache, as a new isolate would be. For tests. */
export function forgetRulesets(): void {
  cached.clear();
}

/**
 * Prepares to keep the present ruleset of a family with a run that starts.
 *
 * @returns its version, and the statement that stores it, for the batch that starts the run
 * @throws {Refusal} `invalid`, when the pack is not usable, or the packs are larger than `MAX_RULESET_BYTES`
 */
export function keepRuleset(db: Database, families: Families, family: string, now: string) {
  const ruleset = rulesetIn(families, family);
  const packs = toPacksColumn(packsOf(families, family));
  if (new TextEncoder().encode(packs).byteLength > MAX_RULESET_BYTES) {
    const message = `has packs of more than ${MAX_RULESET_BYTES} bytes, together with those that they extend`;
    throw new Refusal('invalid', `The family "${family}" ${message}.`, [{ path: 'family', message }]);
  }
  const { version } = ruleset;
  cache(version, ruleset);
  return { version, statement: insertRuleset(db, { version, family, packs, created_at: now }) };
}

/**
 * The ruleset of a run. It is built from the packs of the start; after an update of Galley with other built-in rules its
 * version can differ, and validations name the one that they were done by.
 *
 * @throws {Refusal} `invalid`, when the packs are missing or not usable
 */
export async function rulesetOfRun(
  db: Database,
  { family, ruleset_version: version }: Pick<RunRow, 'family' | 'ruleset_version'>,
): Promise<Ruleset> {
  // The run was started by a version of Galley that kept no rulesets.
  if (version === null) return rulesetOf(db, family);
  const known = cached.get(version);
  if (known) return known;
  const kept = await readPacks(db, version);
  if (!kept)
    throw new Refusal('invalid', `The ruleset ${version}, by which the run was started, is not there.`);
  const ruleset = refusing(() => {
    const packs = new Map(kept.map(({ name, source }) => [name, { ...parsePack(source), name }]));
    return buildRuleset({ family, packs, spelling: bundledDictionary });
  });
  cache(version, ruleset);
  return ruleset;
}

function cache(version: string, ruleset: Ruleset): void {
  cached.delete(version);
  cached.set(version, ruleset);
  const [oldest] = cached.keys();
  if (cached.size > MAX_CACHED_RUN_RULESETS && oldest !== undefined) cached.delete(oldest);
}
