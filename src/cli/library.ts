import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  documentAnchors,
  ParsedDocument,
  type DocumentLibrary,
  type Flavor,
  type Ruleset,
} from '../engine/index.ts';
import { readDocument } from './read-document.ts';
import { treeFlavor } from './tree-flavor.ts';

/** The documents of a folder, as targets of links. */
export interface FolderLibrary extends DocumentLibrary {
  /** Takes over a document that was parsed already, so that a link to it does not read and parse it again. */
  add: (path: string, document: ParsedDocument) => void;
  /** The flavor of a document, and the file of its tree that shows it; null when the ruleset or its name says it. */
  flavorOf: (path: string) => { flavor: Flavor; sign: string | null };
}

/** Makes a library of all documents below a folder. A document is read when the first link leads to it, and once. */
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
  const anchorsByPath = new Map<string, ReadonlySet<string> | undefined>();
  return {
    has: (path) => statSync(resolve(cwd, path), { throwIfNoEntry: false }) !== undefined,
    anchors(path) {
      if (anchorsByPath.has(path)) return anchorsByPath.get(path);
      const document = readDocument(resolve(cwd, path));
      const anchors =
        'text' in document
          ? documentAnchors(new ParsedDocument(document.text, flavorOf(path).flavor))
          : undefined;
      anchorsByPath.set(path, anchors);
      return anchors;
    },
    flavorOf,
    add: (path, document) => anchorsByPath.set(path, documentAnchors(document)),
  };
}
