import type { Edit } from '../../shared/things.ts';
import { EditPlaces, type EditPlace } from './edit-places.ts';
import { isSameReplacement, matches, insertionIndex } from './edits.ts';

/** By how many code units more the best of similar places must agree. */
const MIN_LEAD = 16;
/** What is alike by chance on the side of a place that was changed is shorter, the edit's own text included. */
const MIN_TOLD_LENGTH = 8;

/** Edits, found again in a text that changed since they were made. */
export type RelocatedEdits =
  | { state: 'found'; edits: Edit[] }
  /** The text has what they would make of it. */
  | { state: 'present' }
  /** `index` is of the first edit without a place, in the order that they were given. */
  | { state: 'lost'; index: number; detail: string }
  | { state: 'ambiguous'; index: number; detail: string };

type Spot = { at: number } | 'present' | 'lost' | 'ambiguous';

/**
 * Finds edits again in a text that changed since they were made, by what they expect and what stood around it. A place
 * must be the only one, or agree clearly best: an edit at the wrong place is worse than none.
 *
 * @param original the text that the edits were made for
 * @param edits disjoint; they keep their order
 * @param target the text as it is now
 * @returns the edits with offsets of the target; those that it has already are left out
 */
export function relocateEdits(original: string, edits: readonly Edit[], target: string): RelocatedEdits {
  if (target === original) return { state: 'found', edits: [...edits] };
  return new Relocator(original, target, edits).relocate(edits);
}

/** Relocates many groups of edits between the same two texts. */
export class Relocator {
  readonly #original: string;
  readonly #target: string;
  readonly #places: EditPlaces;
  /** How many code units both texts begin and end with. */
  readonly #prefix: number;
  readonly #suffix: number;
  readonly #delta: number;

  /** @param likely edits that the target may have already: what stands around others may be what these made of it */
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
      // Places in another order than the edits belong to other pieces of text, though each looks right.
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
    // Nothing but an insertion or a removal of one piece: then what is outside of it can't be anywhere else.
    if (this.#prefix + this.#suffix >= Math.min(length, length + this.#delta)) {
      const options: EditPlace[] = [];
      if (end <= this.#prefix) options.push(this.#places.rate(edit, 'expected', start));
      if (start >= length - this.#suffix) {
        options.push(this.#places.rate(edit, 'expected', start + this.#delta));
      }
      if (options.length === 0) return 'lost';
      // Lines are taken to come and go as a whole; else the end of a new one could pass for that of the edit's own.
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

/** 0 for a place that too little speaks for. */
function rankOf(place: EditPlace): number {
  const { form, sides, wholeLine, telling, onlyLine } = place;
  if (sides === 2) return 5;
  if (sides === 0) return wholeLine && onlyLine ? 1 : 0;
  if (wholeLine) return telling || isTold(place) ? 3 : 0;
  // Half a line and one side don't show that something was removed: another word may have come in its place.
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
