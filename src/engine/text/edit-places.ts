/** Finds the places where an edit may belong in a changed text, and rates how well each place agrees with the original. */
import type { Edit } from '../../shared/things.ts';
import { applyEdits, isSameReplacement, matches, mergeReplacements, insertionIndex } from './edits.ts';
import { LineIndex } from './line-index.ts';

/** How much text next to an edit must agree for that side to count, in UTF-16 code units. */
const CONTEXT_LENGTH = 60;
/** How much text is compared at most on each side. It is more than CONTEXT_LENGTH, because repeated passages may be longer. */
const MAX_COMPARED_LENGTH = 240;
/** How many lines before and after an edit's own line are searched for in the target. */
const ANCHOR_LINES = 4;
/** A line that occurs more often than this in the target is not used to find places. */
const MAX_ANCHOR_PLACES = 16;
/** Lines shorter than this, e.g. `---`, are often equal by chance. In UTF-16 code units. */
const MIN_TELLING_LENGTH = 4;

/** A place where an edit may belong. */
export interface EditPlace {
  /** Whether the place has the text that the edit expects, or already its result. */
  form: 'expected' | 'result';
  start: number;
  length: number;
  /** On how many sides enough text agrees, 0..2. */
  sides: number;
  /** Whether the edit's lines are equal from end to end. */
  wholeLine: boolean;
  /** Whether its line is long enough not to be equal to others by chance. */
  telling: boolean;
  /** Whether its line occurs only once, in the original and in the target. */
  onlyLine: boolean;
  /** Number of code units that agree, including the edit's own text. */
  score: number;
  /** Number of code units that agree before and after it. */
  before: number;
  after: number;
}

/** How far two texts agree from a place on. */
interface Agreement {
  length: number;
  complete: boolean;
  wholeLine: boolean;
}

/** A text that shows the surroundings of the edits: the original, or the original with the likely edits applied. */
interface Source {
  text: string;
  lines: LineIndex;
  /** Offsets in this text of the end of what is before an edit, and of the start of what is after it. */
  around: (edit: Edit) => { before: number; after: number };
}

/** Finds places for edits of an original text in a target text. Both texts are read once, for any number of edits. */
export class EditPlaces {
  /** The original with the edits of {@link likely} applied. */
  readonly applied: string;
  /** The edits that the target probably has already, ascending and disjoint. */
  readonly likely: readonly Edit[];
  readonly #target: string;
  readonly #lines: LineIndex;
  readonly #targetLines: ReadonlyMap<string, number[]>;
  readonly #originalLines: ReadonlyMap<string, number[]>;
  readonly #sources: readonly [Source, Source];

