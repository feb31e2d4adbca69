import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { formatPatch } from 'diff';
import type { DiffHunk, Edit } from '../../shared/things.ts';
import { applyEdits } from './edits.ts';
import { diffHunks } from './unified-diff.ts';

const MARKS = { same: ' ', removed: '-', added: '+' } as const;
const NO_NEWLINE = '\\ No newline at end of file';

/** A file and the edits that are made to it. */
export interface PatchedFile {
  /** Relative to the root of the patch, `/`-separated. */
  filePath: string;
  text: string;
  /** Ascending and disjoint. */
  edits: readonly Edit[];
}

/**
 * The edits of a file as `git apply` takes them. The patch is exact in every byte: line endings, byte order mark, and a last
 * line without an end. Names are quoted as Git does. It has the ids of both versions, so that `git apply --3way` finds the
 * version that it is for. Patches of several files can be put one after the other.
 *
 * @returns the empty string when nothing is changed
 */
export function gitPatch({ filePath, text, edits }: PatchedFile): string {
  const hunks = diffHunks(text, edits).filter(({ lines }) => lines.some(({ kind }) => kind !== 'same'));
  if (hunks.length === 0) return '';
  const patch = formatPatch({
    isGit: true,
    oldFileName: `a/${filePath}`,
    newFileName: `b/${filePath}`,
    oldHeader: undefined,
    newHeader: undefined,
    hunks: hunks.map(toHunk),
  });
  const end = patch.indexOf('\n') + 1;
  const index = `index ${blobId(text)}..${blobId(applyEdits(text, edits))}\n`;
  return patch.slice(0, end) + index + patch.slice(end);
}

/**
 * Whether Git takes a path of a patch: it must be relative and stay inside the tree, and outside of Git's own folder.
 *
 * @see https://git-scm.com/docs/git-update-index, `--cacheinfo`
 */
export function isTreePath(filePath: string): boolean {
  return filePath.split('/').every((name) => !/^(?:|\.|\.\.|\.git)$/i.test(name));
}

function toHunk({ old_start, old_lines, new_start, new_lines, lines }: DiffHunk) {
  return {
    // The library names the line before an empty range by itself.
    oldStart: old_lines === 0 ? old_start + 1 : old_start,
    oldLines: old_lines,
    newStart: new_lines === 0 ? new_start + 1 : new_start,
    newLines: new_lines,
    lines: lines.flatMap(({ kind, text, no_newline }) => [
      `${MARKS[kind]}${text}`,
      ...(no_newline ? [NO_NEWLINE] : []),
    ]),
  };
}

/** The id that Git gives to a text. @see https://git-scm.com/book/en/v2/Git-Internals-Git-Objects */
function blobId(text: string): string {
  const bytes = utf8ToBytes(text);
  return bytesToHex(sha1(concatBytes(utf8ToBytes(`blob ${bytes.byteLength}\0`), bytes)));
}
