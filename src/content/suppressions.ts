import { LINT_RULES } from './markdownlint-rules.ts';
import type { LineIndex } from './line-index.ts';

/** Most comments that are heeded: each finding is compared with each. */
const MAX_SWITCHES = 200;
const COMMENT =
  /<!--\s{0,20}markdownlint-(disable-file|enable-file|disable-line|disable-next-line|disable|enable)(\s[^<>]{0,400}?)?-->/gi;

/** Other names that markdownlint knows the owned rules by. */
const ALIASES: Readonly<Record<string, string>> = {
  'HEADING-INCREMENT': 'MD001',
  'NO-DUPLICATE-HEADING': 'MD024',
  'SINGLE-TITLE': 'MD025',
  'SINGLE-H1': 'MD025',
  'FENCED-CODE-LANGUAGE': 'MD040',
  'FIRST-LINE-HEADING': 'MD041',
  'FIRST-LINE-H1': 'MD041',
  'NO-EMPTY-LINKS': 'MD042',
  'NO-ALT-TEXT': 'MD045',
  'REFERENCE-LINKS-IMAGES': 'MD052',
};

interface Switch {
  line: number;
  /** From the line on, on the line only, or in the whole document. */
  span: 'on' | 'line' | 'file';
  off: boolean;
  rules: ReadonlySet<string>;
}

/**
 * Reads the comments that switch markdownlint's rules off (`<!-- markdownlint-disable MD024 -->`) for the rules of ours
 * that own theirs: what a document has already been excused from stays excused.
 *
 * @returns whether a rule of ours is off on a line
 */
export function readSuppressions(text: string, lines: LineIndex): (ruleId: string, line: number) => boolean {
  const switches: Switch[] = [];
  if (text.includes('<!--')) {
    for (const { 1: action = '', 2: names = '', index } of text.matchAll(COMMENT)) {
      if (switches.length === MAX_SWITCHES) break;
      const verb = action.toLowerCase();
      const line = lines.lineAt(index) + (verb === 'disable-next-line' ? 1 : 0);
      const span = verb.endsWith('-file') ? 'file' : verb.endsWith('-line') ? 'line' : 'on';
      switches.push({ line, span, off: verb.startsWith('disable'), rules: rulesNamed(names) });
    }
  }
  if (switches.length === 0) return () => false;
  return (ruleId, line) => {
    let off = false;
    for (const { line: at, span, off: turnsOff, rules } of switches) {
      const applies = span === 'file' || (span === 'line' ? at === line : at <= line);
      if (applies && rules.has(ruleId)) off = turnsOff;
    }
    return off;
  };
}

/** Our rules that own the named ones; all that own any when none is named. */
function rulesNamed(names: string): Set<string> {
  const named = names.trim().toUpperCase().split(/\s+/).filter(Boolean);
  const ids = named.length === 0 ? Object.keys(LINT_RULES) : named.map((name) => ALIASES[name] ?? name);
  return new Set(ids.flatMap((id) => LINT_RULES[id]?.owner?.rules ?? []));
}
