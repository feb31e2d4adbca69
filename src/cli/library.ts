import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { documentAnchors, ParsedDocument, type DocumentLibrary } from '../engine/index.ts';
import { readDocument } from './read-document.ts';

/** The documents of a folder, as targets of links. */
export interface FolderLibrary extends DocumentLibrary {
  /** Takes over a document that was parsed already, so that a link to it does not read and parse it again. */
  add: (path: string, document: ParsedDocument) => void;
}

/** Makes a library of all documents below a folder. A document is read when the first link leads to it, and once. */
export function folderLibrary(cwd: string): FolderLibrary {
  const anchorsByPath = new Map<string, ReadonlySet<string> | undefined>();
  return {
    has: (path) => statSync(resolve(cwd, path), { throwIfNoEntry: false }) !== undefined,
    anchors(path) {
      if (anchorsByPath.has(path)) return anchorsByPath.get(path);
      const document = readDocument(resolve(cwd, path));
      const anchors = 'text' in document ? documentAnchors(new ParsedDocument(document.text)) : undefined;
      anchorsByPath.set(path, anchors);
      return anchors;
    },
    add: (path, document) => anchorsByPath.set(path, documentAnchors(document)),
  };
}
