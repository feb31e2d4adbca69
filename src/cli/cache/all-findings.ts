import type { DocumentIssues } from '../../engine/index.ts';

/** The findings of a document in figures. */
export interface AllFindings {
  counts: DocumentIssues['counts'];
  rules: [id: string, count: number][];
}

/** Counts the findings of a report by level and by rule. */
export function countFindings({ counts, issues }: DocumentIssues): AllFindings {
  const rules = new Map<string, number>();
  for (const { rule_id } of issues) rules.set(rule_id, (rules.get(rule_id) ?? 0) + 1);
  return { counts, rules: [...rules] };
}
