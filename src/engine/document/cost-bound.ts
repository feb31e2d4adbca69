import type { Weights } from './cost-weights.ts';

/** What a character may be to the bound; 0 is a letter or anything else that costs nothing of its own. */
const Kind = {
  Blank: 1,
  LineEnd: 2,
  Bracket: 3,
  Emphasis: 4,
  Backtick: 5,
  Tag: 6,
  Punctuation: 7,
  Pipe: 8,
  /** A quote or list mark, or a part of one. */
  Mark: 9,
  Digit: 10,
} as const;

const KINDS = new Uint8Array(128);
for (const [characters, kind] of [
  [' \t', Kind.Blank],
  ['\r\n', Kind.LineEnd],
  ['[]', Kind.Bracket],
  ['*_', Kind.Emphasis],
  ['`', Kind.Backtick],
  ['<', Kind.Tag],
  ['&$~\\@:.', Kind.Punctuation],
  ['|', Kind.Pipe],
  ['>+-)', Kind.Mark],
  ['0123456789', Kind.Digit],
] as const) {
  for (const character of characters) KINDS[character.charCodeAt(0)] = kind;
}
const TAB = 9;
const ASTERISK = 42;
const FULL_STOP = 46;
/** Columns of a tab at the start of a line. */
const TAB_COLUMNS = 4;
/** Shorter runs of blanks cost nothing of their own. */
const MANY_BLANKS = 100;

/**
 * Bounds the estimated cost of parsing a text from above, in microseconds: as if all of it were one paragraph, one table
 * and one list. Takes a fraction of the time of the estimate, and is enough to tell that nearly any real document is cheap.
 *
 * @param text - lines end with `\n`, `\r\n` or `\r`
 */
export function boundCost(text: string, weights: Weights): number {
  const { length } = text;
  let lines = 1;
  let brackets = 0;
  let emphasis = 0;
  let backticks = 0;
  let tags = 0;
  let punctuation = 0;
  let pipes = 0;
  let blanksSquared = 0;
  let marks = 0;
  let mostMarks = 0;
  let deepest = 0;
  // Of this line: whether only marks and blanks have come so far, and how many.
  let isStart = true;
  let lineMarks = 0;
  let lineColumns = 0;
  let lastFull = -1;
  let before = 0;
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    const kind = code < KINDS.length ? (KINDS[code] ?? 0) : 0;
    if (kind === Kind.Blank) {
      if (isStart) lineColumns += code === TAB ? TAB_COLUMNS : 1;
      continue;
    }
    const blanks = at - lastFull - 1;
    if (blanks >= MANY_BLANKS) blanksSquared += blanks * blanks;
    if (kind === Kind.LineEnd) {
      lines += 1;
      marks += lineMarks;
      if (lineMarks > mostMarks) mostMarks = lineMarks;
      deepest = Math.max(deepest, lineMarks + lineColumns / 2);
      isStart = true;
      lineMarks = 0;
      lineColumns = 0;
    } else if (kind === 0) isStart = false;
    else {
      const isMark = kind === Kind.Mark || code === ASTERISK || code === FULL_STOP;
      if (isStart && isMark) lineMarks += 1;
      else if (kind !== Kind.Digit) isStart = false;
      if (kind === Kind.Bracket) brackets += 1;
      // As in the estimate, a run of equal marks is one delimiter.
      else if (kind === Kind.Emphasis) emphasis += before === code && lastFull === at - 1 ? 0 : 1;
      else if (kind === Kind.Backtick) backticks += 1;
      else if (kind === Kind.Tag) tags += 1;
      else if (kind === Kind.Punctuation) punctuation += 1;
      else if (kind === Kind.Pipe) pipes += 1;
    }
    lastFull = at;
    before = code;
  }
  const blanks = length - lastFull - 1;
  if (blanks >= MANY_BLANKS) blanksSquared += blanks * blanks;
  marks += lineMarks;
  mostMarks = Math.max(mostMarks, lineMarks);
  deepest = Math.max(deepest, lineMarks + lineColumns / 2);

  // Runs of n lengths have at least n² / 2 backticks.
  const unmatched = Math.min(backticks, Math.ceil(Math.sqrt(2 * backticks)));
  return (
    length * weights.codeUnit +
    lines * (weights.line + weights.structureLine) +
    brackets * weights.bracket +
    emphasis * weights.emphasis +
    (punctuation + backticks + tags) * weights.punctuation +
    pipes * weights.pipe +
    marks * weights.marker +
    marks * mostMarks * weights.markersSquared +
    (brackets + emphasis) ** 2 * weights.inlineSquared +
    tags ** 2 * weights.tagsSquared +
    unmatched * length * weights.ticksTimesLength +
    pipes ** 2 * weights.pipesSquared +
    lines ** 2 * (weights.linesSquared + weights.underlinesSquared) +
    deepest * lines * weights.depthTimesLine +
    blanksSquared * weights.blanksSquared +
    tags * length * weights.commentTimesLength
  );
}
