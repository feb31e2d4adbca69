import type { ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { StructureRuleId } from './rules.ts';
import { withoutFooter } from '../../document/footer.ts';
import { hasSetSections } from '../../document/form.ts';
import type { Heading } from '../../document/outline.ts';
import { quote } from '../../text/quote.ts';
import { tellsAll } from '../tells-all.ts';
import { checkLengths } from './lengths.ts';

/** Checks the text between headings: empty sections, deep sections, and lengths. */
export function validateStructure(
  view: DocumentView<StructureRuleId>,
  report: ReportFinding<StructureRuleId>,
): void {
  const { outline, settings } = view;
  if (!outline) return;
  const headings = outline.headings.filter(({ nested }) => !nested);
  if (settings.isOn('structure/empty-section'))
    checkEmptySections(view, withoutFooter(headings, view.text), report);
  if (settings.isOn('structure/too-deep')) checkDepth(view, headings, report);
  checkLengths(view, headings, report);
}

/**
 * A name of code, e.g. `System.Int32` or `.add(item)`: API references list them in headings, and describe several at
 * once. So do some changelogs with versions.
 */
const NAME =
  /^(?:`[^`]+`|\S*(?:\p{L}[._:]+\p{L}|\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}{2})\S*|[\w.:#$]+\(.*)$|\d\.\d+\.\d/su;
/** A heading that a program or a component writes the section of, e.g. `::: module.Class` of mkdocstrings. */
const GENERATED = /^:::\s|<[A-Z][\w.]*[\s/>]/;
/** A heading that is a step, or says all there is to say: `4. Repeat step 2`, or a sentence. */
const STATEMENT = /^(?:step\s+)?\d{1,3}[.):]\s|^\[|[.!?]$|(?:\S+\s+){6}\S/iu;
const SECTION_INDEX = /(?:^|\/)_index\.\w+$/;
/** How much of a heading is searched for a name of code, in UTF-16 code units. */
const MAX_NAME_LENGTH = 200;
/** Longer text between two headings always counts as content. In UTF-16 code units. */
const MAX_GAP_LENGTH = 400;
/** An empty link target, which is invisible. */
const ANCHOR = /<a\s[^<>]*(?:\/>|>\s*<\/a\s*>)/gi;
/** White space, thematic breaks, and list items without text. */
const NO_CONTENT = /^[\s*_+-]*$/;

/** Whether nothing but a line break is between two places. */
function isNextLine(text: string, from: number, to: number): boolean {
  return to - from <= 3 && /^[ \t]*(?:\r\n|\r|\n)$/.test(text.slice(from, to));
}

function checkEmptySections(
  view: DocumentView<StructureRuleId>,
  headings: readonly Heading[],
  report: ReportFinding<StructureRuleId>,
): void {
  const { text, filePath } = view;
  const isForAll = tellsAll(view, 'structure/empty-section');
  if (hasSetSections(filePath) && !isForAll) return;
  headings.forEach((heading, index) => {
    const next = headings[index + 1];
    if (next && next.level > heading.level) return;
    // A heading right below the title goes on with it.
    if (index === 1 && headings[0]?.level === 1 && isNextLine(text, headings[0].end, heading.start)) return;
    // Two right below each other have one text.
    if (next?.level === heading.level && isNextLine(text, heading.end, next.start)) return;
    // The title may have no content of its own, and empty headings have a rule of their own.
    if (heading.text === '' || (index === 0 && heading.level === 1)) return;
    if (NAME.test(heading.text.slice(0, MAX_NAME_LENGTH)) || GENERATED.test(heading.text)) return;
    if (!isForAll && STATEMENT.test(heading.text.slice(0, MAX_NAME_LENGTH))) return;
    // A heading that is a link leads to the text.
    if (heading.inlines.some(({ name }) => name === 'Link') || heading.text.includes('://')) return;
    // Sites list the pages of a section below the text of its index.
    if (!next && SECTION_INDEX.test(filePath) && !isForAll) return;
    const end = next?.start ?? text.length;
    if (end - heading.end > MAX_GAP_LENGTH) return;
    // A comment counts as content, because tools replace some comments by snippets or lists.
    const gap = text.slice(heading.end, end);
    if (!NO_CONTENT.test(gap) && !NO_CONTENT.test(gap.replaceAll(ANCHOR, ''))) return;
    const rest = next?.level === heading.level ? ' What follows may belong one level deeper.' : '';
    const message = `The section ${quote(heading.text)} has no content.${rest}`;
    report({ ruleId: 'structure/empty-section', start: heading.start, end: heading.end, message });
  });
}

function checkDepth(
  { settings }: DocumentView<StructureRuleId>,
  headings: readonly Heading[],
  report: ReportFinding<StructureRuleId>,
): void {
  const max = settings.number('structure/too-deep', 'max');
  for (const { level, start, end, text } of headings) {
    if (level <= max) continue;
    const message = `Heading ${quote(text)} is of level ${level}; the deepest should be ${max}.`;
    report({ ruleId: 'structure/too-deep', start, end, message });
  }
}
