/** The statements that store a validated document. */
import type { BatchItem } from 'drizzle-orm/batch';
import type { ValidateResponse } from '../../shared/api/validations.ts';
import type { LiveEvent } from '../../shared/events.ts';
import { UNTITLED_PATH, type Compared } from '../../shared/things.ts';
import type { Database } from '../../store/database.ts';
import { appendGone, applyGone, copyDecisions, type FormerKey } from '../../store/carried-decisions.ts';
import type { Changes } from '../../store/commit.ts';
import { compareWithMain } from '../../store/comparisons.ts';
import { goOnUnchanged, keepDocuments } from '../../store/documents.ts';
import { appendEvents } from '../../store/events.ts';
import { copyIgnored } from '../../store/renames.ts';
import { insertTexts } from '../../store/texts.ts';
import { insertIssues } from '../../store/issues.ts';
import { insertRecommendations, withCarried, type Carried } from '../../store/recommendations.ts';
import { insertValidation } from '../../store/validations.ts';
import type { Validated } from './validate-one.ts';

/**
 * Stores a document and its result. The caller puts the statements into one batch, with {@link becomeNewest} after those of
 * all documents.
 */
export function statementsOf(db: Database, validated: Validated): StatementsOfOne {
  const recommendations = recommendationStatementsOf(db, validated);
  const statements = [
    ...insertTexts(db, [validated.document]),
    ...resultStatementsOf(db, validated),
    ...recommendations,
  ];
  return { statements, recommendations };
}

/** The statements of a document, and those among them that store its recommendations. */
export interface StatementsOfOne {
  statements: readonly BatchItem<'sqlite'>[];
  recommendations: ReturnType<typeof insertRecommendations>;
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
    ...takeAlong(db, validated),
    ...validated.flatMap((one) => recommendationStatementsOf(db, one)),
  ];
}

/** Lets what was decided about documents under other paths count for them. */
function takeAlong(db: Database, validated: readonly Validated[]): BatchItem<'sqlite'>[] {
  const [first] = validated;
  const renames = validated.flatMap(({ formerPath: from, response }) =>
    from === undefined ? [] : [{ from, to: response.file_path }],
  );
  if (!first || renames.length === 0) return [];
  return [
    copyIgnored(db, first.response.family, renames),
    ...copyDecisions(db, validated.flatMap(formerKeysOf)),
  ];
}

function formerKeysOf({ keys }: Validated): FormerKey[] {
  return keys.flatMap(({ findings_key, former_key }) =>
    findings_key !== null && former_key !== undefined ? [{ findings_key, former_key }] : [],
  );
}

/**
 * Makes validations the newest of their documents. `before` follows their results in the batch, and `events` come next: of
 * what is applied because its findings are gone, and of the validations.
 */
export function becomeNewest(
  db: Database,
  validated: readonly Validated[],
  { actor, now }: { actor: string; now: string },
): Pick<Required<Changes>, 'before' | 'events'> {
  const created = appendEvents(
    db,
    validated.flatMap(({ events }) => events),
  );
  const versions = validated
    .filter(({ response }) => response.file_path !== UNTITLED_PATH)
    .map(({ response, rules, owners }) => ({ id: response.id, rules, owners }));
  // Texts without a path are no versions of anything.
  if (versions.length === 0) return { before: [], events: created };
  const ids = versions.map(({ id }) => id);
  const gone = versions.map(({ id, rules }) => ({ id, rules }));
  return {
    before: [...applyGone(db, gone, now), compareWithMain(db, ids), keepDocuments(db, versions)],
    events: [...appendGone(db, gone, { actor, now }), ...created],
  };
}

/**
 * Shows what was stored: the comparison with the main line, and stored recommendations instead of those that were made,
 * where something was decided about the same findings before.
 *
 * @param appended - the events of the commit
 * @param stored - the recommendations that it stored
 */
export function withDecisions(
  validated: readonly Validated[],
  appended: readonly LiveEvent[],
  stored: readonly Carried[],
): ValidateResponse[] {
  const byId = new Map(stored.map((one) => [one.id, one]));
  const comparisons = new Map<string | undefined, Compared>();
  for (const event of appended) {
    if (event.type === 'validation_created' && event.compared) {
      const { new: added, resolved } = event.compared;
      comparisons.set(event.validation_id, { new: added, resolved });
    }
  }
  return validated.map(({ response }) => {
    const recommendations = response.recommendations.map((one) => {
      const carried = byId.get(one.id);
      return carried ? withCarried(one, carried) : one;
    });
    const compared = comparisons.get(response.id);
    return { ...response, recommendations, ...(compared && { compared }) };
  });
}

function resultStatementsOf(db: Database, { response, inputsSha256 }: Validated): BatchItem<'sqlite'>[] {
  const { validation_id: _alias, issues, recommendations: _later, ...validation } = response;
  return [
    insertValidation(db, validation, inputsSha256),
    // A reused result refers to the issues of the earlier validation.
    ...(validation.reused_from === undefined ? insertIssues(db, validation.id, issues) : []),
  ];
}

function recommendationStatementsOf(db: Database, { response, keys }: Validated) {
  return insertRecommendations(db, response.family, response.recommendations, keys);
}
