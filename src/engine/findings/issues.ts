import { MAX_SNIPPET_LENGTH } from '../../shared/limits.ts';
import type { Edit, Issue, Level } from '../../shared/things.ts';
import type { DocumentView, Finding } from '../rules/finding.ts';
import { Fingerprinter } from './fingerprint.ts';

/** A finding with its level and its fingerprint. */
export interface Identified {
  finding: Finding;
  level: Level;
  fingerprint: string;
}

/** Gives findings, in the order of the document, their fingerprints and levels. */
export function identify(view: DocumentView, findings: readonly Finding[]): Identified[] {
  const fingerprints = new Fingerprinter(view.text, view.lines, view.outline?.headings ?? []);
  const identified: Identified[] = [];
  for (const finding of findings) {
    const level = view.settings.level(finding.ruleId);
    if (level !== 'off') identified.push({ finding, level, fingerprint: fingerprints.of(finding) });
  }
  return identified;
}

/** The issue of a finding, as readers of the API see it. */
export function toIssue(view: DocumentView, { finding, level, fingerprint }: Identified): Issue {
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
    suggestion: finding.suggestion ?? rule.instruction,
    fixable: finding.replacements ? rule.fix : 'none',
    fingerprint,
    ...(rule.docsUrl === undefined ? {} : { docs_url: rule.docsUrl }),
  };
}

/** The edits of a finding alone, by place; none when it has none. */
export function toEdits({ text }: DocumentView, { replacements = [] }: Finding): Edit[] {
  return replacements
    .map(({ start, end, text: replacement }) => ({
      start,
      end,
      expected: text.slice(start, end),
      text: replacement,
    }))
    .toSorted((a, b) => a.start - b.start || a.end - b.end);
}

/** The matched text, cut so that no surrogate pair is split. */
function snippetOf(text: string, start: number, end: number): string {
  if (end - start <= MAX_SNIPPET_LENGTH) return text.slice(start, end);
  const last = text.charCodeAt(start + MAX_SNIPPET_LENGTH - 1);
  const splits = last >= 0xd800 && last <= 0xdbff;
  return text.slice(start, start + MAX_SNIPPET_LENGTH - (splits ? 1 : 0));
}
