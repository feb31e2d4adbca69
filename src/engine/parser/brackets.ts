import { Code, skipWhitespace } from './characters.ts';
import { destinationEnd, labelEnd, MAX_PARENTHESES, normaliseLabel, titleEnd } from './definitions.ts';
import { MAX_LABEL_LENGTH } from './block-markers.ts';
import type { Delimiter, DelimiterStack } from './delimiters.ts';
import type { InlineItems } from './inline-items.ts';
import { endOffsetAt, offsetAt, type InlineSource } from './inline-source.ts';
import { NodeKind } from './node-kind.ts';
import type { UndefinedReference } from './syntax-tree.ts';

interface Bracket {
  from: number;
  /** After the `[`. */
  to: number;
  isImage: boolean;
  /** The last delimiter before it. */
  delimiter: Delimiter | null;
  /** Whether an unescaped bracket stands inside: then its text is no label. */
  hasBracket: boolean;
}

/** The parts of an inline link after its text, in positions of the source. */
interface Resource {
  urlFrom: number;
  urlTo: number;
  titleFrom: number;
  titleTo: number;
  to: number;
}

/** Brackets that are open, and the links and images that they become. */
export class BracketStack {
  readonly #definitions: ReadonlySet<string>;
  readonly #delimiters: DelimiterStack;
  readonly #items: InlineItems;
  #stack: Bracket[] = [];
  /** Brackets of links below this index lie before a link that they would contain, so they are text. */
  #inactive = 0;
  #source: InlineSource = { text: '', from: 0, to: 0, lines: null };
  #end = 0;
  /** Where the label of the last undefined reference starts: it is no reference of its own. */
  #usedLabel = -1;
  /** All that were found in the document so far. */
  readonly undefinedReferences: UndefinedReference[] = [];

  constructor(definitions: ReadonlySet<string>, delimiters: DelimiterStack, items: InlineItems) {
    this.#definitions = definitions;
    this.#delimiters = delimiters;
    this.#items = items;
  }

  start(source: InlineSource, end: number): void {
    this.#source = source;
    this.#end = end;
    this.#inactive = 0;
    this.#usedLabel = -1;
    if (this.#stack.length > 0) this.#stack = [];
  }

  get isOpen(): boolean {
    return this.#stack.length > 0;
  }

  /** Where the innermost bracket starts, if it is that of an image; else -1. */
  get openImage(): number {
    const last = this.#stack.at(-1);
    return last?.isImage ? last.from : -1;
  }

  open(from: number, to: number, isImage: boolean): void {
    const last = this.#stack.at(-1);
    if (last) last.hasBracket = true;
    this.#stack.push({ from, to, isImage, delimiter: this.#delimiters.last, hasBracket: false });
  }

  /** Handles the `]` at `at`. @returns the end of the link or image that it closes, or -1 for none */
  close(at: number): number {
    const bracket = this.#stack.pop();
    if (!bracket) return -1;
    const isInactive = !bracket.isImage && this.#stack.length < this.#inactive;
    this.#inactive = Math.min(this.#inactive, this.#stack.length);
    if (isInactive) return -1;
    const { text } = this.#source;
    const next = at + 1 < this.#end ? text.charCodeAt(at + 1) : 0;
    if (next === Code.ParenOpen) {
      const resource = this.#readResource(at + 1);
      if (resource) return this.#addLink(bracket, at, resource.to, resource, false);
    }
    const label = next === Code.BracketOpen ? this.#labelEnd(at + 1) : -1;
    if (label > at + 3) {
      if (this.#isDefined(at + 2, label - 1)) return this.#addLink(bracket, at, label, null, true);
    } else if (!bracket.hasBracket && this.#isDefined(bracket.to, at)) {
      return this.#addLink(bracket, at, Math.max(label, at + 1), null, label !== -1);
    }
    this.#addUndefined(bracket, at, label);
    return -1;
  }

  /** End of the label at `at`, or of `[]`; -1 for none. */
  #labelEnd(at: number): number {
    const { text } = this.#source;
    if (at + 1 < this.#end && text.charCodeAt(at + 1) === Code.BracketClose) return at + 2;
    return labelEnd(text, at, this.#end);
  }

  #isDefined(from: number, to: number): boolean {
    if (to - from > MAX_LABEL_LENGTH || this.#definitions.size === 0) return false;
    return this.#definitions.has(normaliseLabel(this.#source.text.slice(from, to)));
  }

  #readResource(at: number): Resource | null {
    const { text } = this.#source;
    const end = this.#end;
    const resource = { urlFrom: -1, urlTo: -1, titleFrom: -1, titleTo: -1 };
    let to = skipWhitespace(text, at + 1, end);
    if (text.charCodeAt(to) !== Code.ParenClose) {
      resource.urlFrom = to;
      to = resource.urlTo = destinationEnd(text, to, end, MAX_PARENTHESES);
      if (to === -1) return null;
      const spaced = skipWhitespace(text, to, end);
      const title = spaced === to ? -1 : titleEnd(text, spaced, end);
      if (title === -1) to = spaced;
      else {
        resource.titleFrom = spaced;
        resource.titleTo = title;
        to = skipWhitespace(text, title, end);
      }
    }
    if (to >= end || text.charCodeAt(to) !== Code.ParenClose) return null;
    return { ...resource, to: to + 1 };
  }

  #addLink(bracket: Bracket, at: number, to: number, resource: Resource | null, hasLabel: boolean): number {
    const items = this.#items;
    this.#delimiters.resolve(bracket.delimiter, items);
    items.add(bracket.isImage ? NodeKind.Image : NodeKind.Link, bracket.from, to);
    items.add(NodeKind.LinkMark, bracket.from, bracket.to);
    items.add(NodeKind.LinkMark, at, at + 1);
    if (resource) {
      items.add(NodeKind.LinkMark, at + 1, at + 2);
      if (resource.urlTo > resource.urlFrom) items.add(NodeKind.URL, resource.urlFrom, resource.urlTo);
      if (resource.titleTo !== -1) items.add(NodeKind.LinkTitle, resource.titleFrom, resource.titleTo);
      items.add(NodeKind.LinkMark, to - 1, to);
    } else if (hasLabel) items.add(NodeKind.LinkLabel, at + 1, to);
    if (!bracket.isImage) this.#inactive = this.#stack.length;
    return to;
  }

  #addUndefined(bracket: Bracket, at: number, label: number): void {
    const source = this.#source;
    if (bracket.from === this.#usedLabel) return;
    if (label === -1 && skipWhitespace(source.text, bracket.to, at) === at) return;
    const hasLabel = label !== -1;
    if (hasLabel) this.#usedLabel = at + 1;
    this.undefinedReferences.push({
      kind: bracket.isImage ? 'image' : 'link',
      start: offsetAt(source, bracket.from),
      end: endOffsetAt(source, hasLabel ? label : at + 1),
      textStart: offsetAt(source, bracket.to),
      textEnd: endOffsetAt(source, at),
      label: hasLabel ? { start: offsetAt(source, at + 1), end: endOffsetAt(source, label) } : null,
    });
  }
}
