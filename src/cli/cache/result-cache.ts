import type { DocumentIssues } from '../../engine/index.ts';
import type { AllFindings } from './all-findings.ts';
import { asciiJson, cacheFileName, readCacheFile, writeCacheFile } from './cache-file.ts';
import type { LibraryFacts } from './facts.ts';

/** The result of checking one document, and what it depends on. */
export interface CachedResult {
  /** Fingerprint of the text, its flavor, and the findings that are ignored. */
  key: string;
  facts: LibraryFacts;
  report: DocumentIssues;
  /** All findings, if some of them are in the baseline and they were asked for. */
  all?: AllFindings;
  /** The rules whose fixes were looked for in vain; null when none were looked for. */
  settled: string | null;
  /** Why the safety gate refused the fixes that were looked for, when it did. */
  refused?: string;
}

/** The results of earlier runs in one project, made with one ruleset. */
export class ResultCache {
  readonly #folder: string;
  readonly #name: string;
  readonly #before: Map<string, string>;
  /** What this run has used or made, by path. */
  readonly #now = new Map<string, string>();
  #isChanged = false;

  /**
   * @param folder - of the cache
   * @param identity - everything else that results depend on: ruleset, program, runtime
   */
  constructor(folder: string, identity: readonly string[]) {
    this.#folder = folder;
    this.#name = cacheFileName(identity);
    this.#before = readCacheFile(folder, this.#name);
  }

  /** The result of a document, if its key is the same. @param path - relative to the root of the project */
  find(path: string, key: string): CachedResult | null {
    const entry = this.#before.get(path);
    if (entry === undefined) return null;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the hash of the file says that `keep` wrote it
    const result = JSON.parse(entry) as CachedResult;
    if (result.key !== key) return null;
    this.#now.set(path, entry);
    return result;
  }

  /** Keeps a result for later runs. */
  keep(path: string, result: CachedResult): void {
    const entry = asciiJson(result);
    this.#isChanged ||= this.#before.get(path) !== entry;
    this.#now.set(path, entry);
  }

  /** Forgets a document whose result is no longer true, and that has no new one. */
  forget(path: string): void {
    this.#isChanged ||= this.#before.delete(path);
    this.#now.delete(path);
  }

  /**
   * Writes what has changed. Documents that this run did not meet stay, as long as they exist and there is room.
   *
   * @returns false when it can't be written
   */
  write(exists: (path: string) => boolean): boolean {
    if (!this.#isChanged) return true;
    const others = [...this.#before].filter(([path]) => !this.#now.has(path) && exists(path));
    return writeCacheFile(this.#folder, this.#name, [...this.#now, ...others]);
  }
}
