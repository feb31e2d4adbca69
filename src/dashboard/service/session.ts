/** Who is signed in, and what they may do. The page offers nothing that the service would refuse. */
import { computed, signal } from '@preact/signals';
import { backoffMs } from '../../client/backoff.ts';
import { ApiError } from '../../client/index.ts';
import { clearFailures, toast } from '../frame/toasts.ts';
import type { Session } from '../../shared/api/access.ts';
import { includesRole, type Role } from '../../shared/roles.ts';
import { api, onSignedOut } from './api.ts';
import { clearSubmission } from '../home/submission.ts';
import { clearKept } from './kept.ts';

/** null: nobody is signed in; undefined: not known yet. */
export const session = signal<Session | null | undefined>(undefined);
export const canReview = computed(() => may('reviewer'));
export const canSubmit = computed(() => may('editor'));
export const canAdminister = computed(() => may('admin'));
/** Whether they may change what is of no family: an admin who is limited to some may not. */
export const canSetUp = computed(() => may('admin') && session.value?.families === null);

function may(role: Role): boolean {
  return session.value ? includesRole(session.value.role, role) : false;
}

onSignedOut(() => {
  session.value = null;
});

/** Why it is not known who is signed in. */
export interface SessionProblem {
  message: string;
  /** Time of the next attempt, in ms since 1970. */
  retryAt: number;
}
export const sessionProblem = signal<SessionProblem | null>(null);
export const isSigningOut = signal(false);

const clearings: (() => void)[] = [];
/** Sets what else is cleared when somebody signs out. */
export function onSignOut(clear: () => void): void {
  clearings.push(clear);
}

let failures = 0;
let retry: ReturnType<typeof setTimeout> | undefined;

/** Loads who is signed in. Repeats the request until the service answers. */
export async function loadSession(): Promise<void> {
  clearTimeout(retry);
  try {
    session.value = await api.session();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { status, message, retryAfterMs = 0 } = error;
    if (status === 401 || status === 403) {
      session.value = null;
    } else {
      failures += 1;
      const waitMs = Math.max(retryAfterMs, backoffMs(failures, Math.random));
      sessionProblem.value = { message, retryAt: Date.now() + waitMs };
      retry = setTimeout(() => void loadSession(), waitMs);
      return;
    }
  }
  failures = 0;
  sessionProblem.value = null;
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

/** Ends the session. A failure is shown as a toast, and the session goes on. */
export async function signOut(everywhere: boolean): Promise<void> {
  if (isSigningOut.value) return;
  isSigningOut.value = true;
  try {
    await api.signOut({ everywhere });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // 401: the session has ended already.
    if (error.status !== 401) {
      toast({ text: `You are still signed in. ${error.message}`, tone: 'error', isLasting: true });
      return;
    }
  } finally {
    isSigningOut.value = false;
  }
  clearFailures();
  // The next person to sign in must not see any of this.
  clearSubmission();
  clearKept();
  for (const clear of clearings) clear();
  session.value = null;
}
