/** Sends files to a run, a few at a time: memory holds no more of them than one group. */
import { createHash } from 'node:crypto';
import { setImmediate as letOthersRun } from 'node:timers/promises';
import { chunksOf, MAX_CHUNK_BYTES } from '../client/upload-chunks.ts';
import type { RunDocumentInput, RunDocumentsAdded } from '../shared/api/runs.ts';
import { MAX_DOCUMENTS_PER_CHUNK } from '../shared/limits.ts';
import { readDocument } from './read-document.ts';

/** Most text that is read before it is sent, in UTF-16 code units; with it comes one document more at most. */
const MAX_GROUP_LENGTH = 4 * MAX_CHUNK_BYTES;
/** After so many files a signal is heard, also where nothing has to be sent. */
const FILES_WITHOUT_PAUSE = 50;

export interface SendOptions {
  /** What the run has already, by path: the same text is not sent again. */
  known: ReadonlyMap<string, string | null>;
  /** Sends a chunk. */
  send: (chunk: RunDocumentInput[]) => Promise<Pick<RunDocumentsAdded, 'refused'>>;
  /** After each chunk: how many of the files the run has. */
  onProgress: (done: number) => void;
  /** A file that the run has no text of, and why, after its path. */
  onProblem: (filePath: string, problem: string) => void;
}

export interface Sent {
  sent: number;
  /** How many were there already. */
  there: number;
  /** Of those that were sent: how many the run has no text of. */
  failed: number;
}

export async function sendFiles(filePaths: readonly string[], options: SendOptions): Promise<Sent> {
  const { known } = options;
  const result: Sent = { sent: 0, there: 0, failed: 0 };
  let group: RunDocumentInput[] = [];
  let length = 0;
  for (const [index, filePath] of filePaths.entries()) {
    if (index % FILES_WITHOUT_PAUSE === 0) await letOthersRun();
    const document = readRunDocument(filePath);
    if ('content' in document && known.get(filePath) === sha256(document.content)) {
      result.there += 1;
      continue;
    }
    group.push(document);
    length += 'content' in document ? document.content.length : 0;
    if (group.length < MAX_DOCUMENTS_PER_CHUNK && length < MAX_GROUP_LENGTH) continue;
    await sendGroup(group, options, result);
    group = [];
    length = 0;
  }
  await sendGroup(group, options, result);
  return result;
}

async function sendGroup(
  group: readonly RunDocumentInput[],
  { send, onProblem, onProgress }: SendOptions,
  result: Sent,
): Promise<void> {
  for (const chunk of chunksOf(group)) {
    const { refused } = await send(chunk);
    // The service names those that this side could not read too; a document that it can't take is named by it alone.
    const problems = new Map(refused.map(({ file_path, message }) => [file_path, message]));
    for (const document of chunk) {
      if ('problem' in document) problems.set(document.file_path, document.problem);
    }
    for (const [filePath, problem] of problems) onProblem(filePath, problem);
    result.sent += chunk.length;
    result.failed += problems.size;
    onProgress(result.sent + result.there);
  }
}

function readRunDocument(filePath: string): RunDocumentInput {
  const read = readDocument(filePath);
  return 'text' in read
    ? { file_path: filePath, content: read.text }
    : { file_path: filePath, problem: read.problem };
}

/** As the service keeps it: of the bytes of UTF-8. */
function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
