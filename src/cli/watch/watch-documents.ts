import { basename, extname, relative, resolve, sep } from 'node:path';
import { ParsedDocument, readDocumentLinks } from '../../engine/index.ts';
import type { CheckedFile } from '../checked-file.ts';
import { UsageError } from '../exit-codes.ts';
import { ROOT_FILES } from '../files/left-out.ts';
import { readDocument } from '../read-document.ts';
import { Changes } from './changes.ts';
import { FolderWatch } from './folder-watch.ts';

const DOCUMENT = /\.(?:md|markdown|mdx)$/i;
/** Configurations, what they extend, and Vale styles. */
const SETTINGS = /\.(?:ya?ml|jsonc?|txt|zip)$/i;

/** What a round of checks needs of the command. */
export interface Round {
  filePaths: readonly string[];
  check: (filePaths: readonly string[]) => Promise<CheckedFile[]>;
  /** The folder that the path of a document is relative to in its links. */
  rootOf: (filePath: string) => string;
}

/** What to watch. */
export interface Watched {
  cwd: string;
  /** Reads the configuration and finds the documents. @throws {UsageError} when that is not possible now */
  begin: () => Promise<Round>;
  /** The folders in which changes matter. @param documents - absolute paths */
  foldersOf: (documents: Iterable<string>) => Set<string>;
  /** Shows what was checked in a round. @param all - the results of all documents */
  show: (checked: readonly CheckedFile[], all: readonly CheckedFile[]) => void;
  say: (text: string) => void;
}

/** A result, and the absolute paths of the documents that its document links to. */
interface Known {
  result: CheckedFile;
  links: ReadonlySet<string>;
}

/**
 * Checks documents, and again what has changed, and what links to that, until it is interrupted. After a change of a
 * configuration all are checked.
 */
export async function watchDocuments(watched: Watched, signal: AbortSignal): Promise<void> {
  const { cwd, begin, foldersOf, show, say } = watched;
  const known = new Map<string, Known>();
  const changes = new Changes(signal);
  const watch = new FolderWatch((path) => {
    if (isOfInterest(path)) changes.add(path);
  });
  try {
    // Before the first check, so that a change during it is seen.
    watch.follow(foldersOf([]));
    let changed: ReadonlySet<string> | null = new Set();
    for (let isFirst = true; changed !== null; isFirst = false) {
      try {
        const checked = await nextRound(await begin(), known, changed, cwd);
        if (isFirst || checked === null || checked.length > 0) {
          show(
            checked ?? [],
            [...known.values()].map(({ result }) => result),
          );
        }
      } catch (error) {
        // A configuration may be half written. The next change tries again, with all documents.
        if (!(error instanceof UsageError) || isFirst) throw error;
        known.clear();
        say(error.message);
      }
      const documents = [...known].flatMap(([path, { links }]) => [resolve(cwd, path), ...links]);
      const hasNew = watch.follow(foldersOf(documents));
      if (isFirst) say(`watching ${known.size} ${known.size === 1 ? 'file' : 'files'}; Ctrl-C ends`);
      // What was changed in new folders before they were watched was not told.
      else if (hasNew) changes.poke();
      changed = await changes.take();
    }
  } finally {
    watch.close();
  }
}

/** @returns the results of the documents that were checked; null when documents are gone and none was checked */
async function nextRound(
  { filePaths, check, rootOf }: Round,
  known: Map<string, Known>,
  changed: ReadonlySet<string>,
  cwd: string,
): Promise<CheckedFile[] | null> {
  const really = new Set([...changed].filter((path) => !isAsBefore(path, known.get(relative(cwd, path)))));
  if ([...really].some(isSettings)) known.clear();
  const current = new Set(filePaths);
  const gone = [...known.keys()].filter((path) => !current.has(path));
  for (const path of gone) known.delete(path);
  const isStale = (path: string): boolean => {
    const before = known.get(path);
    if (!before || really.has(resolve(cwd, path))) return true;
    return [...before.links].some((link) => really.has(link) || isBelow(link, really));
  };
  const checked = await check(filePaths.filter(isStale));
  for (const result of checked) {
    known.set(result.filePath, { result, links: linksOf(result, rootOf(result.filePath), cwd) });
  }
  return checked.length === 0 && gone.length > 0 ? null : checked;
}

/** Whether a document has the text that was checked: --fix writes files, and programs touch them. */
function isAsBefore(path: string, before: Known | undefined): boolean {
  if (!before || 'problem' in before.result) return false;
  const document = readDocument(path);
  return 'text' in document && document.text === before.result.text;
}

/** Whether a path is in one of some folders, which were moved or removed. */
function isBelow(path: string, folders: ReadonlySet<string>): boolean {
  return [...folders].some((folder) => path.startsWith(folder + sep));
}

function linksOf(result: CheckedFile, root: string, cwd: string): ReadonlySet<string> {
  if ('problem' in result) return new Set();
  const pathInRoot = relative(root, resolve(cwd, result.filePath)).split(sep).join('/');
  const { linkedPaths } = readDocumentLinks(new ParsedDocument(result.text), pathInRoot);
  return new Set(linkedPaths.map((path) => resolve(root, path)));
}

/** Names without an ending may be folders. */
function isOfInterest(path: string): boolean {
  return DOCUMENT.test(path) || isSettings(path) || extname(path) === '';
}

function isSettings(path: string): boolean {
  const name = basename(path);
  return SETTINGS.test(name) || name === '.gitignore' || ROOT_FILES.includes(name);
}
