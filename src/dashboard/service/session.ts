/** Who is signed in, and what they may do. The page offers nothing that the service would refuse. */
import { computed, signal } from '@preact/signals';
import { ApiError } from '../../client/index.ts';
import type { Session } from '../../shared/api/access.ts';
import { includesRole, type Role } from '../../shared/roles.ts';
import { api, onSignedOut } from './api.ts';
import { clearRunDraft } from '../upload/run-draft.ts';
import { documentDraft, submissionResult } from '../home/submission.ts';

/** null: nobody is signed in; undefined: not known yet. */
export const session = signal<Session | null | undefined>(undefined);
export const canReview = computed(() => may('reviewer'));
export const canSubmit = computed(() => may('editor'));

function may(role: Role): boolean {
  return session.value ? includesRole(session.value.role, role) : false;
}

onSignedOut(() => {
  session.value = null;
});

/** Loads who is signed in. */
export async function loadSession(): Promise<void> {
  try {
    session.value = await api.session();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 403) session.value = null;
  }
}

/** @returns null on success, otherwise the message of the service */
export async function signIn(token: string): Promise<string | null> {
  try {
    session.value = await api.signIn(token);
    return null;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.message;
  }
}

export async function signOut(everywhere: boolean): Promise<void> {
  try {
    await api.signOut({ everywhere });
  } catch (error) {
    // 401: the session has ended already.
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
  }
  // The next person to sign in must not see any of this.
  documentDraft.value = { content: '', filePath: '' };
  submissionResult.value = null;
  clearRunDraft();
  session.value = null;
}
