import type { Edit } from '../shared/things.ts';
import type { Replacement } from './finding.ts';

/** Edits that can't be applied: they overlap, are out of the text, or the text is no longer what they expect. */
export class EditConflictError extends Error {
  override readonly name = 'EditConflictError';
  readonly reason: 'overlap' | 'range' | 'expected';
  /** Index of the edit, in the order that they were given. */
  readonly index: number;

  constructor(reason: 'overlap' | 'range' | 'expected', index: number, message: string) {
    super(message);
    this.reason = reason;
    this.index = index;
  }
}

/**
 * Applies edits to a text; everything outside of them stays as it is, code unit for code unit.
 *
 * @param text the text that the edits were made for
 * @param edits in any order; two insertions at one place are refused, since their order would be a guess
 * @returns the new text
 * @throws {EditConflictError} when edits overlap, leave the text, or don't find what they expect
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

/** Whether two replacements, the first of which doesn't begin after the second, can't both be applied. */
export function overlap(first: Replacement, second: Replacement): boolean {
  const twoInsertions = first.start === first.end && second.start === second.end;
  return second.start < first.end || (twoInsertions && first.start === second.start);
}

/**
 * Joins groups of replacements to ascending, disjoint edits. A group that collides with those before it is left out as
 * a whole; one that only repeats what is there already counts as kept.
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
    const added = group.filter((wanted) => !isSame(accepted[placeOf(accepted, wanted)], wanted));
    if (!added.every((wanted) => fits(accepted, wanted))) continue;
    for (const wanted of added) accepted.splice(placeOf(accepted, wanted), 0, wanted);
    kept[index] = true;
  }
  const edits = accepted.map(({ start, end, text: replacement }) => ({
    start,
    end,
    expected: text.slice(start, end),
    text: replacement,
  }));
  return { edits, kept };
}

/** Index of the first accepted replacement that doesn't come before the wanted one. */
function placeOf(accepted: readonly Replacement[], wanted: Replacement): number {
  let low = 0;
  let high = accepted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const have = accepted[middle];
    if (have && (have.start < wanted.start || (have.start === wanted.start && have.end < wanted.end)))
      low = middle + 1;
    else high = middle;
  }
  return low;
}

function isSame(have: Replacement | undefined, wanted: Replacement): boolean {
  return have?.start === wanted.start && have.end === wanted.end && have.text === wanted.text;
}

function fits(accepted: readonly Replacement[], wanted: Replacement): boolean {
  const place = placeOf(accepted, wanted);
  const before = accepted[place - 1];
  const after = accepted[place];
  return !(before && overlap(before, wanted)) && !(after && overlap(wanted, after));
}
