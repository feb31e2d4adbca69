import type { DocumentIssues } from '../../engine/index.ts';

/** The findings of a document in figures. */
export interface AllFindings {
  counts: DocumentIssues['counts'];
  rules: [id: string, count: number][];
}

/** Counts the findings of a report by level and by rule. */
export function countFindings({ counts, issues }: DocumentIssues): AllFindings {
  const byRule = Map.groupBy(issues, ({ rule_id }) => rule_id);
  return { counts, rules: [...byRule].map(([id, { length }]) => [id, length]) };
}
