/** Approved changes in the files of a commit. */
import { bytesToHex } from '@noble/hashes/utils.js';
import { applyApproved, isTreePath, type Ruleset } from '../../engine/index.ts';
import type { GitHub } from '../../github/app.ts';
import type { NewFile } from '../../github/commits.ts';
import { readBlob, type TreeFile } from '../../github/repository.ts';
import type { NotDelivered } from '../../shared/api/deliver.ts';
import type { ApprovedDocumentRow } from '../../store/approved-changes.ts';
import { inOrder, toApproved } from '../git/approved.ts';
import { decodeUtf8 } from '../utf8.ts';

/** A file that approved changes make another one. */
export interface ApprovedFile extends NewFile {
  /** Of the new content, as git names it. */
  sha: string;
}

/** What is made of a commit. */
export interface ApprovedFiles {
  files: ApprovedFile[];
  leftOut: NotDelivered[];
  /** Who has approved what is in it. */
  reviewers: ReadonlySet<string>;
}

/**
 * Brings approved changes into the files of a commit. In a file that has changed since, their places are looked for.
 *
 * @param texts - the texts that the changes were made for, by their SHA-256
 */
export async function approvedFiles(
  client: GitHub,
  { repository, tree, ruleset }: { repository: string; tree: readonly TreeFile[]; ruleset: Ruleset },
  documents: readonly ApprovedDocumentRow[],
  texts: ReadonlyMap<string, string>,
): Promise<ApprovedFiles> {
  const there = new Map(tree.map((file) => [file.path, file]));
  const files: ApprovedFile[] = [];
  const leftOut: NotDelivered[] = [];
  const reviewers = new Set<string>();
  for (const { file_path, content_sha256, recommendations } of documents) {
    const file = there.get(file_path);
    const original = texts.get(content_sha256);
    if (!file || original === undefined || !isTreePath(file_path)) {
      leftOut.push({ file_path, detail: 'The branch does not have this file.' });
      continue;
    }
    const base =
      (await blobName(original)) === file.sha ? original : await readText(client, repository, file);
    if (base === undefined) {
      leftOut.push({ file_path, detail: 'The file is not UTF-8 any more.' });
      continue;
    }
    const changes = inOrder(recommendations).map((one) => toApproved(ruleset, one));
    const made = applyApproved({ original, base, flavor: ruleset.flavorFor(file_path), changes });
    for (const { id, detail } of made.leftOut) {
      const rule_id = changes.find((change) => change.id === id)?.rule_id;
      leftOut.push({ file_path, ...(rule_id !== undefined && { rule_id }), detail });
    }
    if (made.text === base) continue;
    files.push({ path: file_path, mode: file.mode, content: made.text, sha: await blobName(made.text) });
    for (const { id, reviewer } of recommendations) {
      if (reviewer !== undefined && made.applied.includes(id)) reviewers.add(reviewer);
    }
  }
  return { files, leftOut, reviewers };
}

/** @returns undefined for what is no UTF-8 */
async function readText(client: GitHub, repository: string, { sha }: TreeFile): Promise<string | undefined> {
  return decodeUtf8(await readBlob(client, repository, sha));
}

/** The name of a text as a git object. */
async function blobName(text: string): Promise<string> {
  const content = new TextEncoder().encode(text);
  const header = new TextEncoder().encode(`blob ${content.byteLength}\0`);
  const object = new Uint8Array(header.byteLength + content.byteLength);
  object.set(header);
  object.set(content, header.byteLength);
  return bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-1', object)));
}
