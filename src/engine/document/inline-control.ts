import type { LineIndex } from '../text/line-index.ts';
import type { ParsedDocument } from './parsed-document.ts';
import { findSwitchComments, type SwitchComment, type SwitchProblem } from './switch-comments.ts';
import {
  followDirectives,
  isOffAt,
  placeDirectives,
  type Configured,
  type Directive,
  type RuleSwitches,
} from './switch-states.ts';
import { readValeSwitches, type StyleNames, type ValeSwitches } from './vale-switches.ts';

/** A `markdownlint-configure-file` comment. */
export interface InlineConfiguration {
  start: number;
  end: number;
  configuration: Readonly<Record<string, unknown>>;
  /** The document only shows it, in code for example: then it holds for the rules of markdownlint, as it does there. */
  shown: boolean;
}

/** The comments of a document about rules, read but not yet applied to the settings. */
export interface InlineComments {
  /** In document order; of two that say something about the same, the last one counts. */
  configurations: readonly InlineConfiguration[];
  /** Comments that could not be read. */
  problems: readonly SwitchProblem[];
  /** Names in comments that stand for no rule. */
  unknown: readonly SwitchProblem[];
  directives: readonly Directive[];
  vale: ValeSwitches;
}

/** The rules, as comments name them. */
export interface SwitchableRules {
  /** Ids of all rules of markdownlint. */
  readonly ids: readonly string[];
  /** The ids of markdownlint's rules that a name or a tag stands for. */
  named: (name: string) => readonly string[];
  /** The rules of ours that report the same fact as a rule of markdownlint. */
  ownersOf: (id: string) => readonly string[];
  /** A test for the rules that our comments name, by ids, names or `prefix*`. Without names: all of them. */
  matching: (names: readonly string[]) => (ruleId: string) => boolean;
  /** The rules that a name means by itself, not as one of a group. */
  exactly: (name: string) => readonly string[];
  isKnown: (name: string) => boolean;
}

/** Where comments of a document switch rules. */
export interface InlineControl {
  /** Whether a rule is off for what stands between two offsets. */
  isOff: (ruleId: string, start: number, end: number) => boolean;
  /** Whether comments switch on a rule that the configuration has switched off. */
  switchesOn: (ruleId: string) => boolean;
}

/** After two dashes, people write why. */
const REASON = /(?<!\S)--(?!\S)/;

/**
 * Reads the comments that switch rules off and on: markdownlint's, which hold for the rules of ours that own the same
 * facts too, Vale's, and ours, which take any rule (`<!-- galley-disable-next-line links/empty prose/* -->`).
 */
export function readInlineComments(
  document: ParsedDocument,
  rules: SwitchableRules,
  styles: StyleNames,
): InlineComments {
  const { comments, problems: unread } = findSwitchComments(document);
  const configurations: InlineConfiguration[] = [];
  const problems = [...unread];
  const unknown: SwitchProblem[] = [];
  const directives: Directive[] = [];
  for (const comment of comments) {
    const { tool, verb, parameter, start, end, shown } = comment;
    if (tool === 'vale' || verb === '') continue;
    if (verb === 'configure-file') {
      const configuration = tool === 'markdownlint' ? readConfiguration(parameter) : undefined;
      if (configuration) configurations.push({ start, end, configuration, shown });
      else if (!shown) problems.push({ start, end, message: notRead(tool) });
      continue;
    }
    const isOurs = tool === 'galley';
    const takesNames = verb !== 'capture' && verb !== 'restore';
    // In a block quote, the marks of its lines are in the comment too.
    const named = takesNames ? [...parameter.matchAll(/[^\s>]\S*/g)] : [];
    const names = named.map(([name]) => name);
    const covered = isOurs ? rules.matching(names) : lintRules(names, rules, shown || !takesNames);
    const exact = new Set(names.flatMap((name) => rules.exactly(name)));
    directives.push({
      verb,
      start,
      end,
      wholeLines: !isOurs,
      covers: takesNames || shown ? covered : () => true,
      names: (id) => exact.has(id),
    });
    if (shown) continue;
    const reason = REASON.exec(parameter)?.index ?? Infinity;
    for (const { 0: name, index } of named) {
      if (index >= reason) break;
      if (isOurs ? rules.isKnown(name) : rules.named(name).length > 0) continue;
      const from = comment.parameterStart + index;
      unknown.push({
        start: from,
        end: from + name.length,
        message: `"${name}" is no rule, so nothing is switched.`,
        ...(!isOurs && { foreign: name }),
      });
    }
  }
  const vale = readValeSwitches(
    comments.filter(({ tool }) => tool === 'vale'),
    styles,
  );
  return {
    configurations,
    problems: [...problems, ...vale.problems],
    unknown: [...unknown, ...vale.unknown],
    directives,
    vale,
  };
}

/** Applies the comments to what the configuration says. */
export function makeInlineControl(
  { directives, vale }: InlineComments,
  { text, lines }: { text: string; lines: LineIndex },
  configured: (ruleId: string) => Configured,
): InlineControl {
  const placed = placeDirectives(directives, lines);
  const byRule = new Map<string, RuleSwitches>();
  const switchesOf = (ruleId: string): RuleSwitches => {
    let found = byRule.get(ruleId);
    if (!found) {
      found = followDirectives(placed, lines, ruleId, configured(ruleId));
      byRule.set(ruleId, found);
    }
    return found;
  };
  const enables = directives.some(({ verb }) => verb === 'enable' || verb === 'enable-file');
  return {
    isOff: (ruleId, start, end) =>
      (placed.length > 0 && isOffAt(switchesOf(ruleId), start, lines.lineAt(start))) ||
      vale.isOff(ruleId, start, text.slice(start, end)),
    switchesOn: (ruleId) => enables && switchesOf(ruleId).switches.some(({ off }) => !off),
  };
}

function notRead(tool: SwitchComment['tool']): string {
  return tool === 'galley'
    ? 'A document can switch rules off and on, but not configure them: use an override in the rule pack.'
    : 'The configuration in this comment is no JSON object, so it has no effect.';
}

function readConfiguration(parameter: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(parameter);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The rules that a comment of markdownlint is about: its own, and those of ours that report the same facts. */
function lintRules(
  names: readonly string[],
  rules: SwitchableRules,
  onlyTheirs: boolean,
): (ruleId: string) => boolean {
  const ids = names.length === 0 ? rules.ids : names.flatMap((name) => rules.named(name));
  const covered = new Set(ids.flatMap((id) => (onlyTheirs ? [id] : [id, ...rules.ownersOf(id)])));
  return (ruleId) => covered.has(ruleId);
}
