/** Approved changes as one patch, or as the changed files in an archive. */
import { concatBytes } from '@noble/hashes/utils.js';
import { strToU8, Zip, ZipDeflate } from 'fflate';
import { applyApproved, gitPatch, isTreePath, type Ruleset } from '../../engine/index.ts';
import type { PatchQuery } from '../../shared/api/patches.ts';
import { MAX_PAGE_SIZE, MAX_PATCH_BYTES, MAX_PATCH_DOCUMENTS } from '../../shared/limits.ts';
import type { Edit } from '../../shared/things.ts';
import {
  measureApproved,
  readApproved,
  type ApprovedDocumentRow,
  type ApprovedScope,
} from '../../store/approved-changes.ts';
import { readTextsOf } from '../../store/texts.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { findRun } from '../runs/find-run.ts';
import { inOrder, toApproved, visibleRuleset } from './approved.ts';

/** The time of the files in an archive, which does not depend on when it is made. The format begins with 1980. */
const ARCHIVE_TIME = new Date(1980, 0, 1);
/** The file of an archive that says what was left out. */
const LEFT_OUT_NAME = 'galley-left-out.txt';

/** A patch that is ready to be sent. */
export interface RenderedPatch {
  body: string | Uint8Array<ArrayBuffer>;
  mediaType: string;
  /** The file name for a download. */
  fileName: string;
  /** How many changes were left out; the body names them. */
  leftOut: number;
  /** The cursor of the next part; null when there is none. */
  nextCursor: string | null;
}

/** A document with what is made of it. */
interface ChangedFile {
  filePath: string;
  /** Of the newest version. */
  text: string;
  edits: readonly Edit[];
  changed: string;
}

/** The changed documents of a part, and what was left out of them, in words. */
interface Part {
  files: ChangedFile[];
  leftOut: string[];
  nextCursor: string | null;
}

/**
 * Makes a patch of what is approved in a family and ref.
 *
 * @throws {Refusal} `not-found`, also for a family that the principal may not see; `invalid` for more than one patch has,
 * unless parts are asked for with `limit`
 */
export async function patchOfFamily(
  context: ServiceContext,
  family: string,
  { ref, ...query }: PatchQuery & { ref: string },
): Promise<RenderedPatch> {
  const ruleset = await visibleRuleset(context, family);
  return renderPatch(context, ruleset, { family, ref }, query, `family-${family}`);
}

/**
 * Makes a patch of what is approved of a run's documents. Those that a newer validation follows are not in it.
 *
 * @throws {Refusal} as {@link patchOfFamily}
 */
export async function patchOfRun(
  context: ServiceContext,
  id: string,
  query: PatchQuery,
): Promise<RenderedPatch> {
  const { family, ref = '' } = await findRun(context, id);
  const ruleset = await visibleRuleset(context, family);
  return renderPatch(context, ruleset, { family, ref, runId: id }, query, `workflow-${id}`);
}

async function renderPatch(
  { db }: ServiceContext,
  ruleset: Ruleset,
  place: ApprovedScope,
  { format, limit, cursor, ...filters }: PatchQuery,
  name: string,
): Promise<RenderedPatch> {
  const scope = { ...place, ...filters };
  if (limit === undefined) {
    const { documents, bytes } = await measureApproved(db, scope, cursor);
    if (documents > MAX_PATCH_DOCUMENTS || bytes > MAX_PATCH_BYTES) throw tooMuch(documents, bytes);
  }
  const part = await makePart({ db }, ruleset, scope, { limit: limit ?? MAX_PATCH_DOCUMENTS, cursor });
  // More was approved meanwhile: what the caller took for all would be a part.
  if (limit === undefined && part.nextCursor !== null) {
    const { documents, bytes } = await measureApproved(db, scope, cursor);
    throw tooMuch(documents, bytes);
  }
  const facts = { leftOut: part.leftOut.length, nextCursor: part.nextCursor };
  return format === 'zip'
    ? { body: toArchive(part), mediaType: 'application/zip', fileName: `${name}.zip`, ...facts }
    : { body: toPatch(part), mediaType: 'text/x-diff; charset=utf-8', fileName: `${name}.patch`, ...facts };
}

