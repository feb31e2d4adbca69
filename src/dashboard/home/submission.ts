/** The document being submitted and the result. Shared by the form and by files dropped anywhere on the page. */
import { signal } from '@preact/signals';
import { ApiError } from '../../client/index.ts';
import type { Problem } from '../../shared/api/problem.ts';
import { MAX_DOCUMENT_BYTES, MAX_FILES_PER_REQUEST, MAX_REQUEST_BYTES } from '../../shared/limits.ts';
import { BUNDLED_FAMILIES, DEFAULT_FAMILY, type Family, type Validation } from '../../shared/things.ts';
import { toast } from '../frame/toasts.ts';
import { api } from '../service/api.ts';
import { isTemporary } from '../service/retries.ts';

type SubmittedDocument = Pick<Validation, 'id' | 'file_path' | 'outcome' | 'counts'>;
export interface SubmissionResult {
  results: SubmittedDocument[];
  problem?: Pick<Problem, 'detail' | 'errors'>;
  /** Sends the same once more; only when that may help. */
  retry?: () => void;
}

/** Forgets what came of the last submission. */
export function clearSubmission(): void {
  submissionResult.value = null;
}
export const draftFamily = signal<Family>(DEFAULT_FAMILY);
/** The families to choose from: the bundled ones until the list is loaded. */
export const families = signal<readonly Family[]>(BUNDLED_FAMILIES);
export const isSubmitting = signal(false);
export const submissionResult = signal<SubmissionResult | null>(null);

/** Loads the list of families. */
export async function loadFamilies(): Promise<void> {
  try {
    const { results } = await api.families();
    families.value = results.map(({ name }) => name);
  } catch (error) {
    // The previous list stays. Whatever else the page loads reports the failure.
    if (!(error instanceof ApiError)) throw error;
  }
}

/** @returns whether the document was accepted */
export async function submitText(content: string, filePath: string): Promise<boolean> {
  const family = draftFamily.value;
  return submit(async () => [
    await api.validate({ content, family, ...(filePath && { file_path: filePath }) }),
  ]);
}

/** @returns whether the files were accepted */
export async function submitFiles(files: readonly File[]): Promise<boolean> {
  if (isSubmitting.value) {
    toast({ text: 'One submission at a time: another one is being sent.', tone: 'error' });
    return false;
  }
  const detail = describeExcess(files);
  if (detail !== undefined) {
    submissionResult.value = { results: [], problem: { detail } };
    return false;
  }
  const family = draftFamily.value;
  return submit(() => api.validateFiles(files, { family }));
}

/** Checks the limits before the upload. @returns the message when one is exceeded */
function describeExcess(files: readonly File[]): string | undefined {
  const large = files.find((file) => file.size > MAX_DOCUMENT_BYTES);
  if (large) return `${large.name} is larger than ${MAX_DOCUMENT_BYTES / 1_000_000} MB.`;
  if (files.length > MAX_FILES_PER_REQUEST) return `At most ${MAX_FILES_PER_REQUEST} files at a time.`;
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  if (bytes > MAX_REQUEST_BYTES) return `At most ${MAX_REQUEST_BYTES / 1_000_000} MB at a time.`;
  return undefined;
}

async function submit(send: () => Promise<SubmittedDocument[]>): Promise<boolean> {
  // Ignores a repeated Ctrl+Enter while the first submission is in progress.
  if (isSubmitting.value) return false;
  isSubmitting.value = true;
  try {
    submissionResult.value = { results: await send() };
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    submissionResult.value = {
      results: [],
      problem: error.problem,
      ...(isTemporary(error) && { retry: () => void submit(send) }),
    };
    return false;
  } finally {
    isSubmitting.value = false;
  }
}
