/** Finds the documents that a complete run has under another path than before. */
import { MAX_RENAME_BYTES } from '../../shared/limits.ts';
import type { Database } from '../../store/database.ts';
import { readMissing, readNewPaths, readSameText, type MissingDocument } from '../../store/renames.ts';
import type { PendingDocument } from '../../store/run-documents.ts';
import type { RunRow } from '../../store/runs.ts';
import { readTextsOf } from '../../store/texts.ts';

/** Share of their characters that two texts must have in common, in whole lines. */
const MIN_SHARED = 0.6;
/** Most documents that one new text is compared with. */
const MAX_COMPARISONS = 5;

/**
 * Finds what documents of a part were called before: a document that the run does not have, with the same text or a very
 * similar one, where the new path has none.
 *
 * @returns the former path of each renamed document, by its path
 */
export async function findRenames(
  db: Database,
  row: RunRow,
  part: readonly PendingDocument[],
): Promise<ReadonlyMap<string, string>> {
  if (!row.is_complete) return new Map();
  const isNew = await readNewPaths(
    db,
    row,
    part.map(({ file_path }) => file_path),
  );
  const arrived = part.filter(({ file_path }) => isNew.has(file_path));
  if (arrived.length === 0) return new Map();
  const names = arrived.map(({ file_path, content_sha256 }) => ({ file_path, content_sha256 }));
  const formerPaths = new Map((await readSameText(db, row, names)).map(({ from, to }) => [to, from]));
  const others = arrived.filter(({ file_path }) => !formerPaths.has(file_path));
  const missing = others.length > 0 ? await readMissing(db, row) : [];
  if (missing.length === 0) return formerPaths;
  const candidates = new Map(others.map((one) => [one, candidatesFor(one, missing)]));
  const texts = await readTextsOf(db, withinBudget([...candidates.values()]));
  for (const [{ file_path, content }, list] of candidates) {
    const linesHere = weigh(content);
    const rated = list.flatMap((one) => {
      const text = texts.get(one.content_sha256);
      return text === undefined ? [] : [{ path: one.file_path, shared: sharedOf(linesHere, weigh(text)) }];
    });
    const best = rated.toSorted((a, b) => b.shared - a.shared)[0];
    if (best && best.shared >= MIN_SHARED) formerPaths.set(file_path, best.path);
  }
  return formerPaths;
}

/** The documents to compare a text with: those of a similar length, of the same name first. */
function candidatesFor(
  { file_path, content }: PendingDocument,
  missing: readonly MissingDocument[],
): MissingDocument[] {
  const bytes = new TextEncoder().encode(content).byteLength;
  const distance = (one: MissingDocument) => Math.abs(one.byte_length - bytes);
  const isNamesake = (one: MissingDocument) => nameOf(one.file_path) === nameOf(file_path);
  return missing
    .filter(({ byte_length }) => Math.min(byte_length, bytes) >= MIN_SHARED * Math.max(byte_length, bytes))
    .toSorted((a, b) => Number(isNamesake(b)) - Number(isNamesake(a)) || distance(a) - distance(b))
    .slice(0, MAX_COMPARISONS);
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** The hashes of the texts to read: the best candidates of all come first, up to {@link MAX_RENAME_BYTES}. */
function withinBudget(lists: readonly (readonly MissingDocument[])[]): string[] {
  const wanted = new Set<string>();
  let bytes = 0;
  for (let rank = 0; rank < MAX_COMPARISONS; rank += 1) {
    for (const one of lists.flatMap((list) => list.slice(rank, rank + 1))) {
      if (wanted.has(one.content_sha256)) continue;
      bytes += one.byte_length;
      if (bytes > MAX_RENAME_BYTES) return [...wanted];
      wanted.add(one.content_sha256);
    }
  }
  return [...wanted];
}

/** How many characters of a text each of its lines makes up, without the white space around them. */
function weigh(text: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const line of text.split('\n')) {
    const words = line.trim();
    if (words !== '') weights.set(words, (weights.get(words) ?? 0) + words.length);
  }
  return weights;
}

const sumOf = (weights: ReadonlyMap<string, number>) =>
  [...weights.values()].reduce((total, n) => total + n, 0);

function sharedOf(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  const shared = [...one].reduce((total, [line, n]) => total + Math.min(n, other.get(line) ?? 0), 0);
  return shared / Math.max(1, sumOf(one), sumOf(other));
}
