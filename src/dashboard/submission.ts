/** What is being submitted, and what came of it: shared by the form and by files dropped anywhere on the page. */
import { signal } from '@preact/signals';
import { ApiError } from '../client/index.ts';
import type { Problem } from '../shared/api/problem.ts';
import type { ValidationSummary } from '../shared/api/validations.ts';
import { MAX_DOCUMENT_BYTES, MAX_FILES_PER_REQUEST, MAX_REQUEST_BYTES } from '../shared/limits.ts';
import { BUNDLED_FAMILIES, DEFAULT_FAMILY, type Family } from '../shared/things.ts';
import { api } from './api.ts';

export interface SubmissionResult {
  results: ValidationSummary[];
  problem?: Pick<Problem, 'detail' | 'errors'>;
}

/** What is being typed: kept here, so that a session that ends takes nothing of it. */
export const draft = signal({ content: '', filePath: '' });
export const family = signal<Family>(DEFAULT_FAMILY);
/** The families that one may choose; those that come with the service until it has said more. */
export const families = signal<readonly Family[]>(BUNDLED_FAMILIES);
export const busy = signal(false);
export const outcome = signal<SubmissionResult | null>(null);

/** Asks which families there are. */
export async function loadFamilies(): Promise<void> {
  try {
    const { results } = await api.families();
    families.value = results.map(({ name }) => name);
  } catch (error) {
    // The choice of before still works; what is wrong with the service shows everywhere else.
    if (!(error instanceof ApiError)) throw error;
  }
}

/** @returns whether it was accepted */
export async function submitText(content: string, filePath: string): Promise<boolean> {
  return submit(async () => [
    await api.validate({ content, family: family.value, ...(filePath && { file_path: filePath }) }),
  ]);
}

/** @returns whether they were accepted */
export async function submitFiles(files: readonly File[]): Promise<boolean> {
  const detail = tooMuch(files);
  if (detail !== undefined) {
    outcome.value = { results: [], problem: { detail } };
    return false;
  }
  return submit(() => api.validateFiles(files, { family: family.value }));
}

/** Said here at once, instead of after the upload. */
function tooMuch(files: readonly File[]): string | undefined {
  const large = files.find((file) => file.size > MAX_DOCUMENT_BYTES);
  if (large) return `${large.name} is larger than ${MAX_DOCUMENT_BYTES / 1_000_000} MB.`;
  if (files.length > MAX_FILES_PER_REQUEST) return `At most ${MAX_FILES_PER_REQUEST} files at a time.`;
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  if (bytes > MAX_REQUEST_BYTES) return `At most ${MAX_REQUEST_BYTES / 1_000_000} MB at a time.`;
  return undefined;
}

async function submit(send: () => Promise<ValidationSummary[]>): Promise<boolean> {
  // One at a time: a second Ctrl+Enter is impatience, not another document.
  if (busy.value) return false;
  busy.value = true;
  try {
    outcome.value = { results: await send() };
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    outcome.value = { results: [], problem: error.problem };
    return false;
  } finally {
    busy.value = false;
  }
}
