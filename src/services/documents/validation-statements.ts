/** The statements that store a validated document. */
import type { BatchItem } from 'drizzle-orm/batch';
import type { Database } from '../../store/database.ts';
import { goOnUnchanged } from '../../store/documents.ts';
import { insertTexts } from '../../store/texts.ts';
import { insertIssues } from '../../store/issues.ts';
import { insertRecommendations } from '../../store/recommendations.ts';
import { insertValidation } from '../../store/validations.ts';
import type { Validated } from './validate-one.ts';

/**
 * Stores a document and its result. The caller puts the statements into one batch, with `keepDocuments` after those of all
 * documents, and then the events.
 */
export function statementsOf(db: Database, validated: Validated): BatchItem<'sqlite'>[] {
  return [
    ...insertTexts(db, [validated.document]),
    ...resultStatementsOf(db, validated),
    ...recommendationStatementsOf(db, validated),
  ];
}

/**
 * As {@link statementsOf}, for documents of a run, whose texts are already stored. A document that has not changed goes on
 * with its recommendations.
 */
export function runStatementsOf(db: Database, validated: readonly Validated[]): BatchItem<'sqlite'>[] {
  const reused = validated.filter(({ response }) => response.reused_from !== undefined);
  return [
    ...validated.flatMap((one) => resultStatementsOf(db, one)),
    ...goOnUnchanged(
      db,
      reused.map(({ response }) => response.id),
    ),
    ...validated.flatMap((one) => recommendationStatementsOf(db, one)),
  ];
}

function resultStatementsOf(db: Database, { response, inputsSha256 }: Validated): BatchItem<'sqlite'>[] {
  const { validation_id: _alias, issues, recommendations: _later, ...validation } = response;
  return [
    insertValidation(db, validation, inputsSha256),
    // A reused result refers to the issues of the earlier validation.
    ...(validation.reused_from === undefined ? insertIssues(db, validation.id, issues) : []),
  ];
}

function recommendationStatementsOf(db: Database, { response }: Validated): BatchItem<'sqlite'>[] {
  return insertRecommendations(db, response.family, response.recommendations);
}
