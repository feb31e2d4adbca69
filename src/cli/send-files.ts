/** Sends files to a run in groups, so that only one group is in memory. */
import { createHash } from 'node:crypto';
import { setImmediate as letOthersRun } from 'node:timers/promises';
import { chunksOf, MAX_CHUNK_BYTES } from '../client/upload-chunks.ts';
import type { RunDocumentInput, RunDocumentsAdded } from '../shared/api/runs.ts';
import { MAX_DOCUMENTS_PER_CHUNK } from '../shared/limits.ts';
import { readDocument } from './read-document.ts';

/** Most text that is read before it is sent, in UTF-16 code units. One further document may exceed it. */
const MAX_GROUP_LENGTH = 4 * MAX_CHUNK_BYTES;
/** After this many files the event loop runs, so that signals are handled even when nothing has to be sent. */
const FILES_WITHOUT_PAUSE = 50;

/** How files are sent. */
export interface SendOptions {
  /** The documents that the run has already, by path. Unchanged ones are not sent again. */
  known: ReadonlyMap<string, string | null>;
  /** Sends a chunk. */
  send: (chunk: RunDocumentInput[]) => Promise<Pick<RunDocumentsAdded, 'refused'>>;
  /** Called after each chunk with the number of files that the run has. */
  onProgress: (done: number) => void;
  /** Called for each file whose text the run does not have, with the reason, to be shown after its path. */
  onProblem: (filePath: string, problem: string) => void;
}

/** The result of sending files. */
export interface Sent {
  sent: number;
  /** The number of files that the run had already. */
  there: number;
  /** The number of sent files whose text the run does not have. */
  failed: number;
}

/** Sends files in chunks, in their order. */
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
    // The service also lists the files that could not be read here. Only documents that it refuses itself are listed by
    // it alone.
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

/** The hash that the service computes: SHA-256 of the UTF-8 bytes. */
function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
