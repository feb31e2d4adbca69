/** Checks documents, and takes the results of those that have not changed, nor what they link to, from the cache. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CACHE_FOLDER } from './cache/cache-file.ts';
import { hashOf, stillHold, versionOf, type LibraryFacts } from './cache/facts.ts';
import { ResultCache, type CachedResult } from './cache/result-cache.ts';
import type { CheckOptions } from './check-file.ts';
import { checkFiles, type ThreadData } from './check-files.ts';
import type { CheckedFile } from './checked-file.ts';
import type { Place, Project } from './project.ts';
import { MAX_DOCUMENT_BYTES } from '../shared/limits.ts';
import { decodeDocument, readBytes, textOf } from './read-document.ts';
import { say } from './say.ts';

/** A result of the cache, and what it is about. */
interface Hit {
  index: number;
  checked: CheckedFile;
  /** Absolute paths of the documents whose anchors were read. */
  documents: readonly string[];
}

/** Does what {@link checkFiles} does, with a cache. */
export async function checkCached(
  filePaths: readonly string[],
  data: ThreadData & { project: Project },
  jobs: number | undefined,
  onProgress: (done: number) => void,
): Promise<CheckedFile[]> {
  const { project, options } = data;
  const caches = new Caches();
  const results: CheckedFile[] = [];
  let hits: Hit[] = [];
  for (const [index, filePath] of filePaths.entries()) {
    const hit = lookUp(filePath, project, options, caches);
    if (hit) hits.push({ index, ...hit });
  }
  if (options.mode === 'fix') hits = withoutFixedTargets(hits, filePaths, options.cwd);
  for (const { index, checked } of hits) results[index] = checked;
  const open = [...filePaths.keys()].filter((index) => results[index] === undefined);
  const checked = await checkFiles(
    open.map((index) => filePaths[index] ?? ''),
    data,
    jobs,
    (done) => onProgress(hits.length + done),
  );
  for (const [at, index] of open.entries()) {
    const one = checked[at];
    if (!one) continue;
    const { facts, ...result } = { facts: undefined, ...one };
    results[index] = result;
    keep(one, facts, project, options, caches);
  }
  caches.write();
  return results;
}

/** The caches of a run: each project has one for each of its rulesets. */
class Caches {
  readonly #byPlace = new Map<Place, ResultCache>();
  readonly #roots = new Map<string, { cache: ResultCache; root: string }>();

  of(place: Place): ResultCache {
    const known = this.#byPlace.get(place);
    if (known) return known;
    const { root, ruleset } = place;
    const identity = [GALLEY_BUILD, process.version, ruleset.version];
    const id = [root, ...identity].join('\0');
    // Two configurations of one root may say the same.
    const { cache } = this.#roots.get(id) ?? { cache: new ResultCache(join(root, CACHE_FOLDER), identity) };
    this.#roots.set(id, { cache, root });
    this.#byPlace.set(place, cache);
    return cache;
  }

  write(): void {
    const refused = [...this.#roots.values()].filter(
      ({ cache, root }) => !cache.write((path) => existsSync(resolve(root, path))),
    );
    for (const root of new Set(refused.map((one) => one.root))) {
      say(
        `${join(root, CACHE_FOLDER)} can't be written, so nothing is kept for the next run. --no-cache leaves it out.`,
      );
    }
  }
}

/** What documents are read into that have a result: they are hashed, and few of them have something to show. */
const buffer = Buffer.allocUnsafeSlow(MAX_DOCUMENT_BYTES);

function lookUp(
  filePath: string,
  project: Project,
  options: CheckOptions,
  caches: Caches,
): Omit<Hit, 'index'> | null {
  const read = readBytes(resolve(options.cwd, filePath), buffer);
  if ('problem' in read) return null;
  const { bytes } = read;
  const place = project.placeOf(filePath);
  const { library, root } = place;
  const path = project.pathInRoot(filePath, root);
  const { flavor, sign } = library.flavorOf(path);
  const version = versionOf(bytes, flavor);
  const found = caches.of(place).find(path, keyOf(version, filePath, options));
  // What has a result is UTF-8; the rest may not be, and then it is no document.
  if (found || 'text' in decodeDocument(bytes)) library.noteVersion(path, version);
  if (!found) return null;
  if (options.countsAll && found.report.ignored > 0 && !found.all) return null;
  const wanted = fixesOf(options);
  if ((wanted !== null && found.settled !== wanted) || !stillHold(found.facts, library)) return null;
  const checked: CheckedFile = {
    filePath,
    text: found.report.issues.length > 0 ? textOf(bytes) : '',
    hasByteOrderMark: bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf,
    report: found.report,
    ...(found.all && { all: found.all }),
    flavor,
    flavorSign: sign,
    fixed: 0,
    diff: '',
    ...(wanted !== null && found.refused !== undefined && { refused: found.refused }),
  };
  return { checked, documents: Object.keys(found.facts.documents).map((one) => resolve(root, one)) };
}

/** Keeps the result of a document that is as it was. What was fixed is looked at once more in the next run. */
function keep(
  checked: CheckedFile,
  facts: LibraryFacts | undefined,
  project: Project,
  options: CheckOptions,
  caches: Caches,
): void {
  const { filePath } = checked;
  const place = project.placeOf(filePath);
  const path = project.pathInRoot(filePath, place.root);
  const cache = caches.of(place);
  if ('problem' in checked || !facts || checked.fixed > 0 || checked.diff !== '') return cache.forget(path);
  const result: CachedResult = {
    key: keyOf(versionOf(checked.text, checked.flavor), filePath, options),
    facts,
    report: checked.report,
    ...(checked.all && { all: checked.all }),
    settled: fixesOf(options),
    ...(checked.refused !== undefined && { refused: checked.refused }),
  };
  cache.keep(path, result);
}

/** What the result of a document depends on that is its own. */
function keyOf(version: string, filePath: string, { baseline }: CheckOptions): string {
  const known = baseline.get(filePath) ?? [];
  return known.length === 0 ? version : `${version} ${hashOf(JSON.stringify(known.toSorted()))}`;
}

/** Which fixes are looked for; null when none are. */
function fixesOf({ mode, fixOnly }: CheckOptions): string | null {
  if (mode === 'check') return null;
  return fixOnly ? JSON.stringify(fixOnly.toSorted()) : 'all';
}

/**
 * Leaves out results that depend on documents which this run may fix: they are checked in their turn, as without a cache.
 */
function withoutFixedTargets(hits: readonly Hit[], filePaths: readonly string[], cwd: string): Hit[] {
  const absolute = filePaths.map((filePath) => resolve(cwd, filePath));
  let kept = [...hits];
  for (;;) {
    const done = new Set(kept.map(({ index }) => absolute[index]));
    const open = new Set(absolute.filter((path) => !done.has(path)));
    const next = kept.filter(({ documents }) => !documents.some((path) => open.has(path)));
    if (next.length === kept.length) return kept;
    kept = next;
  }
}
