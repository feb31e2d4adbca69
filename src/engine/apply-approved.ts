/** Brings approved changes into a text, which may have changed since they were made. */
import type { Edit } from '../shared/things.ts';
import { checkSafety } from './document/safety-gate.ts';
import { enhanceDocument, type DocumentChange, type NotApplied } from './enhance-document.ts';
import type { Flavor } from './flavors/flavor.ts';
import { DocumentProof } from './proof/prove.ts';
import type { Effect } from './rules/effects.ts';
import { applyEdits } from './text/edits.ts';

/** A change that somebody has approved. */
export interface ApprovedChange extends DocumentChange {
  /** Whether readers must see the same afterwards. What a person has approved although they see it is not held to that. */
  certain: boolean;
  /** What its rule declares that it changes. */
  effects: readonly Effect[];
}

/** What {@link applyApproved} is given. */
export interface ApprovedInput {
  /** The text that the changes were made for. */
  original: string;
  /** The text to change, if it is no longer the original. */
  base?: string;
  flavor: Flavor;
  /** In order of precedence: if two collide, the first one is made. */
  changes: readonly ApprovedChange[];
}

/**
 * A change that was left out. `unproven`: readers would see more changed than its rule declares. `unsafe`: the document would
 * lose much of its text, or of its front matter.
 */
export interface LeftOutChange {
  id: string;
  reason: Exclude<NotApplied['reason'], 'present'> | 'unproven' | 'unsafe';
  detail: string;
}

/** What {@link applyApproved} makes of a text. */
export interface ApprovedText {
  text: string;
  /** Ascending, disjoint, and made for the base. */
  edits: Edit[];
  /** Ids of the changes that were made, and of those that the base has already. */
  applied: string[];
  present: string[];
  leftOut: LeftOutChange[];
}

/** Edits with the changes that they are from. */
interface Made {
  edits: readonly Edit[];
  changeOf: readonly string[];
}

/**
 * Makes approved changes in a text. If it has changed since, their places are looked for, and certain changes are proven
 * again. A change is made as a whole or left out with a reason. Everything outside of the changes stays as it is, code unit
 * for code unit.
 */
export function applyApproved({ original, base = original, flavor, changes }: ApprovedInput): ApprovedText {
  const judge = new Judge(base, flavor, changes, base === original);
  const leftOut: LeftOutChange[] = [];
  for (let wanted = changes; ;) {
    const made = enhanceDocument({ original, base, changes: wanted });
    const refused = judge.refuse(made);
    if (refused.length === 0) {
      const present = made.notApplied.filter(({ reason }) => reason === 'present').map(({ id }) => id);
      for (const { id, reason, detail } of made.notApplied) {
        if (reason !== 'present') leftOut.push({ id, reason, detail });
      }
      return { text: made.text, edits: made.edits, applied: made.applied, present, leftOut };
    }
    leftOut.push(...refused);
    const ids = new Set(refused.map(({ id }) => id));
    wanted = wanted.filter(({ id }) => !ids.has(id));
  }
}

/** Says which changes must not be made. */
class Judge {
  readonly #base: string;
  readonly #changes: ReadonlyMap<string, ApprovedChange>;
  readonly #isProven: boolean;
  readonly #proof: DocumentProof;

  /** @param isProven - each change was proven for this text, on its own */
  constructor(base: string, flavor: Flavor, changes: readonly ApprovedChange[], isProven: boolean) {
    this.#base = base;
    this.#changes = new Map(changes.map((change) => [change.id, change]));
    this.#isProven = isProven;
    this.#proof = new DocumentProof(base, flavor);
  }

  /** @returns the changes that must be left out; the rest is to be judged again */
  refuse(made: Made): LeftOutChange[] {
    const certain = this.#certainOf(made);
    if (!this.#isProven) {
      const unproven = [...editsByChange(certain)].flatMap(([id, edits]) => this.#disprove(id, edits));
      if (unproven.length > 0) return unproven;
    }
    return (
      firstGuilty(certain, 'unproven', (edits, ids) => this.#damage(edits, ids)) ??
      firstGuilty(made, 'unsafe', (edits) => this.#danger(edits)) ??
      []
    );
  }

  #certainOf({ edits, changeOf }: Made): Made {
    const isCertain = (index: number) => this.#changes.get(changeOf[index] ?? '')?.certain ?? false;
    return {
      edits: edits.filter((_edit, index) => isCertain(index)),
      changeOf: changeOf.filter((_id, index) => isCertain(index)),
    };
  }

  #disprove(id: string, edits: readonly Edit[]): LeftOutChange[] {
    const effects = this.#changes.get(id)?.effects ?? [];
    const [verdict] = this.#proof.prove([edits], effects);
    if (verdict?.certain !== false) return [];
    return [{ id, reason: 'unproven', detail: `In the text as it is now, ${verdict.reason}.` }];
  }

  #damage(edits: readonly Edit[], ids: readonly string[]): string | null {
    if (edits.length === 0) return null;
    const effects = ids.flatMap((id) => this.#changes.get(id)?.effects ?? []);
    const damage = this.#proof.damage(edits, effects);
    return damage === null ? null : `It would change ${damage}.`;
  }

  #danger(edits: readonly Edit[]): string | null {
    return checkSafety(this.#base, applyEdits(this.#base, edits))?.detail ?? null;
  }
}

/** @returns null when all edits together are fine; else the first change that is not, beside those before it */
function firstGuilty(
  { edits, changeOf }: Made,
  reason: LeftOutChange['reason'],
  wrong: (edits: readonly Edit[], ids: readonly string[]) => string | null,
): LeftOutChange[] | null {
  const ids = [...new Set(changeOf)];
  const all = wrong(edits, ids);
  if (all === null) return null;
  for (let count = 1; count < ids.length; count += 1) {
    const among = new Set(ids.slice(0, count));
    const detail = wrong(
      edits.filter((_edit, index) => among.has(changeOf[index] ?? '')),
      [...among],
    );
    const id = ids[count - 1];
    if (detail !== null && id !== undefined) return [{ id, reason, detail }];
  }
  return [{ id: ids.at(-1) ?? '', reason, detail: all }];
}

function editsByChange({ edits, changeOf }: Made): ReadonlyMap<string, Edit[]> {
  // Not `Map.groupBy`: the command line runs on Node 20, too.
  const groups = new Map<string, Edit[]>();
  for (const [index, edit] of edits.entries()) {
    const id = changeOf[index] ?? '';
    const group = groups.get(id);
    if (group) group.push(edit);
    else groups.set(id, [edit]);
  }
  return groups;
}
