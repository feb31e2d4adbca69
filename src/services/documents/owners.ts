/** Who owns documents: by the CODEOWNERS file of their family and ref, or else by the rule pack. */
import { ownersBy, parseCodeOwners, type Ruleset } from '../../engine/index.ts';
import { findCodeOwners, readCodeOwners } from '../../store/code-owners.ts';
import type { Database } from '../../store/database.ts';

type Owners = (filePath: string) => readonly string[];

/** Most files that an isolate keeps compiled. */
const MAX_CACHED = 8;
/** By run and path: the text of a file does not change once its run has started. The one that was used last is the last. */
const cached = new Map<string, Owners>();
/** The owners of packs, as long as their rulesets are kept. */
const ofPacks = new WeakMap<Ruleset, Owners>();

/** The owners by CODEOWNERS. @returns undefined when there is no such file */
export async function codeOwnersOf(
  db: Database,
  of: { family: string; ref: string; runId?: string },
): Promise<Owners | undefined> {
  const place = await findCodeOwners(db, of);
  if (!place) return undefined;
  const key = `${place.workflow_id}/${place.file_path}`;
  const known = cached.get(key) ?? (await read(db, place));
  if (!known) return undefined;
  cached.delete(key);
  cached.set(key, known);
  const [oldest] = cached.keys();
  if (cached.size > MAX_CACHED && oldest !== undefined) cached.delete(oldest);
  return known;
}

async function read(db: Database, place: Parameters<typeof readCodeOwners>[1]): Promise<Owners | undefined> {
  const text = await readCodeOwners(db, place);
  return text === undefined ? undefined : ownersBy(parseCodeOwners(text));
}

/** The owners by a rule pack. */
export function packOwnersOf(ruleset: Ruleset): Owners {
  const known = ofPacks.get(ruleset) ?? ownersBy(ruleset.pack.owners ?? []);
  ofPacks.set(ruleset, known);
  return known;
}
