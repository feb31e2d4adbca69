/** The statements that store a validated document. */
import type { BatchItem } from 'drizzle-orm/batch';
import type { Database } from '../../store/database.ts';
import { insertTexts } from '../../store/texts.ts';
import { insertIssues } from '../../store/issues.ts';
import { insertRecommendations } from '../../store/recommendations.ts';
import { insertValidation } from '../../store/validations.ts';
import type { Validated } from './validate-one.ts';

/** Stores a document and its result. The caller puts the statements into one batch with the document's events. */
export function statementsOf(db: Database, validated: Validated): BatchItem<'sqlite'>[] {
  return [...insertTexts(db, [validated.document]), ...resultStatementsOf(db, validated)];
}

/** As {@link statementsOf}, for a document whose text is already stored. */
export function resultStatementsOf(
  db: Database,
  { response, inputsSha256 }: Validated,
): BatchItem<'sqlite'>[] {
  const { validation_id: _alias, issues, recommendations, ...validation } = response;
  return [
    insertValidation(db, validation, inputsSha256),
    // A reused result refers to the issues of the earlier validation.
    ...(validation.reused_from === undefined ? insertIssues(db, validation.id, issues) : []),
    ...insertRecommendations(db, validation.family, recommendations),
  ];
}
