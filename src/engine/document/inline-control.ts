import { lowerBound } from '../../shared/lower-bound.ts';
import type { LineIndex } from '../text/line-index.ts';
import type { Outline } from './outline.ts';

/** Longest comment that is read, in UTF-16 code units. Configurations of markdownlint are the long ones. */
const MAX_COMMENT_LENGTH = 4_000;
const START =
  /<!--[ \t]{0,20}(markdownlint|galley)-(disable-file|enable-file|disable-line|disable-next-line|disable|enable|capture|restore|configure-file)(?=\s|-->)/gi;

/** What the comments of a document say about rules. */
export interface InlineControl {
  /** Whether a rule is off at an offset. */
  isOff: (ruleId: string, offset: number) => boolean;
  /** What `markdownlint-configure-file` comments say, the last one last. */
  configurations: readonly {
    start: number;
    end: number;
    configuration: Readonly<Record<string, unknown>>;
  }[];
  /** Comments that could not be read. */
  problems: readonly { start: number; end: number; message: string }[];
}

/** The rules of markdownlint, as comments name them. */
export interface SwitchableRules {
  readonly ids: readonly string[];
  /** The ids that a name or a tag stands for. */
  named: (name: string) => readonly string[];
  /** The rules of ours that report the same fact. */
  ownersOf: (id: string) => readonly string[];
}

interface Directive {
  verb: string;
  line: number;
  /** Whether the comment applies to the rule. */
  covers: (ruleId: string) => boolean;
}

/**
 * Reads the comments that switch rules off and on: markdownlint's, which hold for the rules of ours that own the same
 * facts too, and ours, which take any rule (`<!-- galley-disable-next-line links/empty prose/* -->`).
 */
export function readInlineControl(
  text: string,
  lines: LineIndex,
  outline: Outline | null,
  rules: SwitchableRules,
): InlineControl {
  const directives: Directive[] = [];
  const configurations: InlineControl['configurations'][number][] = [];
  const problems: InlineControl['problems'][number][] = [];
  if (text.includes('<!--')) {
    for (const { 0: opening, 1: tool = '', 2: action = '', index } of text.matchAll(START)) {
      const from = index + opening.length;
      const line = lines.lineAt(index);
      const lineEnd = lines.contentEnd(line);
      const end = text.slice(from, Math.min(lineEnd, from + MAX_COMMENT_LENGTH)).indexOf('-->');
      if (end === -1) continue;
      const isOurs = tool.toLowerCase() === 'galley';
      if (isOurs && isInFence(outline, index)) continue;
      const parameter = text.slice(from, from + end).trim();
      const verb = action.toLowerCase();
      if (verb === 'configure-file') {
        const read = isOurs ? undefined : readConfiguration(parameter);
        if (read) configurations.push({ start: index, end: from + end + 3, configuration: read });
        else {
          const message = isOurs
            ? 'A document can switch rules off and on, but not configure them: use an override in the rule pack.'
            : 'The configuration in this comment is no JSON object, so it has no effect.';
          problems.push({ start: index, end: from + end + 3, message });
        }
        continue;
      }
      const names = parameter.split(/\s+/).filter(Boolean);
      directives.push({ verb, line, covers: isOurs ? ourRules(names, rules) : theirRules(names, rules) });
    }
  }
  if (text.includes('<!-- vale')) directives.push(...valeDirectives(text, lines, outline));
  return { isOff: makeIsOff(directives, lines), configurations, problems };
}

const VALE = /<!-- vale (?:(on|off)|([\w-]+(?:\.[\w-]+)?) = (YES|NO)) -->/g;

/** Vale's own comments. They apply to the rules of imported styles. */
function valeDirectives(text: string, lines: LineIndex, outline: Outline | null): Directive[] {
  return [...text.matchAll(VALE)].flatMap(({ 1: all, 2: name = '', 3: answer, index }): Directive[] => {
    if (isInFence(outline, index)) return [];
    const verb = all === 'off' || answer === 'NO' ? 'disable' : 'enable';
    const covers = (ruleId: string): boolean =>
      all === undefined ? ruleId === name || ruleId.startsWith(`${name}.`) : ruleId.includes('.');
    return [{ verb, line: lines.lineAt(index), covers }];
  });
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

function isInFence(outline: Outline | null, offset: number): boolean {
  return outline?.fences.some(({ start, end }) => start <= offset && offset < end) ?? false;
}

function ourRules(names: readonly string[], rules: SwitchableRules): (ruleId: string) => boolean {
  if (names.length === 0) return () => true;
  const exact = new Set(names.flatMap((name) => (name.endsWith('*') ? [] : [name, ...rules.named(name)])));
  const prefixes = names.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  return (ruleId) => exact.has(ruleId) || prefixes.some((prefix) => ruleId.startsWith(prefix));
}

function theirRules(names: readonly string[], rules: SwitchableRules): (ruleId: string) => boolean {
  const ids = names.length === 0 ? rules.ids : names.flatMap((name) => rules.named(name));
  const covered = new Set(ids.flatMap((id) => [id, ...rules.ownersOf(id)]));
  return (ruleId) => covered.has(ruleId);
}

/** Says that a rule is off, or on, from a line on. */
interface Switch {
  line: number;
  off: boolean;
}

function makeIsOff(directives: readonly Directive[], lines: LineIndex): InlineControl['isOff'] {
  if (directives.length === 0) return () => false;
  const byRule = new Map<string, { switches: Switch[]; offLines: ReadonlySet<number> }>();
  return (ruleId, offset) => {
    let state = byRule.get(ruleId);
    if (!state) {
      state = stateOf(directives, ruleId);
      byRule.set(ruleId, state);
    }
    const line = lines.lineAt(offset);
    return state.offLines.has(line) || isOffAt(state.switches, line);
  };
}

/** Where a rule is off. Comments about the whole file count first, wherever they are; the others follow in order. */
function stateOf(
  directives: readonly Directive[],
  ruleId: string,
): { switches: Switch[]; offLines: ReadonlySet<number> } {
  let off = false;
  const offLines = new Set<number>();
  for (const { verb, line, covers } of directives) {
    if (verb === 'disable-file' && covers(ruleId)) off = true;
    else if (verb === 'enable-file' && covers(ruleId)) off = false;
    else if (verb === 'disable-line' && covers(ruleId)) offLines.add(line);
    else if (verb === 'disable-next-line' && covers(ruleId)) offLines.add(line + 1);
  }
  let captured = off;
  const switches: Switch[] = [{ line: 1, off }];
  for (const { verb, line, covers } of directives) {
    if (verb === 'capture') captured = off;
    else if (verb === 'restore') off = captured;
    else if (verb === 'disable' && covers(ruleId)) off = true;
    else if (verb === 'enable' && covers(ruleId)) off = false;
    else continue;
    switches.push({ line, off });
  }
  return { switches, offLines };
}

function isOffAt(switches: readonly Switch[], line: number): boolean {
  const after = lowerBound(switches.length, (index) => (switches[index]?.line ?? 0) <= line);
  return switches[Math.max(0, after - 1)]?.off ?? false;
}
