/** The rulesets of families, from bundled and stored packs. */
import {
  buildRuleset,
  bundledPack,
  PackError,
  parsePack,
  type Pack,
  type Ruleset,
} from '../../engine/index.ts';
import { BUNDLED_FAMILIES } from '../../shared/things.ts';
import { ask, type Question } from '../../store/ask.ts';
import type { Database } from '../../store/database.ts';
import { askFamiliesUnless, type StoredFamily } from '../../store/families.ts';
import { bundledDictionary } from './dictionary.ts';
import { Refusal } from '../errors.ts';

/** Most rulesets that an isolate caches. Each takes a few hundred kilobytes. */
const MAX_CACHED_RULESETS = 32;

/** All families at one moment. */
export interface Families {
  /** Names, bundled families first. */
  names: readonly string[];
  stored: ReadonlyMap<string, StoredFamily>;
  pack: (name: string) => Pack | undefined;
  /** @throws {PackError} when the family's pack is not usable */
  ruleset: (name: string) => Ruleset;
}

/** The families that were read last, with the rulesets built from them. Valid while the hashes are the same. */
let cached: { key: string; families: Families } | null = null;

/** Reads the families, from the cache if no pack has changed. */
export async function readFamilies(db: Database): Promise<Families> {
  return (await ask(db, askFamilies(db)))[0];
}

/** Question: as {@link readFamilies}. */
export function askFamilies(db: Database): Question<Families> {
  const before = cached;
  const { statement, answerOf } = askFamiliesUnless(db, before?.key);
  return {
    statement,
    answerOf: (rows) => {
      const { key, packs } = answerOf(rows);
      if (before?.key === key) return before.families;
      const families = familiesFrom(packs);
      cached = { key, families };
      return families;
    },
  };
}

/** Builds the families from stored packs. */
export function familiesFrom(rows: readonly StoredFamily[]): Families {
  const stored = new Map(rows.map((row) => [row.name, row]));
  const parsed = new Map<string, Pack>();
  const rulesets = new Map<string, Ruleset>();
  const pack = (name: string): Pack | undefined => {
    const row = stored.get(name);
    if (!row) return bundledPack(name);
    const known = parsed.get(name) ?? { ...parsePack(row.source), name };
    parsed.set(name, known);
    return known;
  };
  return {
    names: [...BUNDLED_FAMILIES, ...rows.map(({ name }) => name).filter((name) => !isBundled(name))],
    stored,
    pack,
    ruleset(name) {
      const known = rulesets.get(name);
      if (known) return known;
      const packs = new Map(rows.map((row) => [row.name, pack(row.name)]));
      const made = buildRuleset({ family: name, packs, spelling: bundledDictionary });
      if (rulesets.size >= MAX_CACHED_RULESETS) rulesets.clear();
      rulesets.set(name, made);
      return made;
    },
  };
}

export function isBundled(name: string): boolean {
  return BUNDLED_FAMILIES.some((one) => one === name);
}

/**
 * The ruleset for documents of a family.
 *
 * @throws {Refusal} `invalid`, when there is no such family or its pack is not usable
 */
export async function rulesetOf(db: Database, family: string): Promise<Ruleset> {
  return rulesetIn(await readFamilies(db), family);
}

/** As {@link rulesetOf}, of families that were read already. @throws {Refusal} `invalid` */
export function rulesetIn(families: Families, family: string): Ruleset {
  if (!families.names.includes(family)) {
    const error = { path: 'family', message: `must be one of ${families.names.join(', ')}` };
    throw new Refusal('invalid', `family: ${error.message}.`, [error]);
  }
  try {
    return families.ruleset(family);
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    const detail = `The rule pack of the family "${family}" can't be used: ${error.message}.`;
    throw new Refusal('invalid', detail, [{ path: 'family', message: error.message }]);
  }
}

/** The stored packs that the ruleset of a family is built from: its own, and those that it extends. */
export function packsOf(families: Families, family: string): { name: string; source: string }[] {
  const visited = new Set<string>();
  const visit = (name: string): void => {
    if (visited.has(name)) return;
    visited.add(name);
    const { extends: names = [] } = families.pack(name) ?? {};
    for (const one of typeof names === 'string' ? [names] : names) visit(one);
  };
  visit(family);
  return [...visited].flatMap((name) => {
    const stored = families.stored.get(name);
    return stored ? [{ name, source: stored.source }] : [];
  });
}

/** A family's ruleset, or the problems of its pack. */
export function tryRuleset(
  families: Families,
  name: string,
): { ruleset?: Ruleset; problems: PackError['problems'] } {
  try {
    return { ruleset: families.ruleset(name), problems: [] };
  } catch (error) {
    if (error instanceof PackError) return { problems: error.problems };
    throw error;
  }
}

/**
 * Turns a `PackError` into a refusal.
 *
 * @throws {Refusal} `invalid`, with every problem in the pack
 */
export function refusing<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof PackError)
      throw new Refusal('invalid', `The pack can't be used: ${error.message}.`, error.problems);
    throw error;
  }
}
