import type { DocumentView } from '../../rules/finding.ts';
import { readFrontMatterFields } from '../../document/front-matter-fields.ts';
import { MASK, type ProseBlock } from '../../document/prose.ts';
import type { Knowledge } from './knowledge.ts';
import { readShortcodes, type Shortcodes, type Span } from './shortcodes.ts';
import type { Mention } from './spellings.ts';

/** A paragraph, a heading, a cell or a field that people read, with the names in it. */
export interface TruthText {
  text: string;
  mentions: readonly Mention[];
  /** Offset in the document of a place in `text`. */
  offsetAt: (index: number) => number;
  /** Offset in the document of where a part of `text` ends: right after its last character. */
  endAt: (index: number) => number;
}

/** Code that people read: of a fence, or between backticks. */
export interface TruthCode {
  text: string;
  /** Offset in the document of the code's first character. */
  start: number;
  inline: boolean;
}

/** Fields of the front matter that are shown to people. */
const SHOWN_FIELDS = ['title', 'linktitle', 'description'];

/** What the document says in words and in code. */
export interface TruthSource {
  /** The prose, and the fields of the front matter that are prose. */
  texts: TruthText[];
  /** In the order of the document. */
  codes: TruthCode[];
}

/** Reads the words and the code of a document; what a site generator puts in their place is neither. */
export function readSource(view: DocumentView, knowledge: Knowledge): TruthSource {
  const shortcodes = readShortcodes(view.text, view.bodyStart);
  return { texts: readTexts(view, knowledge, shortcodes), codes: readCode(view, shortcodes) };
}

function readTexts(view: DocumentView, { spellings }: Knowledge, { notProse }: Shortcodes): TruthText[] {
  const texts: TruthText[] = [];
  const fields = readFrontMatterFields(view);
  for (const name of fields ? SHOWN_FIELDS : []) {
    const field = fields?.get(name);
    if (!field?.text) continue;
    // Only a value that stands there as it is read: not folded over lines, nothing escaped.
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
  for (const block of view.prose()) {
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
 * Masks what is no prose in the texts of blocks, in its length.
 *
 * @param spans - by place; blocks must come by place, too
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

function readCode({ text, outline }: DocumentView, shortcodes: Shortcodes): TruthCode[] {
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
