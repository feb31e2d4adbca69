import type { Edit } from '../../shared/things.ts';
import { EditPlaces, type EditPlace } from './edit-places.ts';
import { isSameReplacement, matches, insertionIndex } from './edits.ts';

/** How many more code units must agree at the best place than at the next one, when both rank the same. */
const MIN_LEAD = 16;
/** On the side of a place that was changed, shorter matches (including the edit's own text) may be chance. */
const MIN_TOLD_LENGTH = 8;

/** The outcome of relocating edits. */
export type RelocatedEdits =
  | { state: 'found'; edits: Edit[] }
  /** The target already has the result of the edits. */
  | { state: 'present' }
  /** `index` is that of the first edit without a place, in the order in which the edits were given. */
  | { state: 'lost'; index: number; detail: string }
  | { state: 'ambiguous'; index: number; detail: string };

type Spot = { at: number } | 'present' | 'lost' | 'ambiguous';

/**
 * Relocates edits to a text that has changed since they were made. A place is found by the text that an edit expects and
 * the text around it. It must be the only one, or agree clearly better than the others: an edit at a wrong place is worse
 * than none.
 *
 * @param original - the text that the edits were made for
 * @param edits - disjoint; they keep their order
 * @param target - the text as it is now
 * @returns the edits with offsets of the target, without those that the target has already; or why there are none
 */
export function relocateEdits(original: string, edits: readonly Edit[], target: string): RelocatedEdits {
  if (target === original) return { state: 'found', edits: [...edits] };
  return new Relocator(original, target, edits).relocate(edits);
}

/** Relocates many groups of edits from one text to another. */
export class Relocator {
  readonly #original: string;
  readonly #target: string;
  readonly #places: EditPlaces;
  /** Number of code units that both texts begin with, and end with. */
  readonly #prefix: number;
  readonly #suffix: number;
  readonly #delta: number;

  /** @param likely - edits that the target may have already, which may have changed the surroundings of other edits */
  constructor(original: string, target: string, likely: readonly Edit[]) {
    this.#original = original;
    this.#target = target;
    this.#places = new EditPlaces(original, target, likely);
    this.#prefix = commonPrefix(original, target);
    this.#suffix = commonSuffix(original, target);
    this.#delta = target.length - original.length;
  }

  relocate(edits: readonly Edit[]): RelocatedEdits {
    const ordered = edits.map((edit, index) => ({ edit, index }));
    ordered.sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end);
    const wrong = ordered.find(({ edit }) => !matches(this.#original, edit));
    if (wrong) return { state: 'lost', index: wrong.index, detail: 'The edit was not made for this text.' };
    if (this.#places.applied === this.#target && edits.every((edit) => this.#isLikely(edit))) {
      return { state: 'present' };
    }
    const only = ordered.find(({ edit }) => this.#isOnlyDifference(edit))?.edit;
    const found: Edit[] = [];
    let shift = 0;
    let done = 0;
    for (const { edit, index } of ordered) {
      const spot = only ? this.#besides(only, edit) : this.#locate(edit, shift);
      if (spot === 'present') continue;
      if (spot === 'lost' || spot === 'ambiguous') return { state: spot, index, detail: DETAILS[spot] };
      // When the places are in another order than the edits, some belong to other text, even if each looks right.
      if (spot.at < done) return { state: 'ambiguous', index, detail: DETAILS.ambiguous };
      shift = spot.at - edit.start;
      done = spot.at + edit.expected.length;
      found.push({ ...edit, start: spot.at, end: done });
    }
    return found.length === 0 && edits.length > 0 ? { state: 'present' } : { state: 'found', edits: found };
  }

  #isLikely(edit: Edit): boolean {
    const { likely } = this.#places;
    return isSameReplacement(likely[insertionIndex(likely, edit)], edit);
  }

  /** Whether the target is the original with this one edit. */
  #isOnlyDifference({ start, end, text }: Edit): boolean {
    const isRest = this.#prefix >= start && this.#suffix >= this.#original.length - end;
    return isRest && text.length - (end - start) === this.#delta && this.#target.startsWith(text, start);
  }

  #besides(only: Edit, edit: Edit): Spot {
    if (edit === only) return 'present';
    if (edit.end <= only.start) return { at: edit.start };
    return edit.start >= only.end ? { at: edit.start + this.#delta } : 'lost';
  }

  #locate(edit: Edit, shift: number): Spot {
    const { start, end } = edit;
    const length = this.#original.length;
    // Only one piece was inserted or removed, so all text outside of it has a known place.
    if (this.#prefix + this.#suffix >= Math.min(length, length + this.#delta)) {
      const options: EditPlace[] = [];
      if (end <= this.#prefix) options.push(this.#places.rate(edit, 'expected', start));
      if (start >= length - this.#suffix) {
        options.push(this.#places.rate(edit, 'expected', start + this.#delta));
      }
      if (options.length === 0) return 'lost';
      // Assumes that whole lines were added or removed. Otherwise the end of a new line could be taken for the edit's own.
      const whole = options.filter(({ wholeLine }) => wholeLine);
      const [only, other] = whole.length > 0 ? whole : options;
      if (other) return 'ambiguous';
      if (only && (only.wholeLine || isTold(only))) return { at: only.start };
    }
    return this.#choose(this.#places.find(edit, [start, start + this.#delta, start + shift]));
  }

  #choose(places: readonly EditPlace[]): Spot {
    const ranked = places.map((place) => ({ place, rank: rankOf(place) }));
    ranked.sort((a, b) => b.rank - a.rank || b.place.score - a.place.score);
    const [first, second] = ranked;
    if (!first || first.rank === 0) return 'lost';
    if (second?.rank === first.rank && first.place.score - second.place.score < MIN_LEAD) return 'ambiguous';
    if (this.#places.isRepeated(first.place)) return 'ambiguous';
    return first.place.form === 'result' ? 'present' : { at: first.place.start };
  }
}

const DETAILS = {
  lost: 'The text that it changes is no longer there.',
  ambiguous: 'The text that it changes could be at more than one place.',
};

/** Ranks a place; 0 means that too little agrees. */
function rankOf(place: EditPlace): number {
  const { form, sides, wholeLine, telling, onlyLine } = place;
  if (sides === 2) return 5;
  if (sides === 0) return wholeLine && onlyLine ? 1 : 0;
  if (wholeLine) return telling || isTold(place) ? 3 : 0;
  // Half a line and one side do not prove that text was removed: it may have been replaced by another word.
  return form === 'expected' && isTold(place) ? 2 : 0;
}

function isTold({ before, after, length }: EditPlace): boolean {
  return Math.min(before, after) + length >= MIN_TOLD_LENGTH;
}

function commonPrefix(a: string, b: string): number {
  const limit = Math.min(a.length, b.length);
  let length = 0;
  while (length < limit && a.charCodeAt(length) === b.charCodeAt(length)) length += 1;
  return length;
}

function commonSuffix(a: string, b: string): number {
  const limit = Math.min(a.length, b.length);
  let length = 0;
  while (length < limit && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length))
    length += 1;
  return length;
}