  constructor(original: string, target: string, likely: readonly Edit[]) {
    const valid = likely.filter((edit) => matches(original, edit));
    this.likely = mergeReplacements(
      original,
      valid.map((edit) => [edit]),
    ).edits;
    this.applied = applyEdits(original, this.likely);
    this.#target = target;
    this.#lines = new LineIndex(target);
    this.#targetLines = placesByLine(target, this.#lines);
    const lines = new LineIndex(original);
    this.#originalLines = placesByLine(original, lines);
    this.#sources = [
      { text: original, lines, around: ({ start, end }) => ({ before: start, after: end }) },
      { text: this.applied, lines: new LineIndex(this.applied), around: aroundApplied(this.likely) },
    ];
  }

  /**
   * Finds every place that the lines around the edit point to.
   *
   * @param guesses - further offsets of the target to try
   */
  find(edit: Edit, guesses: readonly number[]): EditPlace[] {
    const places: EditPlace[] = [];
    const forms = edit.expected === edit.text ? (['expected'] as const) : (['expected', 'result'] as const);
    for (const form of forms) {
      const needle = form === 'expected' ? edit.expected : edit.text;
      const starts = new Set(guesses);
      for (const source of this.#sources) this.#collect(source, edit, needle, starts);
      for (const start of starts) {
        if (start >= 0 && this.#target.startsWith(needle, start)) places.push(this.rate(edit, form, start));
      }
    }
    return places;
  }

  /** Rates how well a place agrees with the surroundings of the edit. */
  rate(edit: Edit, form: EditPlace['form'], start: number): EditPlace {
    const needle = form === 'expected' ? edit.expected : edit.text;
    const end = start + needle.length;
    const sides = this.#sources.map(({ text, around }) => {
      const at = around(edit);
      return {
        before: agreeBefore(text, at.before, this.#target, start),
        after: agreeAfter(text, at.after, this.#target, end, needle.endsWith('\n')),
      };
    });
    const before = best(sides.map((side) => side.before));
    const after = best(sides.map((side) => side.after));
    return {
      form,
      start,
      length: needle.length,
      sides: Number(before.complete) + Number(after.complete),
      wholeLine: before.wholeLine && after.wholeLine,
      ...this.#judgeLine(edit, form, start),
      score: before.length + after.length + Math.min(needle.length, CONTEXT_LENGTH),
      before: before.length,
      after: after.length,
    };
  }

  /**
   * Whether the text that agrees at a place also occurs elsewhere, so that it does not identify the place. This is so when
   * the sides that count occur twice in the target, or when everything that agrees occurs twice in the original.
   */
  isRepeated({ start, length, sides, wholeLine, onlyLine, before, after }: EditPlace): boolean {
    // A line that occurs only once identifies the place without a search.
    if (sides === 2 && wholeLine && onlyLine) return false;
    const from = start - before;
    const to = start + length + after;
    // A side that agrees up to the end of the text cannot occur anywhere else.
    if (from < 0 || to > this.#target.length) return false;
    const all = this.#target.slice(from, to);
    if (this.#sources.some(({ text }) => standsTwice(text, all))) return true;
    if (sides === 0) return standsTwice(this.#target, all);
    const first = before >= CONTEXT_LENGTH ? from : start;
    const last = after >= CONTEXT_LENGTH ? to : start + length;
    return standsTwice(this.#target, this.#target.slice(first, last));
  }

  #collect({ lines, around }: Source, edit: Edit, needle: string, starts: Set<number>): void {
    const { before, after } = around(edit);
    const first = lines.lineAt(before);
    const last = lines.lineAt(after);
    for (let line = Math.max(1, first - ANCHOR_LINES); line <= first; line += 1) {
      for (const place of this.#anchors(lines.content(line))) starts.add(place + before - lines.start(line));
    }
    for (let line = last; line <= Math.min(lines.count, last + ANCHOR_LINES); line += 1) {
      if (lines.start(line) < after) continue;
      for (const place of this.#anchors(lines.content(line))) {
        starts.add(place - (lines.start(line) - after) - needle.length);
      }
    }
  }

  #anchors(line: string): readonly number[] {
    const places = this.#targetLines.get(line) ?? [];
    return places.length > MAX_ANCHOR_PLACES ? [] : places;
  }

  #judgeLine(
    { start }: Edit,
    form: EditPlace['form'],
    place: number,
  ): Pick<EditPlace, 'telling' | 'onlyLine'> {
    const [{ lines }] = this.#sources;
    const was = lines.content(lines.lineAt(start));
    const is = this.#lines.content(this.#lines.lineAt(place));
    const telling = is.trim().length >= MIN_TELLING_LENGTH;
    const isCompared = is.length <= MAX_COMPARED_LENGTH;
    const isOnly = this.#originalLines.get(was)?.length === 1 && this.#targetLines.get(is)?.length === 1;
    return {
      telling,
      onlyLine: telling && isCompared && isOnly && (form === 'expected' || !this.#originalLines.has(is)),
    };
  }
}

/** Offsets of lines by their content. Of a frequent line only MAX_ANCHOR_PLACES + 1 offsets are kept. */
function placesByLine(text: string, lines: LineIndex): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (let line = 1; line <= lines.count; line += 1) {
    const content = text.slice(lines.start(line), lines.contentEnd(line));
    const known = places.get(content);
    if (!known) places.set(content, [lines.start(line)]);
    else if (known.length <= MAX_ANCHOR_PLACES) known.push(lines.start(line));
  }
  return places;
}

function aroundApplied(likely: readonly Edit[]): Source['around'] {
  const shifts = [0];
  for (const { start, end, text } of likely) shifts.push((shifts.at(-1) ?? 0) + text.length - (end - start));
  return (edit) => {
    const index = insertionIndex(likely, edit);
    const isLikely = isSameReplacement(likely[index], edit);
    return {
      before: edit.start + (shifts[index] ?? 0),
      after: edit.end + (shifts[isLikely ? index + 1 : index] ?? 0),
    };
  };
}

function standsTwice(text: string, part: string): boolean {
  const first = text.indexOf(part);
  return first !== -1 && text.includes(part, first + 1);
}

function best(agreements: readonly Agreement[]): Agreement {
  return {
    length: Math.max(...agreements.map(({ length }) => length)),
    complete: agreements.some(({ complete }) => complete),
    wholeLine: agreements.some(({ wholeLine }) => wholeLine),
  };
}

const WHOLE: Agreement = { length: MAX_COMPARED_LENGTH, complete: true, wholeLine: true };

function partial(length: number, wholeLine: boolean): Agreement {
  const complete = length >= CONTEXT_LENGTH;
  return { length, complete, wholeLine: wholeLine || complete };
}

function agreeBefore(a: string, atA: number, b: string, atB: number): Agreement {
  let wholeLine = false;
  for (let length = 0; length < MAX_COMPARED_LENGTH; length += 1) {
    const i = atA - length;
    const j = atB - length;
    wholeLine ||= isLineStart(a, i) && isLineStart(b, j);
    if (i <= 0 && j <= 0) return WHOLE;
    if (i <= 0 || j <= 0 || a.charCodeAt(i - 1) !== b.charCodeAt(j - 1)) {
      return partial(length, wholeLine);
    }
  }
  return WHOLE;
}

/** @param closed - whether the text before ends its line, so that nothing more of that line needs to agree */
function agreeAfter(a: string, atA: number, b: string, atB: number, closed: boolean): Agreement {
  let wholeLine = closed;
  for (let length = 0; length < MAX_COMPARED_LENGTH; length += 1) {
    const i = atA + length;
    const j = atB + length;
    wholeLine ||= length > 0 && isLineStart(a, i) && isLineStart(b, j);
    if (i >= a.length && j >= b.length) return WHOLE;
    if (i >= a.length || j >= b.length || a.charCodeAt(i) !== b.charCodeAt(j)) {
      return partial(length, wholeLine);
    }
  }
  return WHOLE;
}

function isLineStart(text: string, offset: number): boolean {
  const previous = text[offset - 1];
  return offset <= 0 || previous === '\n' || (previous === '\r' && text[offset] !== '\n');
}
