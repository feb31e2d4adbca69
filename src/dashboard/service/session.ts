/** Who uses the page, and what that one may do: nothing is offered that would be refused. */
import { computed, signal } from '@preact/signals';
import { ApiError } from '../../client/index.ts';
import type { Session } from '../../shared/api/access.ts';
import { includesRole, type Role } from '../../shared/roles.ts';
import { api, onSignedOut } from './api.ts';
import { forgetRun } from '../upload/run-draft.ts';
import { draft, outcome } from '../home/submission.ts';

/** null: nobody; undefined: not known yet. */
export const session = signal<Session | null | undefined>(undefined);
export const canReview = computed(() => may('reviewer'));
export const canSubmit = computed(() => may('editor'));

function may(role: Role): boolean {
  return session.value ? includesRole(session.value.role, role) : false;
}

onSignedOut(() => {
  session.value = null;
});

/** Asks who it is. A service that does not answer is asked again by the live connection's next snapshot. */
export async function loadSession(): Promise<void> {
  try {
    session.value = await api.session();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 403) session.value = null;
  }
}

/** @returns why not, if so */
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
    // Whoever is signed out already is where this leads to.
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
  }
  // Nothing of this one is for the next.
  draft.value = { content: '', filePath: '' };
  outcome.value = null;
  forgetRun();
  session.value = null;
}
