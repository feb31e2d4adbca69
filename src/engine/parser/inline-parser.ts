import { characterEntities } from 'character-entities';
import { footnoteLabelEnd, runLength } from './block-markers.ts';
import { BracketStack } from './brackets.ts';
import {
  Code,
  isAlphanumeric,
  isAsciiPunctuation,
  isDigit,
  isHexDigit,
  isLineEnding,
  skipBlanks,
  skipBlanksBack,
} from './characters.ts';
import { normaliseLabel } from './definitions.ts';
import { DelimiterStack } from './delimiters.ts';
import { InlineItems } from './inline-items.ts';
import { InlineHtml } from './inline-html.ts';
import { InlineMath } from './inline-math.ts';
import { endOffsetAt, offsetAt, type InlineSource } from './inline-source.ts';
import { LiteralAutolinks } from './literal-autolinks.ts';
import { NodeKind } from './node-kind.ts';
import { RunFinder } from './run-finder.ts';
import type { Syntax } from './syntax.ts';
import type { TreeBuilder, UndefinedReference } from './syntax-tree.ts';

const MAX_ENTITY_NAME = 31;
const MAX_DECIMAL_DIGITS = 7;
const MAX_HEX_DIGITS = 6;

/** Labels that a document defines, normalised. */
export interface Labels {
  definitions: ReadonlySet<string>;
  footnotes: ReadonlySet<string>;
}

/** Reads the inlines of leaf blocks, in one pass over each. */
export class InlineParser {
  readonly #labels: Labels;
  readonly #syntax: Syntax;
  readonly #items = new InlineItems();
  readonly #delimiters = new DelimiterStack();
  readonly #brackets: BracketStack;
  readonly #html = new InlineHtml();
  readonly #backticks = new RunFinder(Code.Backtick);
  readonly #math = new InlineMath();
  readonly #dollars = new RunFinder(Code.Dollar);
  readonly #autolinks = new LiteralAutolinks();
  readonly #special: Uint8Array;
  readonly #looseMarks: number[] = [];
  #text = '';
  #start = 0;
  #end = 0;
  /** Start of the plain text before the position. */
  #plainFrom = 0;

  constructor(labels: Labels, syntax: Syntax) {
    this.#labels = labels;
    this.#syntax = syntax;
    this.#brackets = new BracketStack(labels.definitions, this.#delimiters, this.#items);
    this.#special = specialCodes(syntax);
    this.#delimiters.hasStrikethrough = syntax.strikethrough;
  }

