import type { ValidateResponse, ValidationSummary } from '../../shared/api/validations.ts';
import { MAX_LISTED_ISSUES } from '../../shared/limits.ts';

/**
 * Shortens results for an answer that has many of them: without the texts of issues and recommendations, and with at most
 * {@link MAX_LISTED_ISSUES} issues in all. `GET /api/validations/:id` has everything.
 */
export function summarize(results: readonly ValidateResponse[]): ValidationSummary[] {
  let room = MAX_LISTED_ISSUES;
  return results.map(({ issues, recommendations, ...validation }) => {
    const listed = issues.slice(0, room);
    room -= listed.length;
    const leftOut = issues.length - listed.length;
    return {
      ...validation,
      issues: listed.map(({ rule_id, level, message, line, column, fingerprint }) => ({
        rule_id,
        level,
        message,
        line,
        column,
        fingerprint,
      })),
      ...(leftOut > 0 && { issues_left_out: leftOut }),
      recommendations: recommendations.map(({ id, rule_id, severity, title, status }) => ({
        id,
        rule_id,
        severity,
        title,
        status,
      })),
    };
  });
}
