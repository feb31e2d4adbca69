import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { documentAnchors, type DocumentLibrary } from '../engine/index.ts';
import { readDocument } from './read-document.ts';

/** All documents below a folder: each is read when a link leads to it, and once. */
export function folderLibrary(cwd: string): DocumentLibrary {
  const anchorsByPath = new Map<string, ReadonlySet<string> | undefined>();
  return {
    has: (path) => statSync(resolve(cwd, path), { throwIfNoEntry: false }) !== undefined,
    anchors(path) {
      if (anchorsByPath.has(path)) return anchorsByPath.get(path);
      const document = readDocument(resolve(cwd, path));
      const anchors = 'text' in document ? documentAnchors(document.text) : undefined;
      anchorsByPath.set(path, anchors);
      return anchors;
    },
  };
}
