import { lowerBound } from '../../shared/lower-bound.ts';
import type { LineIndex } from '../text/line-index.ts';
import type { SwitchVerb } from './switch-comments.ts';

/** A comment of ours or of markdownlint that switches rules. */
export interface Directive {
  verb: Exclude<SwitchVerb, 'configure-file'>;
  start: number;
  end: number;
  /** Whether the comment applies to a rule. */
  covers: (ruleId: string) => boolean;
  /** Whether it names the rule itself, and not just a group of rules. */
  names: (ruleId: string) => boolean;
  /** markdownlint switches whole lines. */
  wholeLines: boolean;
}

/** What the configuration says about a rule, before the comments. */
export interface Configured {
  on: boolean;
  /** Off by a configuration of markdownlint, in which a comment always has the last word. */
  byMarkdownlint: boolean;
}

/** Where one rule is off. */
export interface RuleSwitches {
  /** Ascending. The first one is at 0. */
  switches: readonly { from: number; off: boolean }[];
  offLines: ReadonlySet<number>;
}

/** The directives with the offsets from which they hold, in ascending order. */
export type PlacedDirective = Directive & { from: number };

const STATEFUL: ReadonlySet<string> = new Set(['disable', 'enable', 'capture', 'restore']);

/**
 * Says from where each directive holds: from the start of its line. Of several comments of ours on one line, each holds
 * from where it stands, so that they can enclose words.
 */
export function placeDirectives(directives: readonly Directive[], lines: LineIndex): PlacedDirective[] {
  const perLine = new Map<number, number>();
  for (const { verb, start, wholeLines } of directives) {
    const line = lines.lineAt(start);
    if (!wholeLines && STATEFUL.has(verb)) perLine.set(line, (perLine.get(line) ?? 0) + 1);
  }
  return directives
    .map((directive) => {
      const { start, wholeLines } = directive;
      const line = lines.lineAt(start);
      const isExact = !wholeLines && (perLine.get(line) ?? 0) > 1;
      return { ...directive, from: isExact ? start : lines.start(line) };
    })
    .toSorted((a, b) => a.from - b.from);
}

/**
 * Follows the comments for one rule. Those about the whole file count first, wherever they are; the others follow in order.
 *
 * A rule that the configuration has switched off is switched on by a comment that names it. One that a comment has switched
 * off before is switched back to what it was, because a pair of comments is there to leave something out.
 */
export function followDirectives(
  directives: readonly PlacedDirective[],
  lines: LineIndex,
  ruleId: string,
  configured: Configured,
): RuleSwitches {
  let off = !configured.on;
  let wasDisabled = false;
  const offLines = new Set<number>();
  const enable = (directive: Directive): boolean =>
    configured.on || configured.byMarkdownlint || (directive.names(ruleId) && !wasDisabled);
  const applying = directives.filter(({ covers }) => covers(ruleId));
  for (const directive of applying) {
    const { verb, start, end } = directive;
    if (verb === 'disable-file') {
      off = true;
      wasDisabled = true;
    } else if (verb === 'enable-file') off = !enable(directive);
    else if (verb === 'disable-line') {
      for (let line = lines.lineAt(start); line <= lines.lineAt(end - 1); line += 1) offLines.add(line);
    } else if (verb === 'disable-next-line') offLines.add(lines.lineAt(end - 1) + 1);
  }
  let captured = off;
  const switches = [{ from: 0, off }];
  for (const directive of applying) {
    const { verb, from } = directive;
    if (verb === 'capture') captured = off;
    else if (verb === 'restore') off = captured;
    else if (verb === 'disable') {
      off = true;
      wasDisabled = true;
    } else if (verb === 'enable') off = !enable(directive);
    else continue;
    switches.push({ from, off });
  }
  return { switches, offLines };
}

/** Whether a rule is off at an offset, which is on a line. */
export function isOffAt({ switches, offLines }: RuleSwitches, offset: number, line: number): boolean {
  if (offLines.has(line)) return true;
  const after = lowerBound(switches.length, (index) => (switches[index]?.from ?? 0) <= offset);
  return switches[Math.max(0, after - 1)]?.off ?? false;
}
