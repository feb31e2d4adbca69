import { lowerBound } from '../../shared/lower-bound.ts';
import type { SwitchComment, SwitchProblem } from './switch-comments.ts';

/** The rules of imported styles, as comments of Vale name them. */
export interface StyleNames {
  /** Ids of rules, and names of styles. Empty when no style is imported: then the comments are for another tool. */
  readonly known: ReadonlySet<string>;
}

/** What the comments of Vale in a document say. */
export interface ValeSwitches {
  isOff: (ruleId: string, start: number, found: string) => boolean;
  problems: SwitchProblem[];
  /** Names that stand for no rule and no style. */
  unknown: SwitchProblem[];
}

/** Where a key is off: a rule, a style, a word of a rule, or everything. Ascending. */
type Switches = { from: number; off: boolean }[];

const ALL = 'off';
/** Anything else that begins so is meant as a switch. */
const LIKE_A_SWITCH = /^\S{1,100}(?:\[.{1,100}\])?\s{0,9}=|^(?:on|off)\b|^\S*$/i;

/**
 * Reads Vale's own comments. They hold for the rules of imported styles, from where they stand. As in Vale, all, a style, a
 * rule and a word of a rule are switched each for itself: a rule is off where one of them is.
 */
export function readValeSwitches(comments: readonly SwitchComment[], { known }: StyleNames): ValeSwitches {
  const byKey = new Map<string, Switches>();
  const problems: SwitchProblem[] = [];
  const unknown: SwitchProblem[] = [];
  const styles = [...known].filter((name) => !name.includes('.'));
  const set = (key: string, off: boolean, from: number): void => {
    const switches = byKey.get(key) ?? [];
    switches.push({ from, off });
    byKey.set(key, switches);
  };
  for (const { parameter, start, end } of comments) {
    const said = parameter.trim();
    const control = readControl(said);
    const listed = /^styles? = /.test(said) ? said.slice(said.indexOf('=') + 1).split(',') : null;
    const name = (one: string): void => {
      if (known.size === 0 || known.has(one) || /^Vale(?:\.|$)/.test(one)) return;
      unknown.push({ start, end, message: `"${one}" is no rule and no style that is imported here.` });
    };
    if (said === 'on' || said === 'off') set(ALL, said === 'off', start);
    else if (listed) {
      const names = new Set(listed.map((one) => one.trim()));
      for (const style of styles) set(style, !names.has(style), start);
      for (const one of names) name(one);
    } else if (control) {
      const { rule, words, off } = control;
      name(rule);
      const keys = words === null ? [rule] : readWords(words)?.map((word) => wordKey(rule, word));
      if (!keys) {
        const message = `${words} is no JSON list of texts, so this comment has no effect.`;
        problems.push({ start, end, message });
      }
      for (const key of keys ?? []) set(key, off, start);
    } else if (LIKE_A_SWITCH.test(said.slice(0, 300))) {
      const message =
        'Vale does not read this comment, so it has no effect. It wants `vale off` or `vale Style.Rule = NO`.';
      problems.push({ start, end, message });
    }
  }
  return { isOff: makeIsOff(byKey), problems, unknown };
}

/** Reads `Style.Rule["word"] = NO`. As in Vale, there is exactly one space on either side of the sign. */
function readControl(said: string): { rule: string; words: string | null; off: boolean } | null {
  const answer = /^ = (YES|NO|on|off)$/.exec(said.slice(said.lastIndexOf(' = ')))?.[1];
  if (answer === undefined) return null;
  const left = said.slice(0, said.lastIndexOf(' = '));
  const bracket = left.endsWith(']') ? left.indexOf('[') : -1;
  const rule = bracket === -1 ? left : left.slice(0, bracket);
  if (rule === '' || /\s/.test(rule)) return null;
  return {
    rule,
    words: bracket === -1 ? null : left.slice(bracket),
    off: answer === 'NO' || answer === 'off',
  };
}

function makeIsOff(byKey: ReadonlyMap<string, Switches>): ValeSwitches['isOff'] {
  if (byKey.size === 0) return () => false;
  return (ruleId, start, found) => {
    const dot = ruleId.indexOf('.');
    if (dot === -1) return false;
    const keys = [ALL, ruleId.slice(0, dot), ruleId, wordKey(ruleId, found)];
    return keys.some((key) => isOffAt(byKey.get(key) ?? [], start));
  };
}

function isOffAt(switches: Switches, offset: number): boolean {
  const after = lowerBound(switches.length, (index) => (switches[index]?.from ?? 0) <= offset);
  return switches[after - 1]?.off ?? false;
}

function wordKey(ruleId: string, word: string): string {
  return `${ruleId}[${word}]`;
}

/** Reads `["a","b"]`; null for anything else. */
function readWords(source: string): string[] | null {
  try {
    const value: unknown = JSON.parse(source);
    return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
