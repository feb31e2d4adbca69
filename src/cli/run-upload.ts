/** Uploads files to a run of a service, and starts it. */
import * as v from 'valibot';
import { ApiError, type CallOptions, type GalleyApi } from '../client/index.ts';
import { filePathSchema } from '../shared/api/fields.ts';
import type { RunState } from '../shared/things.ts';
import { UsageError } from './exit-codes.ts';
import { readCodeOwners } from './code-owners.ts';
import { patiently } from './patience.ts';
import { openRun, type WantedRun } from './pending-run.ts';
import type { Progress } from './progress.ts';
import { sendFiles } from './send-files.ts';
import { showText } from './source-line.ts';

/** The result of an upload. */
export interface Upload {
  id: string;
  /** The number of files whose text the run does not have. */
  failed: number;
}

/**
 * Sends the files that a run does not have yet, and starts it. An interrupted upload continues when it is repeated.
 *
 * @throws {ServiceAwayError} when the service does not answer for too long
 * @throws {ApiError | UsageError} when the service refuses, or there is nothing to send
 */
export async function uploadRun(api: GalleyApi, wanted: WantedRun, progress: Progress): Promise<Upload> {
  const say = (text: string) => progress.say(text);
  const tellProblem = (filePath: string, problem: string) =>
    say(`${showText(filePath)} ${showText(problem)}`);
  const filePaths = wanted.filePaths.filter((filePath) => {
    const problem = pathProblem(filePath);
    if (problem !== undefined) tellProblem(filePath, problem);
    return problem === undefined;
  });

  if (filePaths.length === 0) throw new UsageError('None of the files can be sent.');
  progress.begin({ doing: 'sending', things: 'files' }, filePaths.length);
  const { id, known } = await patiently((call) => openRun(api, { ...wanted, filePaths }, say, call), say);
  const codeOwners = readCodeOwners(say);
  if (codeOwners) await patiently((again) => api.addDocuments(id, [codeOwners], again), say);
  const { sent, there, failed } = await sendFiles(filePaths, {
    known,
    send: (chunk) => patiently((call) => api.addDocuments(id, chunk, call), say),
    onProgress: (done) => progress.update(done),
    onProblem: tellProblem,
  });
  progress.end();
  say(`${sent} ${sent === 1 ? 'file' : 'files'} sent${there > 0 ? `, ${there} were there already` : ''}`);
  await patiently((call) => startRun(api, id, call), say);
  return { id, failed: failed + wanted.filePaths.length - filePaths.length };
}

/** Says why a path cannot be used in a run unchanged. Under a changed path the document would not be found again. */
function pathProblem(filePath: string): string | undefined {
  const parsed = v.safeParse(filePathSchema, filePath);
  if (!parsed.success) return `can't be sent: its path ${parsed.issues[0].message}`;
  return parsed.output === filePath ? undefined : `can't be sent: its path begins or ends with a space`;
}

/** Starts the run. It is fine if a request whose answer was lost has started it already. */
async function startRun(api: GalleyApi, id: string, call: CallOptions): Promise<void> {
  try {
    await api.controlRun(id, 'start', call);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 409 || !wasStarted(error.problem.state)) throw error;
  }
}

function wasStarted(state: string | undefined): boolean {
  const started: readonly RunState[] = ['running', 'paused', 'completed'];
  return started.some((one) => one === state);
}
