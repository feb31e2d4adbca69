import { readdirSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import type { FoundFlavor } from '../engine/flavors/detect.ts';
import {
  anchorStyleOf,
  documentAnchors,
  ParsedDocument,
  type AnchorStyle,
  type Flavor,
  type Ruleset,
} from '../engine/index.ts';
import { NO_DOCUMENT, versionOf, type VersionedLibrary } from './cache/facts.ts';
import { isListed } from './files/folder-names.ts';
import { gitIgnored } from './git-ignored.ts';
import { HeldDocuments } from './held-documents.ts';
import { readDocument } from './read-document.ts';
import { treeFlavor } from './tree-flavor.ts';

/** The documents of a folder, as targets of links. */
export interface FolderLibrary extends VersionedLibrary {
  /** Parses a text, unless a link has led to the same text before. */
  parse: (path: string, text: string, flavor: Flavor) => ParsedDocument;
  /** Takes over a document that was parsed already, so that a link to it does not read and parse it again. */
  add: (path: string, document: ParsedDocument) => void;
  /** Takes over the version of a document that was read already. */
  noteVersion: (path: string, version: string) => void;
  /** The flavor of a document, and the file of its tree that shows it; null when the ruleset or its name says it. */
  flavorOf: (path: string) => { flavor: Flavor; sign: string | null };
}

/** How much text is held of documents that links have led to before their turn, in UTF-16 code units. */
const MAX_READ_AHEAD = 2_000_000;
/** How much text is held of documents that had their turn: most links lead to documents nearby. */
const MAX_READ_BEFORE = 100_000;

/**
 * Makes a library of all files below a folder. A document is read when the first link leads to it, and once. What Git
 * ignores may be there, so it is not missing.
 */
export function folderLibrary(cwd: string, ruleset: Ruleset): FolderLibrary {
  const flavorOfTree = treeFlavor();
  const treeFlavors = new Map<string, FoundFlavor | null>();
  const flavorOfFolder = (path: string): FoundFlavor | null => {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const known = treeFlavors.get(folder);
    if (known !== undefined) return known;
    const flavor = flavorOfTree(resolve(cwd, path));
    treeFlavors.set(folder, flavor);
    return flavor;
  };
  const flavorOf = (path: string): { flavor: Flavor; sign: string | null } => {
    const found = flavorOfFolder(path);
    const flavor = ruleset.flavorFor(path, found?.flavor);
    return {
      flavor,
      sign: found?.flavor === flavor && ruleset.flavorFor(path) !== flavor ? found.sign : null,
    };
  };
  const styleOf = ({ flavor }: ParsedDocument): AnchorStyle => anchorStyleOf(ruleset.pack, flavor);
  const isIgnored = gitIgnored(cwd);
  const exists = new Map<string, boolean>();
  const filesByFolder = new Map<string, readonly string[]>();
  const versions = new Map<string, string>();
  // Few documents are asked for their anchors, so they are read on demand.
  const anchorsByPath = new Map<string, ReadonlySet<string> | undefined>();
  const ahead = new HeldDocuments(MAX_READ_AHEAD);
  const before = new HeldDocuments(MAX_READ_BEFORE);
  const read = (path: string): ParsedDocument | undefined => {
    const document = readDocument(resolve(cwd, path));
    if (!('text' in document)) return undefined;
    const parsed = new ParsedDocument(document.text, flavorOf(path).flavor);
    ahead.put(path, parsed);
    return parsed;
  };
  return {
    has(path) {
      // Paths are normalised, so they need not be resolved: there are many.
      const known = exists.get(path) ?? (isThere(cwd, path) || isIgnored(path));
      exists.set(path, known);
      return known;
    },
    filesIn(folder) {
      const known = filesByFolder.get(folder) ?? namesOfFiles(resolve(cwd, folder));
      filesByFolder.set(folder, known);
      return known;
    },
    anchors(path) {
      if (anchorsByPath.has(path)) return anchorsByPath.get(path);
      const parsed = before.take(path) ?? read(path);
      const anchors = parsed && documentAnchors(parsed, styleOf(parsed));
      versions.set(path, parsed ? versionOf(parsed.text, parsed.flavor) : NO_DOCUMENT);
      anchorsByPath.set(path, anchors);
      return anchors;
    },
    flavorOf,
    versionOf(path) {
      const known = versions.get(path);
      if (known !== undefined) return known;
      const document = readDocument(resolve(cwd, path));
      const version = 'text' in document ? versionOf(document.bytes, flavorOf(path).flavor) : NO_DOCUMENT;
      versions.set(path, version);
      return version;
    },
    noteVersion: (path, version) => versions.set(path, version),
    parse(path, text, flavor) {
      const known = ahead.get(path);
      return known?.text === text && known.flavor === flavor ? known : new ParsedDocument(text, flavor);
    },
    add(path, document) {
      if (ahead.take(path) === document) return;
      versions.delete(path);
      anchorsByPath.delete(path);
      before.put(path, document);
    },
  };
}

/** Errors of paths that no file can have, that nothing has, or that go through a file as if it were a folder. */
const NOWHERE: ReadonlySet<unknown> = new Set([
  'ENOENT',
  'ENOTDIR',
  'ENAMETOOLONG',
  'ELOOP',
  'ERR_INVALID_ARG_VALUE',
]);
/** Errors of folders that may not be looked into: what is in them can't be told. */
const HIDDEN: ReadonlySet<unknown> = new Set(['EACCES', 'EPERM']);

/** Whether a file or folder is there, or may be. */
function isThere(root: string, pathInRoot: string): boolean {
  const path = `${root}${sep}${pathInRoot}`;
  const slash = path.lastIndexOf('/');
  const listed =
    slash === path.length - 1 ? undefined : isListed(path.slice(0, slash), path.slice(slash + 1));
  if (listed !== undefined) return listed;
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    const code = codeOf(error);
    if (NOWHERE.has(code)) return false;
    if (HIDDEN.has(code)) return true;
    throw error;
  }
}

/** The names of the files in a folder; none when it can't be looked into. */
function namesOfFiles(path: string): string[] {
  try {
    const entries = readdirSync(path, { withFileTypes: true });
    return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    const code = codeOf(error);
    if (NOWHERE.has(code) || HIDDEN.has(code)) return [];
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
