/** The run that is being prepared, and its upload. Both continue while other pages are shown. */
import { signal } from '@preact/signals';
import { ApiError } from '../../client/index.ts';
import type { RunDocumentInput } from '../../shared/api/runs.ts';
import { MAX_WORKFLOW_DOCUMENTS } from '../../shared/limits.ts';
import { DEFAULT_FAMILY, type Family } from '../../shared/things.ts';
import { api } from '../service/api.ts';
import { IntakeError } from './intake.ts';
import { isArchive } from './dropped.ts';
import { readFiles, type ChosenFile } from './read-files.ts';
import { navigate, route, runPath } from '../frame/router.ts';
import { RunUpload } from './run-upload.ts';
import { toast } from '../frame/toasts.ts';
import { onSignOut } from '../service/session.ts';
import { grouped } from '../parts/grouped.ts';

interface RunDraft {
  name: string;
  family: Family;
  documents: readonly RunDocumentInput[];
  /** Number of chosen files that are not documents. */
  leftOut: number;
}
type Step =
  | { step: 'choosing'; problem?: string }
  | { step: 'reading' }
  | { step: 'sending'; sent: number }
  /** A request failed. The upload can be resumed. */
  | { step: 'stopped'; sent: number; problem: string };

const EMPTY: RunDraft = { name: '', family: DEFAULT_FAMILY, documents: [], leftOut: 0 };

export const runDraft = signal<RunDraft>(EMPTY);
export const draftStep = signal<Step>({ step: 'choosing' });
let upload: RunUpload | undefined;

/** Discards the draft. */
export function clearRunDraft(): void {
  upload = undefined;
  runDraft.value = EMPTY;
  draftStep.value = { step: 'choosing' };
}

// The next person to sign in must not see any of this.
onSignOut(clearRunDraft);

/**
 * Adds the documents in files and archives. A later document replaces an earlier one with the same path.
 */
export async function addFiles(
  choose: () => readonly ChosenFile[] | Promise<readonly ChosenFile[]>,
): Promise<void> {
  if (draftStep.value.step !== 'choosing') {
    toast({ text: 'One run at a time: another one is being read or sent.', tone: 'error' });
    return;
  }
  draftStep.value = { step: 'reading' };
  const before = runDraft.value;
  try {
    const files = await choose();
    const { documents, leftOut } = await readFiles(files);
    // The draft was discarded in the meantime.
    if (draftStep.value.step !== 'reading') return;
    const all = new Map([...before.documents, ...documents].map((one) => [one.file_path, one]));
    if (all.size > MAX_WORKFLOW_DOCUMENTS) {
      const most = grouped(MAX_WORKFLOW_DOCUMENTS);
      throw new IntakeError(
        `With these there would be more than ${most} documents, which is the most of a run.`,
      );
    }
    const { name } = runDraft.value;
    runDraft.value = {
      ...runDraft.value,
      name: name.trim() === '' ? suggestName(files) : name,
      documents: [...all.values()],
      leftOut: before.leftOut + leftOut,
    };
    draftStep.value =
      documents.length > 0
        ? { step: 'choosing' }
        : {
            step: 'choosing',
            problem: 'There are no documents in it: no .md, .markdown, .mdx or .txt file.',
          };
  } catch (error) {
    if (!(error instanceof IntakeError)) throw error;
    draftStep.value = { step: 'choosing', problem: error.message };
  }
}

/** Suggests the name of the folder or archive. Runs with the same name are compared with each other. */
function suggestName(files: readonly ChosenFile[]): string {
  const [first] = files;
  if (!first) return '';
  if (files.length === 1 && isArchive(first.path))
    return first.path.replace(/\.(?:zip|tar|tgz|tar\.gz)$/i, '');
  const [folder = '', ...rest] = first.path.split('/');
  return rest.length > 0 && files.every(({ path }) => path.startsWith(`${folder}/`)) ? folder : '';
}

/** Sends the run, or resumes the upload after a failure. */
export async function sendRun(): Promise<void> {
  const { name, family, documents } = runDraft.value;
  const before = draftStep.value;
  if (before.step === 'reading' || before.step === 'sending' || documents.length === 0) return;
  const named = name.trim() === '' ? {} : { name: name.trim() };
  upload ??= new RunUpload(api, { type: 'batch_validation', family, ...named }, documents);
  const mine = upload;
  const report = (step: Step) => {
    if (upload === mine) draftStep.value = step;
  };
  report({ step: 'sending', sent: mine.sent });
  addEventListener('beforeunload', askBeforeLeaving);
  try {
    const id = await mine.send((sent) => report({ step: 'sending', sent }));
    if (upload !== mine) return;
    clearRunDraft();
    // On another page, a toast announces the run instead.
    if (route.value.page === 'runs') navigate(runPath(id));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    report({ step: 'stopped', sent: mine.sent, problem: error.message });
  } finally {
    removeEventListener('beforeunload', askBeforeLeaving);
  }
}

/** Cancels the partly uploaded run. The documents stay in the draft. */
export async function abandonRun(): Promise<void> {
  const mine = upload;
  upload = undefined;
  draftStep.value = { step: 'choosing' };
  try {
    await mine?.abandon();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    draftStep.value = {
      step: 'choosing',
      problem: `What was sent is still there, as a pending run: ${error.message}`,
    };
  }
}

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
