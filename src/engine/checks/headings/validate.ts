import type { ReportFinding } from '../../rules/finding.ts';
import { countCharacters } from '../../text/characters.ts';
import type { DocumentView } from '../check.ts';
import type { HeadingsRuleId } from './rules.ts';
import { headingsOutsideContainers } from '../../document/containers.ts';
import { withoutFooter } from '../../document/footer.ts';
import type { Heading } from '../../document/outline.ts';
import { hasFrontMatterTitle } from '../front-matter/validate.ts';
import { checkIncrement } from './increment.ts';
import { quoted } from './quoted.ts';
import { tellsAll } from '../tells-all.ts';

const CHANGELOG = /(?:^|\/)(?:change-?log|changes|history|release-?notes|releases)\.\w+$/i;
/** A heading that is a name of code may head several pieces of it. */
const CODE = /^`[^`]+`$/;

/** Checks for a title, skipped levels, and empty, duplicate or long headings. */
export function validateHeadings(
  view: DocumentView<HeadingsRuleId>,
  report: ReportFinding<HeadingsRuleId>,
): void {
  if (!view.outline) return;
  const headings = view.outline.headings.filter(({ nested }) => !nested);
  const sections = headingsOutsideContainers(view.text, view.outline).filter(({ nested }) => !nested);
  const hasTitle = hasFrontMatterTitle(view);
  // The headings of a changelog are made by a program, one release after the other.
  const isChangelog = CHANGELOG.test(view.filePath);
  checkTitle(view, headings, hasTitle, report);
  if (!isChangelog) checkTitles(sections, report);
  if (!isChangelog) checkIncrement(view, withoutFooter(sections, view.text), hasTitle, report);
  checkTexts(view, sections, isChangelog, report);
  if (view.settings.isOn('headings/too-long')) checkLengths(view, headings, report);
}

function checkTitles(headings: readonly Heading[], report: ReportFinding<HeadingsRuleId>): void {
  const titles = headings.filter(({ level }) => level === 1);
  const [, second] = titles;
  if (!second) return;
  const others = titles.length - 2;
  const more = others === 0 ? '' : ` So ${others === 1 ? 'is' : 'are'} ${others} more after it.`;
  report({
    ruleId: 'headings/multiple-h1',
    start: second.start,
    end: second.end,
    message: `Heading ${quoted(second)} is another one of level 1; the first is the title.${more}`,
  });
}

function checkTitle(
  view: DocumentView<HeadingsRuleId>,
  headings: readonly Heading[],
  hasTitle: boolean,
  report: ReportFinding<HeadingsRuleId>,
): void {
  if (hasTitle || headings.some(({ level }) => level === 1)) return;
  const { bodyStart, lines, text } = view;
  // What is missing is the text.
  if (text.slice(bodyStart).trim() === '') return;
  const first = headings[0];
  const firstWord = bodyStart + (/\S/.exec(text.slice(bodyStart))?.index ?? 0);
  report({
    ruleId: 'headings/missing-h1',
    start: first?.start ?? firstWord,
    end: first?.end ?? lines.contentEnd(lines.lineAt(firstWord)),
    message: 'The document has no title: neither a heading of level 1 nor a `title` in front matter.',
  });
}

/** Deeper headings that stand in a section twice are mostly meant, as “Example” and “Returns”. */
const DEEPEST_TOLD_TWICE = 2;

function checkTexts(
  view: DocumentView<HeadingsRuleId>,
  headings: readonly Heading[],
  isChangelog: boolean,
  report: ReportFinding<HeadingsRuleId>,
): void {
  const tellsDeep = tellsAll(view, 'headings/duplicate');
  // One set for each open section, because headings must differ only from others of the same section.
  const sections: { level: number; seen: Set<string> | null }[] = [{ level: 0, seen: null }];
  for (const heading of headings) {
    while (sections.length > 1 && (sections.at(-1)?.level ?? 0) >= heading.level) sections.pop();
    const section = sections.at(-1);
    sections.push({ level: heading.level, seen: null });
    const { start, end } = heading;
    const name = heading.text.replaceAll(/\s+/g, ' ').toLowerCase();
    const key = `${heading.level} ${name}`;
    if (name === '') {
      report({
        ruleId: 'headings/empty',
        start,
        end,
        message: `The heading of level ${heading.level} has no text.`,
      });
    } else if (section?.seen?.has(key) && !CODE.test(name)) {
      if (!tellsDeep && (isChangelog || heading.level > DEEPEST_TOLD_TWICE)) continue;
      report({
        ruleId: 'headings/duplicate',
        start,
        end,
        message: view.onlyCounts('headings/duplicate')
          ? ''
          : `Heading ${quoted(heading)} stands in this section twice.`,
      });
    } else if (section) (section.seen ??= new Set()).add(key);
  }
}

function checkLengths(
  { settings }: DocumentView<HeadingsRuleId>,
  headings: readonly Heading[],
  report: ReportFinding<HeadingsRuleId>,
): void {
  const max = settings.number('headings/too-long', 'max');
  for (const { start, end, text } of headings) {
    const length = countCharacters(text);
    if (length <= max) continue;
    const message = `The heading has ${length} characters; at most ${max} are wanted.`;
    report({ ruleId: 'headings/too-long', start, end, message });
  }
}
