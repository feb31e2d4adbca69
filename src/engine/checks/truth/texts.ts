import type { DocumentView } from '../check.ts';
import type { TruthRuleId } from './rules.ts';
import { readFrontMatterFields } from '../../document/front-matter-fields.ts';
import { MASK, type ProseBlock } from '../../document/prose.ts';
import type { Knowledge } from './knowledge.ts';
import { readShortcodes, type Shortcodes, type Span } from './shortcodes.ts';
import type { Mention } from './spellings.ts';

/** A paragraph, heading, table cell or front matter field that people read, with the names in it. */
export interface TruthText {
  text: string;
  mentions: readonly Mention[];
  /** Returns the document offset of the character at `index`. */
  offsetAt: (index: number) => number;
  /** Returns the document offset right after the last character of a part of `text` that ends at `index`. */
  endAt: (index: number) => number;
}

/** Code that people read: a fenced block or inline code. */
export interface TruthCode {
  text: string;
  /** Document offset of the first character of the code. */
  start: number;
  inline: boolean;
}

/** Front matter fields that are shown to readers. */
const SHOWN_FIELDS = ['title', 'linktitle', 'description'];

/** A document's prose and code. */
export interface TruthSource {
  /** Prose blocks and front matter fields that contain prose. */
  texts: TruthText[];
  /** In document order. */
  codes: TruthCode[];
}

/** Reads the prose and the code of a document. Skips what a site generator replaces. */
export function readSource(view: DocumentView<TruthRuleId>, knowledge: Knowledge): TruthSource {
  const shortcodes = readShortcodes(view.text, view.bodyStart);
  return { texts: readTexts(view, knowledge, shortcodes), codes: readCode(view, shortcodes) };
}

function readTexts(
  view: DocumentView<TruthRuleId>,
  { spellings }: Knowledge,
  { notProse }: Shortcodes,
): TruthText[] {
  const texts: TruthText[] = [];
  const fields = readFrontMatterFields(view);
  for (const name of fields ? SHOWN_FIELDS : []) {
    const field = fields?.get(name);
    if (!field?.text) continue;
    // Only use a value that appears verbatim in the source: not folded over lines and without escapes.
    const at = view.text.slice(field.valueStart, field.valueEnd).indexOf(field.text);
    if (at < 0) continue;
    const start = field.valueStart + at;
    const mentions = spellings.find(field.text);
    texts.push({
      text: field.text,
      mentions,
      offsetAt: (index) => start + index,
      endAt: (index) => start + index,
    });
  }
  const mask = masker(notProse);
  for (const block of view.words()) {
    const text = mask(block);
    texts.push({
      text,
      mentions: spellings.find(text),
      offsetAt: (index) => block.offsetAt(index),
      endAt: (index) => block.endAt(index),
    });
  }
  return texts;
}

/**
 * Masks the parts of block texts that are not prose, keeping their length.
 *
 * @param spans - in order of position; blocks must be passed in order of position, too
 */
function masker(spans: readonly Span[]): (block: ProseBlock) => string {
  let next = 0;
  return (block) => {
    const { text } = block;
    const first = block.offsetAt(0);
    while ((spans[next]?.end ?? Number.POSITIVE_INFINITY) <= first) next += 1;
    if ((spans[next]?.start ?? Number.POSITIVE_INFINITY) >= block.offsetAt(text.length)) return text;
    let masked = '';
    for (let index = 0; index < text.length; index += 1) {
      const at = block.offsetAt(index);
      while ((spans[next]?.end ?? Number.POSITIVE_INFINITY) <= at) next += 1;
      masked += at >= (spans[next]?.start ?? Number.POSITIVE_INFINITY) ? MASK : text[index];
    }
    return masked;
  };
}

function readCode({ text, outline }: DocumentView<TruthRuleId>, shortcodes: Shortcodes): TruthCode[] {
  if (!outline) return [];
  const spans = [
    ...outline.fences.map(({ openEnd, end, info }) => ({
      start: Math.min(end, openEnd + info.length),
      end,
      inline: false,
    })),
    ...outline.inlineCode.map(({ start, end }) => ({ start, end, inline: true })),
    ...shortcodes.code.map(({ start, end }) => ({ start, end, inline: false })),
  ];
  return spans
    .map(({ start, end, inline }) => ({ text: text.slice(start, end), start, inline }))
    .toSorted((a, b) => a.start - b.start);
}
