import { NodeKind } from '../../../parser/node-kind.ts';
import { parseMarkdown } from '../../../parser/parse-markdown.ts';
import { contentSegments } from '../lint/content-segments.ts';
import { LINT_SYNTAX } from '../lint/lint-document.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { isOnByDefault, listOption } from '../lint/option-values.ts';
import { expectation } from '../lint/report.ts';
import type { Segment } from '../lint/text-segments.ts';

export const md044 = defineLintRule({
  id: 'MD044',
  aliases: ['proper-names'],
  tags: ['spelling'],
  description: 'Proper names should have the correct capitalization',
  level: 'off',
  levelReason: 'Names are listed in its options; the rules about truth have more of them.',
  title: 'Write proper names with their capitals',
  purpose: 'Capitals of proper names',
  changes: ['text'],
  options: {
    names: { default: [], purpose: 'The names, as they are written' },
    code_blocks: { default: true, purpose: 'Whether names in code count' },
    html_elements: { default: true, purpose: 'Whether names in HTML count' },
  },
  example: {
    bad: 'Use javascript.\n',
    good: 'Use JavaScript.\n',
    pack: { rules: { MD044: { names: ['JavaScript'] } } },
  },
  check(document, options, report) {
    const names = listOption(options['names']).toSorted((a, b) => b.length - a.length || a.localeCompare(b));
    if (names.length === 0) return;
    const known = new Set(names);
    const { text } = document;
    const segments = contentSegments(
      document,
      isOnByDefault(options['code_blocks']),
      isOnByDefault(options['html_elements']),
    );
    const found = new FoundNames();
    for (const name of names) {
      const pattern = patternOf(name);
      for (const segment of segments) {
        for (const match of text.slice(segment.from, segment.to).matchAll(pattern)) {
          const [, before = '', actual = ''] = match;
          const start = segment.from + match.index + before.length;
          const end = start + actual.length;
          const isNew = !known.has(actual) && !found.has(start, end);
          if (isNew && !found.isInAddress(text, segment, start, end)) {
            report({ start, end, detail: expectation(name, actual), fix: { start, end, text: name } });
          }
          found.add(start, end);
        }
      }
    }
  },
});

/** A name as a word of its own, or between underscores. */
function patternOf(name: string): RegExp {
  const escaped = name.replaceAll(/[-/\\^$*+?.()|[\]{}]/g, String.raw`\$&`);
  const start = /^\W/.test(name) ? '' : String.raw`\b_*`;
  const end = /\W$/.test(name) ? '' : String.raw`_*\b`;
  return new RegExp(`(${start})(${escaped})${end}`, 'gi');
}

/** Where names were found already: a longer name comes before one that is a part of it. */
class FoundNames {
  /** By their first code unit, in blocks: which places are taken. */
  readonly #taken = new Set<number>();
  readonly #read = new Set<Segment>();

  has(start: number, end: number): boolean {
    for (let at = start; at < end; at += 1) if (this.#taken.has(at)) return true;
    return false;
  }

  add(start: number, end: number): void {
    for (let at = start; at < end; at += 1) this.#taken.add(at);
  }

  /** Whether a place follows the start of an address in a piece of code or HTML. */
  isInAddress(text: string, segment: Segment, start: number, end: number): boolean {
    if (this.#read.has(segment)) return false;
    this.#read.add(segment);
    const part = text.slice(segment.from, segment.to);
    if (!/www\.|:\/\/|@/i.test(part)) return false;
    const tree = parseMarkdown(part, 0, LINT_SYNTAX);
    for (let index = 0; index < tree.length; index += 1) {
      if (tree.kind(index) === NodeKind.LiteralAutolink)
        this.add(segment.from + tree.from(index), segment.to);
    }
    return this.has(start, end);
  }
}