function tooMuch(documents: number, bytes: number): Refusal {
  const message = `must be given, or folder or rule_id: a patch has at most ${MAX_PATCH_DOCUMENTS} documents and ${MAX_PATCH_BYTES} bytes of texts`;
  return new Refusal(
    'invalid',
    `${documents} documents of ${bytes} bytes have approved changes. limit ${message}. galley pull brings any number.`,
    [{ path: 'limit', message }],
  );
}

async function makePart(
  { db }: Pick<ServiceContext, 'db'>,
  ruleset: Ruleset,
  scope: ApprovedScope,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Part> {
  const part: Part = { files: [], leftOut: [], nextCursor: cursor ?? null };
  let documents = 0;
  let bytes = 0;
  do {
    const page = await readApproved(db, scope, {
      limit: Math.min(MAX_PAGE_SIZE, limit - documents),
      cursor: part.nextCursor ?? undefined,
    });
    const texts = await readTextsOf(
      db,
      page.results.map(({ content_sha256 }) => content_sha256),
    );
    for (const document of page.results) {
      // One document is always done, so that parts come to an end.
      if (documents > 0 && bytes + document.byte_length > MAX_PATCH_BYTES) return part;
      documents += 1;
      bytes += document.byte_length;
      addDocument(part, ruleset, document, texts.get(document.content_sha256) ?? '');
      part.nextCursor = document.file_path;
    }
    if (page.next_cursor === null) part.nextCursor = null;
  } while (part.nextCursor !== null && documents < limit);
  return part;
}

function addDocument(
  { files, leftOut }: Part,
  ruleset: Ruleset,
  { file_path: filePath, recommendations }: ApprovedDocumentRow,
  text: string,
): void {
  if (!isTreePath(filePath)) {
    leftOut.push(`${filePath}: its path is not inside of a repository.`);
    return;
  }
  const changes = inOrder(recommendations).map((one) => toApproved(ruleset, one));
  const flavor = ruleset.flavorFor(filePath);
  const made = applyApproved({ original: text, flavor, changes });
  for (const { id, detail } of made.leftOut) {
    const rule = changes.find((change) => change.id === id)?.rule_id ?? '';
    leftOut.push(`${filePath}: ${rule}: ${detail}`);
  }
  if (made.text !== text) files.push({ filePath, text, edits: made.edits, changed: made.text });
}

/** `git apply` skips what comes before the first file. */
function toPatch({ files, leftOut }: Part): string {
  return [...leftOut.map((line) => `# Left out: ${line}\n`), ...files.map(gitPatch)].join('');
}

function toArchive({ files, leftOut }: Part): Uint8Array<ArrayBuffer> {
  const left = [...leftOut];
  const entries = files.flatMap(({ filePath, changed }): [string, string][] => {
    if (!filePath.includes('\\')) return [[filePath, changed]];
    // Programs on Windows take a backslash for a separator, and so could leave the folder.
    left.push(`${filePath}: its path has a backslash.`);
    return [];
  });
  return zipOf(
    left.length > 0 ? [...entries, [LEFT_OUT_NAME, left.map((line) => `${line}\n`).join('')]] : entries,
  );
}

/** Packs one file at a time: the function for all at once takes an object, which can't have every name. */
function zipOf(entries: readonly (readonly [string, string])[]): Uint8Array<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  for (const [name, text] of entries) {
    const file = new ZipDeflate(name);
    file.mtime = ARCHIVE_TIME;
    zip.add(file);
    file.push(strToU8(text), true);
  }
  zip.end();
  return concatBytes(...chunks);
}
