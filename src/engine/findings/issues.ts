import { MAX_SNIPPET_LENGTH } from '../../shared/limits.ts';
import type { Edit, Issue, Level } from '../../shared/things.ts';
import type { Outline } from '../document/outline.ts';
import type { Finding } from '../rules/finding.ts';
import type { Rule } from '../rules/rule.ts';
import type { Settings } from '../rules/settings.ts';
import type { LineIndex } from '../text/line-index.ts';
import { Fingerprinter } from './fingerprint.ts';

/** The document that findings are about. */
export interface FoundIn {
  readonly text: string;
  readonly lines: LineIndex;
  readonly outline: Pick<Outline, 'headings'> | null;
  readonly settings: Settings;
}

/** A finding with its level and its fingerprint. */
export interface Identified {
  finding: Finding;
  level: Level;
  fingerprint: string;
}

/**
 * Adds fingerprints and levels to findings in document order. Those of a rule that is summed up share one. Findings of rules that
 * are off are left out.
 */
export function identify(view: FoundIn, findings: readonly Finding[]): Identified[] {
  const fingerprints = new Fingerprinter(view.text, view.lines, view.outline?.headings ?? []);
  const identified: Identified[] = [];
  const summed = new Map<string, string>();
  for (const finding of findings) {
    const { ruleId } = finding;
    const level = view.settings.level(ruleId);
    if (level === 'off') continue;
    let fingerprint = summed.get(ruleId);
    if (fingerprint === undefined && view.settings.isSummed(ruleId)) {
      fingerprint = Fingerprinter.ofRule(ruleId);
      summed.set(ruleId, fingerprint);
    }
    identified.push({ finding, level, fingerprint: fingerprint ?? fingerprints.of(finding) });
  }
  return identified;
}

/** Makes the issue of a finding, as the API returns it. */
export function toIssue(view: FoundIn, { finding, level, fingerprint }: Identified): Issue {
  const { start, end, ruleId, message } = finding;
  const rule = view.settings.rule(ruleId);
  const from = view.lines.positionAt(start);
  const to = view.lines.positionAt(end);
  return {
    rule_id: ruleId,
    level,
    message,
    line: from.line,
    column: from.column,
    end_line: to.line,
    end_column: to.column,
    start,
    end,
    snippet: snippetOf(view.text, start, end),
    suggestion: withDoubt(finding.suggestion ?? rule.instruction, finding),
    fixable: fixableOf(rule, finding),
    fingerprint,
    ...(rule.docsUrl === undefined ? {} : { docs_url: rule.docsUrl }),
  };
}

/** Whether the edits of a finding are certain: those of a certain rule are, unless the proof found a reason to doubt. */
function fixableOf(rule: Rule, { replacements, doubt }: Finding): Issue['fixable'] {
  if (!replacements) return 'none';
  return doubt === undefined ? rule.fix : 'suggest';
}

function withDoubt(advice: string, { doubt }: Finding): string {
  return doubt === undefined ? advice : `${advice} No certain fix: ${doubt}.`;
}

/** The edits of one finding, in ascending order; empty when it has none. */
export function toEdits({ text }: FoundIn, { replacements = [] }: Finding): Edit[] {
  return replacements
    .map(({ start, end, text: replacement }) => ({
      start,
      end,
      expected: text.slice(start, end),
      text: replacement,
    }))
    .toSorted((a, b) => a.start - b.start || a.end - b.end);
}

/** The matched text, cut to {@link MAX_SNIPPET_LENGTH} without splitting a surrogate pair. */
function snippetOf(text: string, start: number, end: number): string {
  if (end - start <= MAX_SNIPPET_LENGTH) return text.slice(start, end);
  const last = text.charCodeAt(start + MAX_SNIPPET_LENGTH - 1);
  const splits = last >= 0xd800 && last <= 0xdbff;
  return text.slice(start, start + MAX_SNIPPET_LENGTH - (splits ? 1 : 0));
}
