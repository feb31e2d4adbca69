/** Brings what is approved at a service into files, one document after the other. */
import { resolve } from 'node:path';
import type { GalleyApi } from '../../client/index.ts';
import { gitPatch } from '../../engine/index.ts';
import type { ApprovedDocument } from '../../shared/api/patches.ts';
import { MAX_PAGE_SIZE } from '../../shared/limits.ts';
import { patiently } from '../patience.ts';
import type { Progress } from '../progress.ts';
import { readDocument } from '../read-document.ts';
import { replaceFile } from '../replace-file.ts';
import { showText } from '../source-line.ts';
import { bringDocument, type BroughtDocument } from './bring-document.ts';

/** What is to be brought. */
export interface WantedChanges {
  family: string;
  ref: string | undefined;
  /** Names of rules; all of them when empty. */
  rules: readonly string[];
  /** Only documents of this owner. */
  owner: string | undefined;
  /** The files here, as `galley push` names them. */
  filePaths: ReadonlySet<string>;
  /** Whether the user has named them. Then nothing is said about documents that are not among them. */
  isNamed: boolean;
  /** `write` changes the files, `diff` prints the patch, `check` only looks. */
  mode: 'write' | 'diff' | 'check';
}

/** How it went, in numbers. */
export interface PullTotals {
  /** Files with changes that were made, or wait, and those changes. */
  files: number;
  changes: number;
  /** Changes that the files had already. */
  present: number;
  /** Changes that found no place. */
  leftOut: number;
  /** Files that can't be read or written. */
  problems: number;
}

/**
 * Brings the changes of all documents. Each file is written at once or not at all, so an interrupted command is repeated
 * from where it was.
 *
 * @throws {ServiceAwayError} when the service does not answer for too long
 * @throws {ApiError} when the service refuses
 */
export async function pullDocuments(
  api: GalleyApi,
  wanted: WantedChanges,
  { cwd, progress }: { cwd: string; progress: Progress },
): Promise<PullTotals> {
  const { filePaths, isNamed, mode } = wanted;
  const totals: PullTotals = { files: 0, changes: 0, present: 0, leftOut: 0, problems: 0 };
  const tell = (filePath: string, text: string) => progress.say(`${showText(filePath)}: ${showText(text)}`);
  const work: Work = { cwd, mode, totals, tell, print: (text) => progress.print(text) };
  const readOriginal = (id: string) =>
    patiently(
      () => api.content(id),
      (text) => progress.say(text),
    );
  progress.begin({ doing: mode === 'write' ? 'bringing' : 'comparing', things: 'documents' }, 0);
  let done = 0;
  for await (const { document, total } of approvedDocuments(api, wanted, progress)) {
    const { file_path: filePath, changes } = document;
    if (filePaths.has(filePath)) {
      const brought = await bringDocument(document, { cwd, isNamed, readOriginal });
      const problem = 'problem' in brought ? brought.problem : finish(brought, work);
      if (problem !== null) {
        totals.problems += 1;
        tell(filePath, problem);
      }
    } else if (!isNamed) {
      totals.leftOut += changes.length;
      tell(filePath, 'is not here.');
    }
    done += 1;
    progress.update(done, Math.max(total, done));
  }
  progress.end();
  return totals;
}

async function* approvedDocuments(
  api: GalleyApi,
  { family, ref, rules, owner }: WantedChanges,
  progress: Progress,
): AsyncGenerator<{ document: ApprovedDocument; total: number }> {
  let cursor: string | null | undefined;
  do {
    const query = {
      limit: MAX_PAGE_SIZE,
      ...(ref !== undefined && { ref }),
      ...(owner !== undefined && { owner }),
      ...(rules.length > 0 && { rule_id: rules }),
      ...(typeof cursor === 'string' && { cursor }),
    };
    const page = await patiently(
      () => api.approved(family, query),
      (text) => progress.say(text),
    );
    for (const document of page.results) yield { document, total: page.total };
    cursor = page.next_cursor;
  } while (cursor !== null);
}

/** What is done with the documents, and how it is told. */
interface Work {
  cwd: string;
  mode: WantedChanges['mode'];
  /** Counted up. */
  totals: PullTotals;
  tell: (filePath: string, text: string) => void;
  print: (text: string) => void;
}

/** @returns why the file could not be written, or null */
function finish(brought: BroughtDocument, { cwd, mode, totals, tell, print }: Work): string | null {
  const { filePath, text, edits, changed, applied, present, leftOut } = brought;
  if (changed !== text) {
    const problem = mode === 'write' ? write(resolve(cwd, filePath), brought) : null;
    if (problem !== null) return problem;
    const rules = applied.map(({ rule_id }) => rule_id).join(', ');
    if (mode === 'diff') print(gitPatch({ filePath, text, edits }));
    else print(`${showText(filePath)}: ${showText(rules)}\n`);
    totals.files += 1;
    totals.changes += applied.length;
  }
  totals.present += present;
  totals.leftOut += leftOut.length;
  for (const line of leftOut) tell(filePath, line);
  return null;
}

/** Writes a file, unless somebody else has done so since it was read: reading what it was may take minutes. */
function write(path: string, { text, changed }: BroughtDocument): string | null {
  const now = readDocument(path);
  if (!('text' in now) || now.text !== text) return 'was changed meanwhile; run the command again';
  try {
    replaceFile(path, changed);
    return null;
  } catch (error) {
    return `can't be written: ${error instanceof Error ? error.message : String(error)}`;
  }
}
