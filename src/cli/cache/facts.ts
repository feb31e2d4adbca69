import * as crypto from 'node:crypto';
import type { DocumentLibrary } from '../../engine/index.ts';

/** A library that knows all files, and tells when the text behind the anchors of a document is another. */
export interface VersionedLibrary extends DocumentLibrary {
  has: (path: string) => boolean;
  filesIn: (folder: string) => readonly string[];
  /** Changes with the text and the flavor of a document; {@link NO_DOCUMENT} when it can't be read. */
  versionOf: (path: string) => string;
}

/** The version of a document that is not there, or can't be read: it has no anchors that are known. */
export const NO_DOCUMENT = '';

/** What a document was told of the files around it while it was checked, by paths in the library. */
export interface LibraryFacts {
  present: string[];
  absent: string[];
  /** Fingerprints of the names in folders. */
  folders: Record<string, string>;
  /** Versions of the documents whose anchors were read. */
  documents: Record<string, string>;
}

const isQuick = 'hash' in crypto;

/** Hashes text, or the bytes of a file: a text and its bytes in UTF-8 have one hash. */
export function hashOf(content: string | Uint8Array): string {
  // From Node 20.12 on.
  if (isQuick) return crypto.hash('sha256', content, 'base64url');
  return crypto.createHash('sha256').update(content).digest('base64url');
}

/** The version of a document, from what it holds and how it is read. */
export function versionOf(content: string | Uint8Array, flavor: string): string {
  return `${hashOf(content)} ${flavor}`;
}

/**
 * Makes a library that answers as another one does, and notes the answers.
 *
 * @returns the library, and what it has answered so far
 */
export function recordFacts(library: VersionedLibrary): { library: DocumentLibrary; facts: LibraryFacts } {
  const present = new Set<string>();
  const absent = new Set<string>();
  const folders = new Map<string, string>();
  const documents = new Map<string, string>();
  return {
    library: {
      has(path) {
        const answer = library.has(path);
        (answer ? present : absent).add(path);
        return answer;
      },
      filesIn(folder) {
        const names = library.filesIn(folder);
        if (!folders.has(folder)) folders.set(folder, folderVersion(names));
        return names;
      },
      anchors(path) {
        const anchors = library.anchors(path);
        documents.set(path, library.versionOf(path));
        return anchors;
      },
    },
    get facts() {
      return {
        present: [...present],
        absent: [...absent],
        folders: Object.fromEntries(folders),
        documents: Object.fromEntries(documents),
      };
    },
  };
}

/** Whether a library would answer the same now. */
export function stillHold(facts: LibraryFacts, library: VersionedLibrary): boolean {
  return (
    facts.present.every((path) => library.has(path)) &&
    !facts.absent.some((path) => library.has(path)) &&
    Object.entries(facts.folders).every(
      ([path, version]) => folderVersion(library.filesIn(path)) === version,
    ) &&
    Object.entries(facts.documents).every(([path, version]) => library.versionOf(path) === version)
  );
}

const versions = new WeakMap<readonly string[], string>();

function folderVersion(names: readonly string[]): string {
  const known = versions.get(names) ?? hashOf(names.join('\0'));
  versions.set(names, known);
  return known;
}
