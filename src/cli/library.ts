import { readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  anchorStyleOf,
  documentAnchors,
  ParsedDocument,
  type AnchorStyle,
  type Flavor,
  type Ruleset,
} from '../engine/index.ts';
import { NO_DOCUMENT, versionOf, type VersionedLibrary } from './cache/facts.ts';
import { gitIgnored } from './git-ignored.ts';
import { readDocument } from './read-document.ts';
import { treeFlavor } from './tree-flavor.ts';

/** The documents of a folder, as targets of links. */
export interface FolderLibrary extends VersionedLibrary {
  /** Takes over a document that was parsed already, so that a link to it does not read and parse it again. */
  add: (path: string, document: ParsedDocument) => void;
  /** Takes over the version of a document that was read already. */
  noteVersion: (path: string, version: string) => void;
  /** The flavor of a document, and the file of its tree that shows it; null when the ruleset or its name says it. */
  flavorOf: (path: string) => { flavor: Flavor; sign: string | null };
}

/**
 * Makes a library of all files below a folder. A document is read when the first link leads to it, and once. What Git
 * ignores may be there, so it is not missing.
 */
export function folderLibrary(cwd: string, ruleset: Ruleset): FolderLibrary {
  const flavorOfTree = treeFlavor();
  const flavorOf = (path: string): { flavor: Flavor; sign: string | null } => {
    const found = flavorOfTree(resolve(cwd, path));
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
  const anchorsByPath = new Map<string, ReadonlySet<string> | undefined>();
  return {
    has(path) {
      const known = exists.get(path) ?? (isThere(resolve(cwd, path)) || isIgnored(path));
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
      const document = readDocument(resolve(cwd, path));
      const parsed =
        'text' in document ? new ParsedDocument(document.text, flavorOf(path).flavor) : undefined;
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
    add(path, document) {
      versions.set(path, versionOf(document.text, document.flavor));
      anchorsByPath.set(path, documentAnchors(document, styleOf(document)));
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
function isThere(path: string): boolean {
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
