import { lowerBound } from '../../shared/lower-bound.ts';
import type { Edit } from '../../shared/things.ts';

/** A replacement that a rule wants: `[start, end)` of the document becomes `text`. */
export interface Replacement {
  start: number;
  end: number;
  text: string;
}

/** Thrown for edits that cannot be applied: they overlap, lie outside the text, or expect another text. */
export class EditConflictError extends Error {
  override readonly name = 'EditConflictError';
  readonly reason: 'overlap' | 'range' | 'expected';
  /** Index of the offending edit in the list that was given. */
  readonly index: number;

  constructor(reason: 'overlap' | 'range' | 'expected', index: number, message: string) {
    super(message);
    this.reason = reason;
    this.index = index;
  }
}

/**
 * Applies edits to a text. Everything outside of them stays as it is, code unit for code unit.
 *
 * @param text - the text that the edits were made for
 * @param edits - in any order. Two insertions at one place are refused, because their order would be a guess.
 * @returns the new text
 * @throws {EditConflictError} when edits overlap, lie outside the text, or do not find what they expect
 * @example applyEdits('a  \n', [{ start: 1, end: 3, expected: '  ', text: '' }]) // 'a\n'
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = edits.map((edit, index) => ({ edit, index }));
  ordered.sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end);
  const parts: string[] = [];
  let done = 0;
  let previous: Edit | null = null;
  for (const { edit, index } of ordered) {
    const { start, end } = edit;
    if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end < start || end > text.length) {
      throw new EditConflictError('range', index, `edit ${index}: [${start}, ${end}) is not in the text`);
    }
    if (previous && overlap(previous, edit)) {
      throw new EditConflictError('overlap', index, `edit ${index} overlaps another one at offset ${start}`);
    }
    if (text.slice(start, end) !== edit.expected) {
      throw new EditConflictError('expected', index, `edit ${index}: the text at ${start} has changed`);
    }
    parts.push(text.slice(done, start), edit.text);
    done = end;
    previous = edit;
  }
  parts.push(text.slice(done));
  return parts.join('');
}

/**
 * Whether two replacements collide, so that only one of them can be applied.
 *
 * @param first - starts no later than `second`
 */
export function overlap(first: Replacement, second: Replacement): boolean {
  const twoInsertions = first.start === first.end && second.start === second.end;
  return second.start < first.end || (twoInsertions && first.start === second.start);
}

/**
 * Joins groups of replacements into ascending, disjoint edits. A group that collides with an earlier one is left out as a
 * whole. A group that only repeats replacements that are already there counts as kept.
 *
 * @returns the edits, and for each group whether it is in them
 */
export function mergeReplacements(
  text: string,
  groups: readonly (readonly Replacement[])[],
): { edits: Edit[]; kept: boolean[] } {
  const order = groups.map((group, index) => ({ group, index, start: group[0]?.start ?? 0 }));
  order.sort((a, b) => a.start - b.start || a.index - b.index);
  const kept = groups.map(() => false);
  const accepted: Replacement[] = [];
  for (const { group, index } of order) {
    kept[index] = addReplacements(accepted, group) === null;
  }
  const edits = accepted.map(({ start, end, text: replacement }) => ({
    start,
    end,
    expected: text.slice(start, end),
    text: replacement,
  }));
  return { edits, kept };
}

/**
 * Adds a group to the accepted replacements, either all of it or nothing. Replacements that are already there are not
 * added twice.
 *
 * @param accepted - ascending and disjoint; changed in place. It stays disjoint if the group itself is disjoint.
 * @returns the accepted replacement that the group collides with, or null when the group was added
 */
export function addReplacements<T extends Replacement>(accepted: T[], group: readonly T[]): T | null {
  const collides = firstCollision(accepted, group);
  if (collides) return collides;
  for (const wanted of group) {
    const place = insertionIndex(accepted, wanted);
    if (!isSameReplacement(accepted[place], wanted)) accepted.splice(place, 0, wanted);
  }
  return null;
}

/**
 * Finds the first accepted replacement that a group collides with. Repeating a replacement is no collision.
 *
 * @param accepted - ascending and disjoint
 */
export function firstCollision<T extends Replacement>(
  accepted: readonly T[],
  group: readonly Replacement[],
): T | null {
  for (const wanted of group) {
    const place = insertionIndex(accepted, wanted);
    const before = accepted[place - 1];
    const after = accepted[place];
    if (isSameReplacement(after, wanted)) continue;
    if (before && overlap(before, wanted)) return before;
    if (after && overlap(wanted, after)) return after;
  }
  return null;
}

/** Index at which a replacement would be inserted into ascending ones. */
export function insertionIndex(accepted: readonly Replacement[], wanted: Replacement): number {
  return lowerBound(accepted.length, (index) => {
    const have = accepted[index];
    return (
      have !== undefined &&
      (have.start < wanted.start || (have.start === wanted.start && have.end < wanted.end))
    );
  });
}

/** Whether two replacements make the same change at the same place. */
export function isSameReplacement(have: Replacement | undefined, wanted: Replacement): boolean {
  return have?.start === wanted.start && have.end === wanted.end && have.text === wanted.text;
}

/** Whether an edit lies within a text and finds there what it expects. */
export function matches(text: string, { start, end, expected }: Edit): boolean {
  const isRange = Number.isInteger(start) && start >= 0 && end === start + expected.length;
  return isRange && end <= text.length && text.startsWith(expected, start);
}
