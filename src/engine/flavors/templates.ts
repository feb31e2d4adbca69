import { MAX_TEMPLATE_LENGTH, readTag } from './balanced.ts';
import { FLAVOR_TRAITS, type Flavor } from './flavor.ts';
import { readBraces, readBrackets, readMath } from './inline-templates.ts';
import { readLine } from './line-templates.ts';
import {
  lineEndAfter,
  NextOccurrence,
  SearchBudget,
  type Recognised,
  type TemplateSource,
} from './template-source.ts';
import type { TemplateSpan } from './template-span.ts';

/** Quote and list marks before the content of a line. */
const LINE_MARKS = /(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t])))*[ \t]*/y;
/** What line marks begin with. */
const MARKS = setOf(' \t>-*+0123456789');
const FENCES = setOf('`~');
/** What may begin something in a line, or ends it. */
const SPECIAL = setOf('\\`{[$<\n');
const FENCE = /(`{3,}|~{3,})([^\n]*)/y;
/** How far the end of inline code is looked for, in UTF-16 code units. */
const MAX_CODE_LENGTH = 10_000;
const NO_IDS: readonly string[] = [];
const TAG_IDS = /\s(?:id|name)\s*=\s*["']([^"'\s<>]+)/gi;

/** What belongs to templates in a document. */
export interface Templates {
  /** Ascending and disjoint. */
  spans: readonly TemplateSpan[];
  /** Offsets of what is wrong in the flavor, e.g. `<https://…>` in MDX: a build fails there. */
  errors: readonly number[];
}

/**
 * Finds the syntax of templates, site generators and JSX in a document, code left out. Linear in its length. What can be
 * recognised without knowing the flavor is found in each: shortcodes, Liquid, includes, attribute lists, admonitions.
 *
 * @param bodyStart - where the Markdown begins, after front matter
 */
export function readTemplates(text: string, bodyStart: number, flavor: Flavor): Templates {
  const scanner = new TemplateScanner(text, flavor);
  scanner.scan(bodyStart);
  return scanner;
}

class TemplateScanner implements Templates {
  readonly spans: TemplateSpan[] = [];
  readonly errors: number[] = [];
  readonly #source: TemplateSource;

  constructor(text: string, flavor: Flavor) {
    const budget = new SearchBudget(text.length);
    this.#source = { text, flavor, traits: FLAVOR_TRAITS[flavor], next: new NextOccurrence(text), budget };
  }

  scan(bodyStart: number): void {
    const { text } = this.#source;
    let fence: string | null = null;
    let lineStart = bodyStart;
    while (lineStart < text.length) {
      let start = lineStart;
      if (mayBegin(MARKS, text, lineStart)) {
        LINE_MARKS.lastIndex = lineStart;
        LINE_MARKS.test(text);
        start = LINE_MARKS.lastIndex;
      }
      FENCE.lastIndex = start;
      const [, marks = '', rest = ''] = (mayBegin(FENCES, text, start) && FENCE.exec(text)) || [];
      let at = start;
      if (fence !== null) {
        if (marks.startsWith(fence) && rest.trim() === '') fence = null;
      } else if (marks !== '' && !(marks.startsWith('`') && rest.includes('`'))) fence = marks;
      else {
        const whole = readLine(this.#source, start, lineStart);
        at = whole ? this.#add(start, whole, true) : this.#scanLine(start);
      }
      const next = text.indexOf('\n', at);
      lineStart = next === -1 ? text.length : next + 1;
    }
  }

  /** @returns where it stopped, on the last line that something which began on this line reaches into */
  #scanLine(lineContent: number): number {
    const { text } = this.#source;
    let at = lineContent;
    for (;;) {
      // Nearly all characters begin nothing.
      while (at < text.length && !mayBegin(SPECIAL, text, at)) at += 1;
      if (at >= text.length || text[at] === '\n') return at;
      switch (text.charAt(at)) {
        case '\\':
          at += text[at + 1] === '\n' ? 1 : 2;
          break;
        case '`':
          at = this.#code(at);
          break;
        case '{':
          at = this.#take(at, lineContent, readBraces(this.#source, at), this.#source.traits.jsx);
          break;
        case '[':
          at = this.#take(at, lineContent, readBrackets(this.#source, at), false);
          break;
        case '$':
          at = this.#take(at, lineContent, readMath(this.#source, at), false);
          break;
        case '<':
          at = this.#tag(at, lineContent);
          break;
      }
    }
  }

  #take(start: number, lineContent: number, found: Recognised | null, must: boolean): number {
    if (found) return this.#add(start, found, start === lineContent);
    if (must) this.errors.push(start);
    return start + 1;
  }

  #code(start: number): number {
    const { text, budget } = this.#source;
    const code = budget.isSpent ? { end: start + 1, cost: 0 } : readCode(text, start);
    budget.pay(code.cost);
    return code.end;
  }

  #tag(start: number, lineContent: number): number {
    const { text, traits, next, budget } = this.#source;
    if (text.startsWith('<!--', start)) {
      const end = next.of('-->', start + 4);
      return end === -1 ? start + 4 : end + 3;
    }
    if (!traits.jsx && !traits.vue) return start + 1;
    const tag = budget.isSpent ? null : readTag(text, start);
    if (!tag) {
      budget.pay(Math.max(0, Math.min(next.of('>', start), start + MAX_TEMPLATE_LENGTH) - start));
      if (traits.jsx) this.errors.push(start);
      return start + 1;
    }
    const isComponent = /^[A-Z]|[-.:]|^$/.test(tag.name) || tag.hasExpression;
    const beginsLine = start === lineContent;
    if (!isComponent && !(traits.jsx && beginsLine)) return tag.end;
    const source = text.slice(start, tag.end);
    const ids = source.includes('=') ? [...source.matchAll(TAG_IDS)].map(([, id = '']) => id) : NO_IDS;
    return this.#add(start, { end: tag.end, mask: 'blank', ids }, beginsLine);
  }

  #add(
    start: number,
    { end, mask = 'text', ids = NO_IDS, includes = false }: Recognised,
    beginsLine: boolean,
  ): number {
    const { text } = this.#source;
    const ownLine = beginsLine && text.slice(end, lineEndAfter(text, end)).trim() === '';
    this.spans.push({ start, end, mask: ownLine ? mask : 'text', ownLine, ids, includes });
    return end;
  }
}

/** Whether the character at an offset is one of a set of ASCII characters. */
function mayBegin(set: Uint8Array, text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code < set.length && set[code] === 1;
}

function setOf(characters: string): Uint8Array {
  const set = new Uint8Array(128);
  for (const character of characters) set[character.charCodeAt(0)] = 1;
  return set;
}

/** Finds the end of inline code, in its paragraph; when nothing closes it, its backticks are text. */
function readCode(text: string, start: number): { end: number; cost: number } {
  let opened = start;
  while (text[opened] === '`') opened += 1;
  const ticks = opened - start;
  const stop = Math.min(text.length, opened + MAX_CODE_LENGTH);
  let run = 0;
  let isEmpty = false;
  let at = opened;
  for (; at <= stop; at += 1) {
    const character = text[at];
    if (character === '`') {
      run += 1;
      continue;
    }
    if (run === ticks) return { end: at, cost: 0 };
    run = 0;
    if (character === '\n') {
      if (isEmpty) break;
      isEmpty = true;
    } else if (character !== ' ' && character !== '\t' && character !== '\r') isEmpty = false;
  }
  return { end: opened, cost: at - start };
}