  /** Reads a text and writes its inlines into the tree. */
  parse(source: InlineSource, builder: TreeBuilder): void {
    const { text, from, to } = source;
    this.#text = text;
    this.#start = from;
    this.#end = to;
    this.#plainFrom = from;
    let at = from;
    const special = this.#special;
    // Most text has nothing special at all.
    while (at < to) {
      const code = text.charCodeAt(at);
      if (code < special.length && special[code] === 1) break;
      at += 1;
    }
    if (at === to) return;
    this.#items.clear();
    this.#delimiters.clear();
    this.#brackets.start(source, to);
    this.#html.start(text, to);
    this.#math.start(text, from, to);
    this.#backticks.start(text, to);
    this.#dollars.start(text, to);
    this.#autolinks.start(text, from, to, this.#syntax.literalAutolinks);
    at = Math.min(at, this.#autolinks.emailFrom);
    while (at < to) at = this.#next(at);
    this.#delimiters.resolve(null, this.#items);
    this.#items.writeTo(builder, source);
    const { loose } = this.#delimiters;
    for (let index = 0; index < loose.length; index += 2) {
      this.#looseMarks.push(offsetAt(source, loose[index] ?? 0), endOffsetAt(source, loose[index + 1] ?? 0));
    }
  }

  /** Start and end of the runs of `*` and `_` that are text, in turn, in no order. */
  get looseMarks(): readonly number[] {
    return this.#looseMarks;
  }

  get undefinedReferences(): readonly UndefinedReference[] {
    return this.#brackets.undefinedReferences;
  }

  #next(at: number): number {
    const text = this.#text;
    const end = this.#end;
    while (at >= this.#autolinks.emailFrom) {
      const emailEnd = this.#autolinks.emailEnd(at, this.#brackets.isOpen);
      if (emailEnd !== -1) return this.#leaf(NodeKind.LiteralAutolink, at, emailEnd);
    }
    const code = text.charCodeAt(at);
    let to = -1;
    switch (code) {
      case Code.Backslash:
        to = this.#escape(at);
        break;
      case Code.Ampersand:
        to = this.#entity(at);
        break;
      case Code.Backtick:
        to = this.#codeSpan(at);
        break;
      case Code.Less:
        to = this.#html.read(at, this.#items);
        break;
      case Code.Asterisk:
      case Code.Underscore:
        to = at + runLength(text, at, end);
        this.#delimiters.add(text, code, at, to, this.#start, end);
        break;
      case Code.Tilde:
        to = this.#tilde(at);
        break;
      case Code.BracketOpen:
        to = this.#openBracket(at);
        break;
      case Code.Bang:
        if (at + 1 < end && text.charCodeAt(at + 1) === Code.BracketOpen) {
          to = at + 2;
          this.#brackets.open(at, to, true);
        }
        break;
      case Code.BracketClose:
        to = this.#closeBracket(at);
        break;
      case Code.LineFeed:
      case Code.CarriageReturn:
        to = this.#lineEnding(at);
        break;
      case Code.Dollar:
        if (this.#syntax.math === 'all') to = this.#math.read(at, this.#items);
        else if (this.#syntax.math === 'spans') to = this.#mathSpan(at);
        break;
      case Code.Colon:
      case Code.Dot:
        if (this.#syntax.literalAutolinks) to = this.#literalAutolink(at);
        break;
      default:
    }
    if (to !== -1) {
      this.#plainFrom = to;
      return to;
    }
    return this.#skipPlain(at + 1);
  }

  #skipPlain(from: number): number {
    const text = this.#text;
    const special = this.#special;
    const end = Math.min(this.#end, Math.max(from, this.#autolinks.emailFrom));
    let at = from;
    while (at < end) {
      const code = text.charCodeAt(at);
      if (code < special.length && special[code] === 1) break;
      at += 1;
    }
    return at;
  }

  #leaf(kind: NodeKind, from: number, to: number): number {
    this.#items.add(kind, from, to);
    this.#plainFrom = to;
    return to;
  }

  #escape(at: number): number {
    if (at + 1 >= this.#end) return -1;
    const next = this.#text.charCodeAt(at + 1);
    if (isAsciiPunctuation(next)) return this.#leaf(NodeKind.Escape, at, at + 2);
    return isLineEnding(next) ? this.#hardBreak(at, at + 1) : -1;
  }

  #entity(at: number): number {
    const text = this.#text;
    const isNumber = text.charCodeAt(at + 1) === Code.Hash;
    const isHex = isNumber && (text.charCodeAt(at + 2) | 32) === 120;
    const from = at + (isHex ? 3 : isNumber ? 2 : 1);
    const isPart = isHex ? isHexDigit : isNumber ? isDigit : isAlphanumeric;
    const limit = isHex ? MAX_HEX_DIGITS : isNumber ? MAX_DECIMAL_DIGITS : MAX_ENTITY_NAME;
    let to = from;
    while (to < this.#end && to - from <= limit && isPart(text.charCodeAt(to))) to += 1;
    if (to === from || to - from > limit || to >= this.#end || text.charCodeAt(to) !== Code.Semicolon)
      return -1;
    if (!isNumber && !Object.hasOwn(characterEntities, text.slice(from, to))) return -1;
    return this.#leaf(NodeKind.Entity, at, to + 1);
  }

  #codeSpan(at: number): number {
    const length = runLength(this.#text, at, this.#end);
    const close = this.#backticks.find(at + length, length);
    if (close === -1) return at + length;
    this.#items.add(NodeKind.InlineCode, at, close + length);
    this.#items.add(NodeKind.CodeMark, at, at + length);
    this.#items.add(NodeKind.CodeMark, close, close + length);
    return close + length;
  }

  #mathSpan(at: number): number {
    const length = runLength(this.#text, at, this.#end);
    const close = this.#dollars.find(at + length, length);
    if (close === -1) return at + length;
    this.#items.add(NodeKind.InlineMath, at, close + length);
    this.#items.add(NodeKind.MathMark, at, at + length);
    this.#items.add(NodeKind.MathMark, close, close + length);
    return close + length;
  }

  #tilde(at: number): number {
    if (!this.#syntax.strikethrough) return -1;
    const to = at + runLength(this.#text, at, this.#end);
    if (to - at <= 2) this.#delimiters.add(this.#text, Code.Tilde, at, to, this.#start, this.#end);
    return to;
  }

  #openBracket(at: number): number {
    if (this.#syntax.footnotes) {
      const close = this.#footnoteEnd(at);
      if (close !== -1) return this.#footnote(at, close);
    }
    this.#brackets.open(at, at + 1, false);
    return at + 1;
  }

  /** Offset of the `]` of the footnote reference at `at`; -1 for none. */
  #footnoteEnd(at: number): number {
    if (this.#labels.footnotes.size === 0) return -1;
    const close = footnoteLabelEnd(this.#text, at, this.#end);
    if (close === -1) return -1;
    return this.#labels.footnotes.has(normaliseLabel(this.#text.slice(at + 2, close))) ? close : -1;
  }

  #footnote(at: number, close: number): number {
    this.#items.add(NodeKind.FootnoteReference, at, close + 1);
    this.#items.add(NodeKind.FootnoteMark, at, at + 2);
    this.#items.add(NodeKind.FootnoteLabel, at + 2, close);
    this.#items.add(NodeKind.FootnoteMark, close, close + 1);
    return close + 1;
  }

  #closeBracket(at: number): number {
    const image = this.#brackets.openImage;
    const to = this.#brackets.close(at);
    if (to !== -1) return to;
    // `![^note]` is no image, but a footnote after an exclamation mark.
    if (image !== -1 && this.#syntax.footnotes && this.#footnoteEnd(image + 1) === at) {
      return this.#footnote(image + 1, at);
    }
    return at + 1;
  }

  #lineEnding(at: number): number {
    const blanks = skipBlanksBack(this.#text, at, Math.max(this.#start, this.#plainFrom));
    const text = this.#text;
    let spaces = at;
    while (spaces > blanks && text.charCodeAt(spaces - 1) === Code.Space) spaces -= 1;
    if (at - spaces >= 2) return this.#hardBreak(spaces, at);
    return this.#afterLineEnding(at);
  }

  #hardBreak(from: number, lineEnding: number): number {
    const to = lineEnding + (this.#text.startsWith('\r\n', lineEnding) ? 2 : 1);
    this.#items.add(NodeKind.HardBreak, from, to);
    return skipBlanks(this.#text, to, this.#end);
  }

  #afterLineEnding(at: number): number {
    const to = at + (this.#text.startsWith('\r\n', at) ? 2 : 1);
    return skipBlanks(this.#text, to, this.#end);
  }

  #literalAutolink(at: number): number {
    if (this.#brackets.isOpen) return -1;
    const link = this.#autolinks.read(at, this.#plainFrom);
    return link === null ? -1 : this.#leaf(NodeKind.LiteralAutolink, link.from, link.to);
  }
}

function hasInlineMath({ math }: Syntax): boolean {
  return math === 'all' || math === 'spans';
}

/** What {@link specialCodes} has made of each syntax. */
const knownCodes = new WeakMap<Syntax, Uint8Array>();

function specialCodes(syntax: Syntax): Uint8Array {
  const known = knownCodes.get(syntax);
  if (known) return known;
  const codes = new Uint8Array(128);
  const always = '\\&`<*_[]!\n\r';
  const special = `${always}${syntax.strikethrough ? '~' : ''}${hasInlineMath(syntax) ? '$' : ''}`;
  for (const character of `${special}${syntax.literalAutolinks ? ':.@' : ''}`) {
    codes[character.charCodeAt(0)] = 1;
  }
  knownCodes.set(syntax, codes);
  return codes;
}
