/** What is typed on the desk and not decided yet. It outlives a reload and a sign-in, in this tab. */
import { effect, signal } from '@preact/signals';
import { session } from '../service/session.ts';
import { KEPT_PREFIX } from '../service/kept.ts';

/** About one recommendation, or about the findings of a rule. */
export interface Draft {
  note: string;
  /** Texts of one's own, by the index of the edit. */
  texts: Readonly<Record<number, string>>;
  /** The edits that are not to be approved. */
  leftOut: readonly number[];
}

/** Among what signing out forgets. */
const DESK_DRAFTS = `${KEPT_PREFIX}desk`;

type Drafts = Readonly<Record<string, Draft>>;
const NOTHING: Draft = { note: '', texts: {}, leftOut: [] };

const drafts = signal<Drafts>({});
/** Whose they are: nobody else is shown them. */
let owner: string | undefined;

effect(() => {
  const who = session.value?.actor;
  // Signed out, which empties the storage, or signed in again after the session has ended, which does not.
  if (who === undefined) owner = undefined;
  if (who === undefined || who === owner) return;
  owner = who;
  drafts.value = read(who);
});

function read(who: string): Drafts {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(DESK_DRAFTS) ?? 'null');
    return isStored(stored) && stored.owner === who ? stored.drafts : {};
  } catch (error) {
    // Something else wrote there, or the browser keeps nothing: there are no drafts then.
    console.warn(`Drafts could not be read: ${String(error)}`);
    return {};
  }
}

function isStored(stored: unknown): stored is { owner: string; drafts: Drafts } {
  return typeof stored === 'object' && stored !== null && 'owner' in stored && 'drafts' in stored;
}

export function draftOf(key: string): Draft {
  return drafts.value[key] ?? NOTHING;
}

export function changeDraft(key: string, change: Partial<Draft>): void {
  keep({ ...drafts.peek(), [key]: { ...draftOf(key), ...change } });
}

export function dropDraft(key: string): void {
  const { [key]: dropped, ...others } = drafts.peek();
  if (dropped) keep(others);
}

function keep(next: Drafts): void {
  drafts.value = next;
  try {
    sessionStorage.setItem(DESK_DRAFTS, JSON.stringify({ owner, drafts: next }));
  } catch (error) {
    // Full, or switched off: the drafts last as long as the page.
    console.warn(`Drafts could not be kept: ${String(error)}`);
  }
}
