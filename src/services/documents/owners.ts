/** Who owns documents: by the CODEOWNERS file of their family and ref, or else by the rule pack. */
import { ownersBy, parseCodeOwners, type Ruleset } from '../../engine/index.ts';
import { findCodeOwners } from '../../store/code-owners.ts';
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
  of: Parameters<typeof findCodeOwners>[1],
): Promise<Owners | undefined> {
  // What is forgotten while the file is looked for is still needed.
  const before = new Map(cached);
  const file = await findCodeOwners(db, of, [...before.keys()]);
  if (!file) return undefined;
  const { workflow_id, file_path, content } = file;
  const key = `${workflow_id}/${file_path}`;
  const known = before.get(key) ?? (content === null ? undefined : ownersBy(parseCodeOwners(content)));
  if (!known) return undefined;
  cached.delete(key);
  cached.set(key, known);
  const [oldest] = cached.keys();
  if (cached.size > MAX_CACHED && oldest !== undefined) cached.delete(oldest);
  return known;
}

/** The owners by a rule pack. */
export function packOwnersOf(ruleset: Ruleset): Owners {
  const known = ofPacks.get(ruleset) ?? ownersBy(ruleset.pack.owners ?? []);
  ofPacks.set(ruleset, known);
  return known;
}
