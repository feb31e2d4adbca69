/** Who owns documents: by the CODEOWNERS file of their family and ref, or else by the rule pack. */
import { ownersBy, parseCodeOwners, type Ruleset } from '../../engine/index.ts';
import type { Question } from '../../store/ask.ts';
import { askCodeOwners, type FoundCodeOwners } from '../../store/code-owners.ts';
import type { Database } from '../../store/database.ts';

type Owners = (filePath: string) => readonly string[];

/** Most files that an isolate keeps compiled. */
const MAX_CACHED = 8;
/** By run and path: the text of a file does not change once its run has started. The one that was used last is the last. */
const cached = new Map<string, Owners>();
/** The owners of packs, as long as their rulesets are kept. */
const ofPacks = new WeakMap<Ruleset, Owners>();

/** Question: what are the owners by CODEOWNERS? Undefined when there is no such file. */
export function askOwners(
  db: Database,
  of: Parameters<typeof askCodeOwners>[1],
): Question<Owners | undefined> {
  // What is forgotten while the file is looked for is still needed.
  const before = new Map(cached);
  const { statement, answerOf } = askCodeOwners(db, of, [...before.keys()]);
  return { statement, answerOf: (rows) => ownersIn(answerOf(rows), before) };
}

function ownersIn(
  file: FoundCodeOwners | undefined,
  before: ReadonlyMap<string, Owners>,
): Owners | undefined {
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
