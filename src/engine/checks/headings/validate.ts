import type { Finding, ReportFinding } from '../../rules/finding.ts';
import { countCharacters } from '../../text/characters.ts';
import type { Replacement } from '../../text/edits.ts';
import type { DocumentView } from '../check.ts';
import type { HeadingsRuleId } from './rules.ts';
import type { Heading } from '../../document/outline.ts';
import { hasFrontMatterTitle } from '../front-matter/validate.ts';

/** Checks for a title, skipped levels, and empty, duplicate or long headings. */
export function validateHeadings(
  view: DocumentView<HeadingsRuleId>,
  report: ReportFinding<HeadingsRuleId>,
): void {
  if (!view.outline) return;
  const headings = view.outline.headings.filter(({ nested }) => !nested);
  const hasTitle = hasFrontMatterTitle(view);
  checkTitle(view, headings, hasTitle, report);
  checkIncrement(headings, hasTitle, report);
  checkTexts(headings, report);
  if (view.settings.isOn('headings/too-long')) checkLengths(view, headings, report);
}

function checkTitle(
  view: DocumentView<HeadingsRuleId>,
  headings: readonly Heading[],
  hasTitle: boolean,
  report: ReportFinding<HeadingsRuleId>,
): void {
  let titles = 0;
  for (const heading of headings) {
    if (heading.level !== 1) continue;
    titles += 1;
    if (titles === 1) continue;
    report({
      ruleId: 'headings/multiple-h1',
      start: heading.start,
      end: heading.end,
      message: `Heading ${quoted(heading)} is another one of level 1; the first is the title.`,
    });
  }
  if (titles > 0 || hasTitle) return;
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

/**
 * Reports headings that skip a level. The fix gives every heading the level right under its parent's: a whole section
 * moves together, sections of one level stay on one level, and levels are only ever raised.
 */
function checkIncrement(
  headings: readonly Heading[],
  hasTitle: boolean,
  report: ReportFinding<HeadingsRuleId>,
): void {
  const parents: { old: number; level: number }[] = hasTitle ? [{ old: 1, level: 1 }] : [];
  let previous: number | null = hasTitle ? 1 : null;
  let finding: (Finding<HeadingsRuleId> & { replacements: Replacement[] }) | null = null;
  for (const heading of headings) {
    const { level: old } = heading;
    while ((parents.at(-1)?.old ?? 0) >= old) parents.pop();
    const parent = parents.at(-1);
    const level = parent ? parent.level + 1 : old;
    parents.push({ old, level });
    if (previous !== null && old > previous + 1) {
      if (finding) report(finding);
      finding = {
        ruleId: 'headings/increment',
        start: heading.start,
        end: heading.end,
        message: `Heading ${quoted(heading)} is of level ${old} after one of level ${previous}; level ${previous + 1} was expected.`,
        suggestion: `Make it a heading of level ${level}.`,
        replacements: [],
      };
    }
    // The first heading that changes always skips a level itself, so `finding` exists.
    if (level !== old) finding?.replacements.push(...relevel(heading, level));
    previous = old;
  }
  if (finding) report(finding);
}

/** The edits that change a heading's level. Setext headings never skip a level, so they are not changed. */
function relevel(heading: Heading, level: number): Replacement[] {
  if (heading.setext) return [];
  return heading.marks
    .map(({ start }, index) => {
      const length = (heading.marks[index]?.end ?? start) - start;
      const surplus = index === 0 ? heading.level - level : Math.max(0, length - level);
      return { start, end: start + surplus, text: '' };
    })
    .filter(({ start, end }) => end > start);
}

function checkTexts(headings: readonly Heading[], report: ReportFinding<HeadingsRuleId>): void {
  // One map for each open section, because headings must differ only from others of the same section.
  const sections: { level: number; seen: Map<string, Heading> }[] = [{ level: 0, seen: new Map() }];
  for (const heading of headings) {
    while (sections.length > 1 && (sections.at(-1)?.level ?? 0) >= heading.level) sections.pop();
    const seen = sections.at(-1)?.seen;
    sections.push({ level: heading.level, seen: new Map() });
    const { start, end } = heading;
    const key = heading.text.replaceAll(/\s+/g, ' ').toLowerCase();
    if (key === '') {
      report({
        ruleId: 'headings/empty',
        start,
        end,
        message: `The heading of level ${heading.level} has no text.`,
      });
    } else if (seen?.has(key)) {
      report({
        ruleId: 'headings/duplicate',
        start,
        end,
        message: `Heading ${quoted(heading)} stands in this section twice.`,
      });
    } else seen?.set(key, heading);
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

/** Longest heading text in a message, in UTF-16 code units. */
const MAX_QUOTED_LENGTH = 80;

function quoted({ text }: Heading): string {
  const line = text.replaceAll(/\s+/g, ' ');
  const short =
    line.length > MAX_QUOTED_LENGTH ? `${line.slice(0, MAX_QUOTED_LENGTH).toWellFormed()}…` : line;
  return `"${short}"`;
}
