import { Code, isAlpha, isAlphanumeric, isControl } from './characters.ts';
import { closingTagEnd, openTagEnd } from './html.ts';
import type { InlineItems } from './inline-items.ts';
import { NextFinder } from './next-finder.ts';
import { NodeKind } from './node-kind.ts';

const MAX_SCHEME_LENGTH = 32;
const MAX_HOST_LABEL_LENGTH = 63;

/** What a construct without a `>` of its own ends with. */
type Ending = '-->' | '?>' | '>' | ']]>';

/** Reads autolinks and HTML inside a text. */
export class InlineHtml {
  #text = '';
  #end = 0;
  readonly #endings: Readonly<Record<Ending, NextFinder>> = {
    '-->': new NextFinder('-->'),
    '?>': new NextFinder('?>'),
    '>': new NextFinder('>'),
    ']]>': new NextFinder(']]>'),
  };

  start(text: string, end: number): void {
    this.#text = text;
    this.#end = end;
  }

  /** Adds what starts with the `<` at `at`. @returns its end, or -1 for nothing */
  read(at: number, items: InlineItems): number {
    const next = this.#text.charCodeAt(at + 1);
    if (at + 1 >= this.#end) return -1;
    // Nothing that starts here ends without a `>`.
    if (this.#find('>', at + 1) === -1) return -1;
    const url = this.#autolinkEnd(at);
    if (url !== -1) {
      items.add(NodeKind.Autolink, at, url);
      items.add(NodeKind.LinkMark, at, at + 1);
      items.add(NodeKind.URL, at + 1, url - 1);
      items.add(NodeKind.LinkMark, url - 1, url);
      return url;
    }
    if (next === Code.Bang) return this.#readDeclaration(at, items);
    if (next === Code.Question)
      return this.#add(items, NodeKind.ProcessingInstruction, at, this.#find('?>', at + 2), 2);
    const to =
      next === Code.Slash ? closingTagEnd(this.#text, at, this.#end) : openTagEnd(this.#text, at, this.#end);
    if (to !== -1) items.add(NodeKind.HTMLTag, at, to);
    return to;
  }

  #readDeclaration(at: number, items: InlineItems): number {
    const text = this.#text;
    if (text.startsWith('<!--', at) && at + 4 <= this.#end) {
      // `<!-->` and `<!--->` are comments.
      const short = text.startsWith('>', at + 4) ? 5 : text.startsWith('->', at + 4) ? 6 : 0;
      if (short > 0 && at + short <= this.#end) {
        items.add(NodeKind.Comment, at, at + short);
        return at + short;
      }
      return this.#add(items, NodeKind.Comment, at, this.#find('-->', at + 4), 3);
    }
    if (text.startsWith('<![CDATA[', at))
      return this.#add(items, NodeKind.HTMLTag, at, this.#find(']]>', at + 9), 3);
    if (!isAlpha(text.charCodeAt(at + 2))) return -1;
    return this.#add(items, NodeKind.HTMLTag, at, this.#find('>', at + 3), 1);
  }

  #add(items: InlineItems, kind: NodeKind, from: number, close: number, closeLength: number): number {
    if (close === -1) return -1;
    items.add(kind, from, close + closeLength);
    return close + closeLength;
  }

  #find(ending: Ending, from: number): number {
    return this.#endings[ending].find(this.#text, from, this.#end);
  }

  /** End of the autolink at `at`, e.g. `<https://a.b>` or `<a@b.c>`; -1 for none. */
  #autolinkEnd(at: number): number {
    const text = this.#text;
    const end = this.#end;
    let to = at + 1;
    if (isAlpha(text.charCodeAt(to))) {
      while (to < end && to - at <= MAX_SCHEME_LENGTH && isScheme(text.charCodeAt(to))) to += 1;
      if (to - at > 2 && text.charCodeAt(to) === Code.Colon) {
        for (to += 1; to < end; to += 1) {
          const code = text.charCodeAt(to);
          if (code === Code.Greater) return to + 1;
          if (code === Code.Less || code === Code.Space || (isControl(code) && code !== 0)) return -1;
        }
        return -1;
      }
    }
    return this.#emailEnd(at);
  }

  #emailEnd(at: number): number {
    const text = this.#text;
    const end = this.#end;
    let to = at + 1;
    while (to < end && isLocalPart(text.charCodeAt(to))) to += 1;
    if (to === at + 1 || to >= end || text.charCodeAt(to) !== Code.At) return -1;
    for (;;) {
      const label = to + 1;
      to = label;
      while (to < end && (isAlphanumeric(text.charCodeAt(to)) || text.charCodeAt(to) === Code.Hyphen))
        to += 1;
      const isValid =
        to > label &&
        to - label <= MAX_HOST_LABEL_LENGTH &&
        text.charCodeAt(label) !== Code.Hyphen &&
        text.charCodeAt(to - 1) !== Code.Hyphen;
      if (!isValid || to >= end) return -1;
      if (text.charCodeAt(to) === Code.Greater) return to + 1;
      if (text.charCodeAt(to) !== Code.Dot) return -1;
    }
  }
}

function isScheme(code: number): boolean {
  return isAlphanumeric(code) || code === Code.Plus || code === Code.Dot || code === Code.Hyphen;
}

const LOCAL_PART_MARKS = new Set(Array.from("!#$%&'*+/=?^_`{|}~.-", (character) => character.charCodeAt(0)));

function isLocalPart(code: number): boolean {
  return isAlphanumeric(code) || LOCAL_PART_MARKS.has(code);
}
