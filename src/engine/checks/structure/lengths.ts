import type { ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { StructureRuleId } from './rules.ts';
import type { Heading } from '../../document/outline.ts';
import type { ProseBlock } from '../../document/prose.ts';
import { quote } from '../../text/quote.ts';
import { countWords } from '../prose/words.ts';

const RULES = ['structure/too-short', 'structure/long-preamble', 'structure/long-section'] as const;

/** Checks the number of words in the document, before its first section, and in each section. */
export function checkLengths(
  view: DocumentView<StructureRuleId>,
  headings: readonly Heading[],
  report: ReportFinding<StructureRuleId>,
): void {
  const { settings } = view;
  if (!RULES.some((rule) => settings.isOn(rule))) return;
  // Tables are not counted: they are looked up rather than read.
  const blocks = view.prose().filter(({ kind }) => kind === 'paragraph');
  const sections = wordsBySection(blocks, headings);
  if (settings.isOn('structure/too-short')) checkTotal(view, sections, report);
  if (settings.isOn('structure/long-preamble')) checkPreamble(view, headings, sections, report);
  if (settings.isOn('structure/long-section')) checkSections(view, headings, sections, report);
}

/** Number of words before the first heading, then after each heading. */
function wordsBySection(blocks: readonly ProseBlock[], headings: readonly Heading[]): number[] {
  const words = [0];
  for (const block of blocks) {
    const start = block.offsetAt(0);
    while ((headings[words.length - 1]?.start ?? Number.POSITIVE_INFINITY) < start) words.push(0);
    words[words.length - 1] = (words.at(-1) ?? 0) + countWords(block.text);
  }
  return words;
}

/** Code, a table or an image is what some pages are for, and a call of a template or HTML may become any text. */
const SHOWS_OTHER_THINGS = new Set([
  'CodeBlock',
  'FencedCode',
  'HTMLBlock',
  'HTMLTag',
  'Image',
  'Table',
  'MathBlock',
]);
const TEMPLATE_CALL = /\{\{[%<]|\{%|\[!(?:INCLUDE|VIDEO)\b/i;

function checkTotal(
  view: DocumentView<StructureRuleId>,
  sections: readonly number[],
  report: ReportFinding<StructureRuleId>,
): void {
  const { bodyStart, lines, outline, settings, text } = view;
  const min = settings.number('structure/too-short', 'min_words');
  const total = sections.reduce((sum, words) => sum + words, 0);
  const body = text.slice(bodyStart);
  if (!outline || total >= min || !/\S/.test(body) || TEMPLATE_CALL.test(body)) return;
  let linkWords = 0;
  let showsOtherThings = false;
  outline.tree.iterate({
    enter({ name }) {
      if (SHOWS_OTHER_THINGS.has(name)) showsOtherThings = true;
      return !showsOtherThings;
    },
  });
  for (const { textStart, textEnd } of outline.links) linkWords += countWords(text.slice(textStart, textEnd));
  if (showsOtherThings || linkWords * 2 > total) return;
  const start = bodyStart + body.search(/\S/);
  report({
    ruleId: 'structure/too-short',
    start,
    end: lines.contentEnd(lines.lineAt(start)),
    message: `The document has ${total} word${total === 1 ? '' : 's'} of text; at least ${min} were wanted.`,
  });
}

function checkPreamble(
  { settings }: DocumentView<StructureRuleId>,
  headings: readonly Heading[],
  sections: readonly number[],
  report: ReportFinding<StructureRuleId>,
): void {
  // A heading of level 1 at the top is the title, and the first section starts with the next heading.
  const first = headings[0]?.level === 1 ? 1 : 0;
  const section = headings[first];
  if (!section) return;
  const max = settings.number('structure/long-preamble', 'max_words');
  const words = sections.slice(0, first + 1).reduce((sum, count) => sum + count, 0);
  if (words <= max) return;
  const message = `There are ${words} words before the first section; at most ${max} were wanted.`;
  report({ ruleId: 'structure/long-preamble', start: section.start, end: section.end, message });
}

function checkSections(
  { settings }: DocumentView<StructureRuleId>,
  headings: readonly Heading[],
  sections: readonly number[],
  report: ReportFinding<StructureRuleId>,
): void {
  const max = settings.number('structure/long-section', 'max_words');
  headings.forEach(({ start, end, text }, index) => {
    const words = sections[index + 1] ?? 0;
    if (words <= max) return;
    const message = `The section ${quote(text)} has ${words} words under its heading; at most ${max} were wanted.`;
    report({ ruleId: 'structure/long-section', start, end, message });
  });
}
