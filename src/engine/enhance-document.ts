import type { Edit } from '../shared/things.ts';
import {
  addReplacements,
  applyEdits,
  firstCollision,
  isSameReplacement,
  matches,
  overlap,
} from './text/edits.ts';
import { LineIndex } from './text/line-index.ts';
import { Relocator, type RelocatedEdits } from './text/relocate-edits.ts';

/** A wanted change. Either all of its edits are applied, or none. */
export interface DocumentChange {
  id: string;
  /** Made for the original text, in any order. */
  edits: readonly Edit[];
}

/** What {@link enhanceDocument} is given. */
export interface EnhanceInput {
  /** The text that the changes were made for. */
  original: string;
  /** The text to change, if it is no longer the original. */
  base?: string;
  /** In order of precedence: if two collide, the first one is applied. */
  changes: readonly DocumentChange[];
}

/** A change that was not applied, and why. `present`: the text has its result already. */
export interface NotApplied {
  id: string;
  reason: 'no-edits' | 'overlaps' | 'text-changed' | 'ambiguous' | 'present';
  detail: string;
  /** The change that it collides with. */
  with?: string;
}

/** What {@link enhanceDocument} makes of a document. */
export interface EnhancedDocument {
  text: string;
  /** Ascending, disjoint, and made for the base. */
  edits: Edit[];
  /** The id of the change that each of the edits is from. */
  changeOf: string[];
  /** Ids of the changes that were applied, in order of precedence. */
  applied: string[];
  notApplied: NotApplied[];
}

type Refusal = Omit<NotApplied, 'id'>;

interface OwnedEdit extends Edit {
  owner: string;
}

/**
 * Applies changes to a document. Everything outside of their edits stays as it is, code unit for code unit. A change that
 * cannot be applied is left out and listed in `notApplied`. Never throws, whatever the edits are.
 *
 * @returns the new text, its edits, and which changes were applied
 * @example
 * const fix = { start: 0, end: 3, expected: 'teh', text: 'the' };
 * enhanceDocument({ original: 'teh', changes: [{ id: 'a', edits: [fix] }] }).applied; // ['a']
 */
export function enhanceDocument({ original, base = original, changes }: EnhanceInput): EnhancedDocument {
  const wanted = changes.map(({ id, edits }) => ({ id, edits: effective(edits) }));
  const asMade = accept(original, original, wanted, (edits) => ({ state: 'found', edits: [...edits] }));
  if (base === original) return asMade;
  // Changes that fit the original may be in the base already, and so have changed the text around other edits.
  const relocator = new Relocator(original, base, asMade.edits);
  return accept(original, base, wanted, (edits) => relocator.relocate(edits));
}

function accept(
  original: string,
  base: string,
  changes: readonly DocumentChange[],
  relocate: (edits: readonly Edit[]) => RelocatedEdits,
): EnhancedDocument {
  const lines = new LineIndex(original);
  // Collisions are looked for in the original, because edits of a change that the base has already have no place in it.
  const taken: OwnedEdit[] = [];
  const accepted: OwnedEdit[] = [];
  const place = ({ id, edits }: DocumentChange): Refusal | null => {
    const unfit = checkChange(original, lines, edits);
    if (unfit) return unfit;
    const owned = edits.map((edit) => ({ ...edit, owner: id }));
    const other = firstCollision(taken, owned);
    if (other) return overlapping(other, lines);
    const moved = relocate(edits);
    if (moved.state === 'lost' || moved.state === 'ambiguous') {
      const line = lines.lineAt(edits[moved.index]?.start ?? 0);
      const reason = moved.state === 'lost' ? 'text-changed' : 'ambiguous';
      return { reason, detail: `${moved.detail} It was at line ${line}.` };
    }
    const placed = moved.state === 'present' ? [] : moved.edits.map((edit) => ({ ...edit, owner: id }));
    const there = addReplacements(accepted, placed);
    if (there) return overlapping(there, new LineIndex(base));
    addReplacements(taken, owned);
    return moved.state === 'present' ? { reason: 'present', detail: 'The text has it already.' } : null;
  };
  const applied: string[] = [];
  const notApplied: NotApplied[] = [];
  for (const change of changes) {
    const refusal = place(change);
    if (refusal) notApplied.push({ id: change.id, ...refusal });
    else applied.push(change.id);
  }
  const edits = accepted.map(({ start, end, expected, text }) => ({ start, end, expected, text }));
  const changeOf = accepted.map(({ owner }) => owner);
  return { text: applyEdits(base, edits), edits, changeOf, applied, notApplied };
}

/** What is wrong with a change on its own; null when nothing is. */
function checkChange(original: string, lines: LineIndex, edits: readonly Edit[]): Refusal | null {
  if (edits.length === 0) return { reason: 'no-edits', detail: 'It changes nothing.' };
  if (!edits.every((edit) => matches(original, edit))) {
    return { reason: 'text-changed', detail: 'It was not made for this text.' };
  }
  const next = edits.find((edit, index) => {
    const previous = edits[index - 1];
    return previous && overlap(previous, edit);
  });
  return next
    ? { reason: 'overlaps', detail: `Its own edits overlap at line ${lines.lineAt(next.start)}.` }
    : null;
}

function overlapping({ start, owner }: OwnedEdit, lines: LineIndex): Refusal {
  return {
    reason: 'overlaps',
    detail: `Another change is made at line ${lines.lineAt(start)}.`,
    with: owner,
  };
}

/** The edits in ascending order, without those that change nothing or repeat another. */
function effective(edits: readonly Edit[]): Edit[] {
  const ordered = edits.filter(({ expected, text }) => expected !== text);
  ordered.sort((a, b) => a.start - b.start || a.end - b.end);
  return ordered.filter((edit, index) => !isSameReplacement(ordered[index - 1], edit));
}
