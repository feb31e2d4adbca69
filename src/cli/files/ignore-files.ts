import { dirname, join, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { pathBelow } from './path-below.ts';

/** Git compares names as the file systems of these platforms do. */
const IGNORES_CASE = process.platform === 'win32' || process.platform === 'darwin';

/** What leaves out documents. */
export interface LeftOut {
  /** What people call it. */
  name: string;
  /** Whether a document is left out. The path is absolute; that of a folder ends with a separator. */
  ignores: (path: string) => boolean;
}

/** Reads the patterns of a folder, in the syntax of .gitignore. */
export type ReadPatterns = (folder: string) => readonly string[];

/**
 * Patterns of the documents to leave out, in the syntax of .gitignore. Each folder may have some, about all that is below
 * it; as in Git, the last pattern of the nearest folder counts. Folders are read when they are first met.
 */
export class IgnoreFiles implements LeftOut {
  readonly name: string;
  readonly #rootOf: (folder: string) => string;
  readonly #read: ReadPatterns;
  readonly #byRoot = new Map<string, Ignore>();
  readonly #withPatterns = new Set<string>();
  /** The roots of the folders that were read. */
  readonly #roots = new Map<string, string>();

  /** @param rootOf - the topmost folder whose patterns are about a folder */
  constructor(name: string, rootOf: (folder: string) => string, read: ReadPatterns) {
    this.name = name;
    this.#rootOf = rootOf;
    this.#read = read;
  }

  ignores(path: string): boolean {
    const folder = dirname(path);
    const root = this.#roots.get(folder) ?? this.#rootOf(folder);
    const rules = this.#byRoot.get(root) ?? ignore({ ignorecase: IGNORES_CASE });
    this.#byRoot.set(root, rules);
    this.#load(folder, root, rules);
    // Most projects have no such file.
    if (!this.#withPatterns.has(root)) return false;
    const inRoot = pathBelow(root, path);
    if (inRoot === '' || inRoot.startsWith('../')) return false;
    return rules.ignores(path.endsWith(sep) ? `${inRoot}/` : inRoot);
  }

  /** Adds the patterns of a folder after those above it, which they win over. */
  #load(folder: string, root: string, rules: Ignore): void {
    if (this.#roots.has(folder)) return;
    this.#roots.set(folder, root);
    if (folder !== root && dirname(folder) !== folder) this.#load(dirname(folder), root, rules);
    const prefix = pathBelow(root, folder);
    const patterns = this.#read(folder).flatMap((pattern) => below(prefix, pattern));
    if (patterns.length === 0) return;
    rules.add(patterns);
    this.#withPatterns.add(root);
  }
}

/** A pattern of a folder as one of the root. */
function below(prefix: string, line: string): string[] {
  if (prefix === '') return [line];
  if (line.trim() === '' || line.startsWith('#')) return [];
  const negation = line.startsWith('!') ? '!' : '';
  const pattern = line.slice(negation.length);
  const place = prefix.replaceAll(/[\\*?[\]!# ]/g, String.raw`\$&`);
  // Without a slash before its end, a pattern is about all folders below.
  const isAnchored = /\/(?=\s*\S)/.test(pattern);
  return [`${negation}/${place}/${isAnchored ? pattern.replace(/^\//, '') : `**/${pattern}`}`];
}

/** The path of a folder, as {@link IgnoreFiles.ignores} takes it. */
export function folderPath(path: string): string {
  return join(path, sep);
}
