/**
 * Levels of rules in the text of a pack. The text is changed line by line, so that comments and the order of what people
 * wrote stay.
 */
import type { Level } from '../../shared/things.ts';

export type RuleLevel = Level | 'off';
export const RULE_LEVELS: readonly RuleLevel[] = ['error', 'warning', 'info', 'off'];
const isLevel = (text: string): text is RuleLevel => RULE_LEVELS.some((level) => level === text);

interface Entry {
  /** The index of its line. */
  line: number;
  name: string;
  value: string;
}

interface RulesBlock {
  /** The index of the line after the block. */
  end: number;
  /** What each line of the block begins with. */
  indent: string;
  entries: readonly Entry[];
}

const ENTRY = /^(?<indent> +)(?<quote>['"]?)(?<name>[^'"#:\s][^'":]*)\k<quote>:(?:\s+(?<value>.*?))?\s*$/;
/** `off`, `{ level: off, max: 3 }`, each perhaps with a comment behind it. */
const PLAIN = /^(?<level>\w+)(?<rest>\s+#.*)?$/;
const INLINE = /^(?<before>\{.*?\blevel:\s*)(?<level>\w+)(?<after>.*)$/;

/** @returns 'none' without `rules`, 'other' when it is not a block of lines */
function readBlock(lines: readonly string[]): RulesBlock | 'none' | 'other' {
  const start = lines.findIndex((line) => /^rules\s*:/.test(line));
  if (start < 0) return 'none';
  if (!/^rules\s*:\s*(?:#.*)?$/.test(lines[start] ?? '')) return 'other';
  let end = start + 1;
  let last = end;
  while (end < lines.length && /^(?:\s|#|$)/.test(lines[end] ?? '')) {
    end += 1;
    if (/^\s+[^\s#]/.test(lines[end - 1] ?? '')) last = end;
  }
  const found = lines.slice(start + 1, last).flatMap((line, index) => {
    const { indent = '', name, value = '' } = ENTRY.exec(line)?.groups ?? {};
    return name === undefined ? [] : [{ line: start + 1 + index, indent, name: name.trim(), value }];
  });
  const indent = found[0]?.indent ?? '  ';
  return { end: last, indent, entries: found.filter((one) => one.indent === indent) };
}

function levelOf(value: string): RuleLevel | undefined {
  const level = (PLAIN.exec(value) ?? INLINE.exec(value))?.groups?.['level'] ?? '';
  return isLevel(level) ? level : undefined;
}

/** The level that a text gives a rule by its name; undefined when it names none in a way that is read here. */
export function levelIn(text: string, rule: string): RuleLevel | undefined {
  const block = readBlock(text.split('\n'));
  if (typeof block === 'string') return undefined;
  const entry = block.entries.findLast(({ name }) => name === rule);
  return entry && levelOf(entry.value);
}

/**
 * Gives a rule a level. The last entry wins, so an entry that a pattern follows is written anew behind it.
 *
 * @returns undefined when the text has the rules in a form that only a person should change
 */
export function withLevel(text: string, rule: string, level: RuleLevel): string | undefined {
  const lines = text.split('\n');
  const block = readBlock(lines);
  if (block === 'other') return undefined;
  if (block === 'none')
    return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}rules:\n  ${rule}: ${level}\n`;
  const entry = block.entries.findLast(({ name }) => name === rule);
  const isLast = !block.entries.some(({ line, name }) => entry && line > entry.line && name.endsWith('*'));
  if (!entry) return lines.toSpliced(block.end, 0, `${block.indent}${rule}: ${level}`).join('\n');
  const changed = changeEntry(entry.value, level);
  if (changed === undefined) return undefined;
  if (isLast) return lines.with(entry.line, `${block.indent}${rule}: ${changed}`).join('\n');
  return lines
    .toSpliced(block.end, 0, `${block.indent}${rule}: ${changed}`)
    .toSpliced(entry.line, 1)
    .join('\n');
}

/** @returns undefined for a value of several lines */
function changeEntry(value: string, level: RuleLevel): string | undefined {
  const plain = PLAIN.exec(value)?.groups;
  if (plain) return `${level}${plain['rest'] ?? ''}`;
  const inline = INLINE.exec(value)?.groups;
  if (inline) return `${inline['before']}${level}${inline['after']}`;
  if (value.startsWith('{')) return `{ level: ${level}, ${value.slice(1).trimStart()}`;
  return undefined;
}
