import type { Heading } from '../../document/outline.ts';
import type { Finding, ReportFinding } from '../../rules/finding.ts';
import type { Replacement } from '../../text/edits.ts';
import type { DocumentView } from '../check.ts';
import { tellsAll } from '../tells-all.ts';
import { quoted } from './quoted.ts';
import type { HeadingsRuleId } from './rules.ts';

/**
 * Reports headings that skip a level. The fix gives every heading the level right under its parent's: a whole section
 * moves together, sections of one level stay on one level, and levels are only ever raised.
 */
export function checkIncrement(
  view: DocumentView<HeadingsRuleId>,
  headings: readonly Heading[],
  hasTitle: boolean,
  report: ReportFinding<HeadingsRuleId>,
): void {
  const isTold = tellsAll(view, 'headings/increment') ? () => true : accidents(headings, hasTitle);
  const parents: { index: number; old: number; level: number }[] = hasTitle
    ? [{ index: FIELD, old: 1, level: 1 }]
    : [];
  let finding: (Finding<HeadingsRuleId> & { replacements: Replacement[] }) | null = null;
  for (const [index, heading] of headings.entries()) {
    const { level: old } = heading;
    while ((parents.at(-1)?.old ?? 0) >= old) parents.pop();
    const parent = parents.at(-1);
    const skips = parent !== undefined && old > parent.old + 1;
    // A heading that is a link is a button rather than the head of a section.
    const isButton = heading.inlines.some(
      ({ name, start, end }) => name === 'Link' && end - start === heading.text.length,
    );
    // What is not told stays where it is, and with it what is under it.
    const stays = skips && (isButton || !isTold(parent.index));
    const level = parent && !stays ? parent.level + 1 : old;
    parents.push({ index, old, level });
    const previous = headings[index - 1]?.level ?? (hasTitle ? 1 : null);
    if (skips && !stays && previous === parent.old) {
      if (finding) report(finding);
      finding = {
        ruleId: 'headings/increment',
        start: heading.start,
        end: heading.end,
        message: `Heading ${quoted(heading)} is of level ${old} after one of level ${parent.old}; level ${parent.old + 1} was expected.`,
        suggestion: `Make it a heading of level ${level}.`,
        replacements: [],
      };
    }
    // The first heading that changes always skips a level itself, so `finding` exists.
    if (level !== old) finding?.replacements.push(...relevel(heading, level));
  }
  if (finding) report(finding);
}

/** Headings of this level are shown in small letters. */
const SMALL = 6;
/** The index of the title in front matter, which stands for a heading above all others. */
const FIELD = -1;

/**
 * Under which headings skipped levels are accidents, as the rest of the page shows. Where a page uses two levels throughout,
 * such as 2 and 4, or skips a level in several sections, its author has chosen them by their size.
 *
 * @returns takes the index of a heading that others are under
 */
function accidents(headings: readonly Heading[], hasTitle: boolean): (parent: number) => boolean {
  /** The levels right under a heading, with the number of headings of each. */
  const children = new Map<number, Map<number, number>>();
  /** For pairs of levels, as in `1/2`: in how many sections of the first a heading of the second is right under it. */
  const sections = new Map<string, number>();
  const levelOf = (index: number): number => headings[index]?.level ?? (hasTitle ? 1 : 0);
  const open: number[] = [];
  for (const [index, { level }] of headings.entries()) {
    while (open.length > 0 && levelOf(open.at(-1) ?? FIELD) >= level) open.pop();
    const parent = open.at(-1) ?? FIELD;
    open.push(index);
    const pair = `${levelOf(parent)}/${level}`;
    const below = children.get(parent) ?? new Map<number, number>();
    if (!below.has(level)) sections.set(pair, (sections.get(pair) ?? 0) + 1);
    children.set(parent, below.set(level, (below.get(level) ?? 0) + 1));
  }
  return (parent) => {
    const level = levelOf(parent);
    const levels = children.get(parent) ?? new Map<number, number>();
    const isTitle = level === 1 && parent !== FIELD;
    // One section is no style yet.
    const [[only, count] = [0, 0]] = levels;
    if (isTitle && levels.size === 1 && count === 1) return only < SMALL;
    if (!sections.has(`${level}/${level + 1}`)) return false;
    return [...levels].some(([one, times]) => {
      const isOnce = one > level + 1 && one < SMALL && sections.get(`${level}/${one}`) === 1;
      // One line below the title says where the page comes from, or what it is about.
      if (parent === FIELD && times === 1) return false;
      return isOnce && (levels.size > 1 || sections.has(`${one - 1}/${one}`));
    });
  };
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
