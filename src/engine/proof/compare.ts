import type { Edit } from '../../shared/things.ts';
import { BlockRendering } from './block-rendering.ts';
import type { Tolerance } from './inline-rendering.ts';
import type { ComparableDocument, TopBlock } from './comparable-document.ts';

/** A stretch of the document before, in which what readers see would change. */
export interface Difference {
  start: number;
  end: number;
  /** What would change, in words, e.g. `the text`. */
  what: string;
}

/** A block on its way into the comparison. */
interface Piece {
  start: number;
  end: number;
  /** Set for blocks that no edit touches and that are parsed as before: the start of the block before. */
  anchor: number | null;
  block: TopBlock;
}

/**
 * Compares two versions of a document by what is seen of them. Blocks that are the same in both, and that no edit
 * touches, are not rendered: the rest is compared between them.
 *
 * @param edits - ascending and disjoint; what made `after` of `before`
 * @returns the stretches that differ, in offsets of `before`; none when readers see the same
 */
export function compareDocuments(
  before: ComparableDocument,
  after: ComparableDocument,
  edits: readonly Edit[],
  tolerance: Tolerance,
): Difference[] {
  const whole = wholeDifference(before, after);
  if (whole !== null) return [{ start: 0, end: before.text.length, what: whole }];
  const isSameDefinitions = sameDefinitions(before, after);
  const pairs = pair(before, after, isSameDefinitions ? edits : null);
  const differences: Difference[] = [];
  const left = new BlockRendering(before.markdown, before.definitions, tolerance);
  const right = new BlockRendering(after.markdown, after.definitions, tolerance);
  for (const { start, end, old, now } of pairs) {
    const oldTokens: string[] = [];
    const newTokens: string[] = [];
    for (const { node } of old) left.render(node, oldTokens);
    for (const { node } of now) right.render(node, newTokens);
    const what = differenceOf(oldTokens, newTokens);
    if (what !== null) differences.push({ start, end, what });
  }
  return differences;
}

/** What differs that belongs to no block. */
function wholeDifference(before: ComparableDocument, after: ComparableDocument): string | null {
  if (headOf(before) !== headOf(after)) return 'front matter';
  if (after.errors > before.errors) return 'the build, which would fail';
  return null;
}

function headOf({ text, bodyStart }: ComparableDocument): string {
  return text.slice(0, bodyStart).trimEnd();
}

function sameDefinitions(
  { definitions: before }: ComparableDocument,
  { definitions: after }: ComparableDocument,
): boolean {
  if (before.size !== after.size) return false;
  for (const [label, target] of before) if (after.get(label) !== target) return false;
  return true;
}

interface Pair {
  start: number;
  end: number;
  old: TopBlock[];
  now: TopBlock[];
}

/** Pairs the stretches between blocks that are the same. Without edits to go by, all is one stretch. */
function pair(before: ComparableDocument, after: ComparableDocument, edits: readonly Edit[] | null): Pair[] {
  const anchors = edits === null ? new Map<number, number>() : findAnchors(before, after, edits);
  const olds = before.blocks.map((block): Piece => ({
    ...block,
    block,
    anchor: anchors.has(block.start) ? block.start : null,
  }));
  const byNewStart = new Map([...anchors].map(([old, now]) => [now, old]));
  const news = after.blocks.map((block): Piece => ({
    ...block,
    block,
    anchor: byNewStart.get(block.start) ?? null,
  }));
  const pairs: Pair[] = [];
  let start = 0;
  let next = 0;
  let old: TopBlock[] = [];
  const finish = (end: number, anchor: number | null): void => {
    const now: TopBlock[] = [];
    for (; next < news.length && news[next]?.anchor !== anchor; next += 1) {
      const block = news[next]?.block;
      if (block) now.push(block);
    }
    if (old.length > 0 || now.length > 0) pairs.push({ start, end, old, now });
    old = [];
    next += 1;
  };
  for (const piece of olds) {
    if (piece.anchor === null) old.push(piece.block);
    else {
      finish(piece.start, piece.anchor);
      start = piece.end;
    }
  }
  // No new block has this anchor, so all that are left belong to the last stretch.
  finish(before.text.length, -1);
  return pairs;
}

/**
 * Finds the blocks that no edit touches and that are parsed as before, from old start to new start. The indentation before
 * a block is no part of its node, but decides how it is read: so a block is looked at from the start of its line.
 */
function findAnchors(
  before: ComparableDocument,
  after: ComparableDocument,
  edits: readonly Edit[],
): Map<number, number> {
  const news = new Map(after.blocks.map((block) => [block.start, block]));
  const anchors = new Map<number, number>();
  let shift = 0;
  let index = 0;
  for (const { start, end, node } of before.blocks) {
    const lineStart = lineStartBefore(before.text, start);
    for (let edit = edits[index]; edit && edit.end <= lineStart; edit = edits[index]) {
      shift += edit.text.length - (edit.end - edit.start);
      index += 1;
    }
    const edit = edits[index];
    // An insertion right at the end may go on the block, and then the block after is not the same.
    if (edit && edit.start < end) continue;
    if (lineStartBefore(after.text, start + shift) !== lineStart + shift) continue;
    const same = news.get(start + shift);
    if (same && same.end === end + shift && same.node.name === node.name) anchors.set(start, start + shift);
  }
  return anchors;
}

function lineStartBefore(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start -= 1;
  return start;
}

const KINDS: readonly { token: RegExp; words: string }[] = [
  { token: /^code /, words: 'code' },
  { token: /^(?:list|item|end of list)/, words: 'a list' },
  { token: /^heading /, words: 'a heading' },
  { token: /^(?:quote|end of quote)/, words: 'a quote' },
  { token: /^(?:columns|row|cell|next cell|end of table)/, words: 'a table' },
  { token: /^html /, words: 'HTML' },
  { token: /^rule/, words: 'a thematic break' },
];
const ELEMENTS: readonly { element: RegExp; words: string }[] = [
  { element: /<a [^>]*>|<\/a>/g, words: 'a link' },
  { element: /<img [^>]*>|<\/img>/g, words: 'an image' },
  { element: /<code>[^]*?<\/code>/g, words: 'code' },
  { element: /<\/?(?:em|strong|del)>/g, words: 'emphasis' },
  { element: /<br>/g, words: 'a line break' },
];

/** What each token is, in words; of a heading, with its level. */
function kindsOf(tokens: readonly string[]): string[] {
  return tokens.map((token) => {
    const words = KINDS.find((kind) => kind.token.test(token))?.words ?? 'paragraphs';
    return words === 'a heading' ? token.slice(0, 'heading 1'.length) : words;
  });
}

/** What differs between two renderings, in words; null when nothing does. */
function differenceOf(before: readonly string[], after: readonly string[]): string | null {
  if (before.length === after.length && before.every((token, index) => token === after[index])) return null;
  const [old, now] = [kindsOf(before), kindsOf(after)];
  for (const { words } of KINDS) {
    if (words === 'a heading' || words === 'a table') continue;
    const tokens = (all: readonly string[], kinds: readonly string[]): string =>
      all.filter((_token, index) => kinds[index] === words).join('\n');
    if (tokens(before, old) !== tokens(after, now)) return words;
  }
  if (old.join() !== now.join())
    return [...old, ...now].some((kind) => kind.startsWith('heading')) ? 'a heading' : 'paragraphs';
  const [textBefore, textAfter] = [before.join('\n'), after.join('\n')];
  for (const { element, words } of ELEMENTS) {
    const found = (text: string): string => (text.match(element) ?? []).join();
    if (found(textBefore) !== found(textAfter)) return words;
  }
  return 'the text';
}
