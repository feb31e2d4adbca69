/**
 * Applies approved recommendations to the text that was validated, or to its current version. Every other byte stays as
 * it is.
 */
import { diffHunks, unifiedDiff } from '../../engine/index.ts';
import type { DiffResponse, EnhanceResponse } from '../../shared/api/validations.ts';
import { commitAndAsk } from '../../store/commit.ts';
import { askHead, toLiveEvents } from '../../store/events.ts';
import { placesOf } from '../../store/subjects.ts';
import { readTexts } from '../../store/texts.ts';
import { askValidation } from '../../store/validations.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal, found } from '../errors.ts';
import { changedMeanwhile, readSubjects, workOut } from './enhance-each.ts';
import { enhancedIn, keepEnhancements } from './keep-enhancements.ts';
import { makePlan, type Wish } from './plan-enhancement.ts';

export interface EnhanceOptions extends Wish {
  /** Computes the result without storing it. */
  preview?: boolean;
  note?: string;
}

/**
 * Applies the approved recommendations of a validation. If none can be applied, nothing is stored and there is no
 * event, so a repeated request applies nothing twice.
 *
 * @throws {Refusal} `not-found`, `forbidden`, `wrong-state`, `invalid` for a recommendation of another validation,
 * `unsafe-change` when the document would lose too much text or its front matter, or when certain edits would do harm
 * together; `document-too-large`
 */
export async function enhance(
  context: ServiceContext,
  id: string,
  { preview = false, note, ...wish }: EnhanceOptions = {},
): Promise<EnhanceResponse> {
  const { db, principal, publish } = context;
  const { taken, families, answers } = await readSubjects(context, placesOf([id]), askHead(db));
  const subject = found(taken.get(id), 'validation', id);
  const made = found(
    (await workOut(context, [{ subject, wish, isPreview: preview }], families)).get(id),
    'validation',
    id,
  );
  if (made instanceof Refusal) throw made;
  const { base, text, edits, applied, notApplied } = made.plan;
  let now = { validation: subject.validation, position: answers[0] };
  if (!preview && applied.length > 0) {
    const changes = await keepEnhancements(context, [made], note);
    const kept = await commitAndAsk(db, changes, askValidation(db, principal, id), askHead(db));
    publish(toLiveEvents(kept.appended));
    const validation = found(kept.answers[0], 'validation', id);
    if (!enhancedIn(kept.appended).has(id)) throw changedMeanwhile(validation.review);
    now = { validation, position: kept.answers[1] };
  }
  return {
    validation: now.validation,
    preview,
    applied: applied.map((one) => one.id),
    not_applied: [...notApplied],
    changes: made.changes,
    diff: unifiedDiff(base, edits, subject.validation.file_path, { maxLength: Number.POSITIVE_INFINITY }),
    counts: made.counts,
    ...(preview && { content: text }),
    position: now.position,
  };
}

/**
 * Reads the enhanced Markdown.
 *
 * @throws {Refusal} `not-found`, also when nothing has been applied yet
 */
export async function getEnhanced(context: ServiceContext, id: string): Promise<string> {
  const texts = found(await readTexts(context.db, context.principal, id), 'validation', id);
  if (texts.enhanced === null) throw notEnhanced();
  return texts.enhanced;
}

/**
 * Compares the enhanced text with the text it was made from.
 *
 * @throws {Refusal} `not-found`, also when nothing has been applied yet
 */
export async function getDiff(
  context: ServiceContext,
  id: string,
): Promise<{ unified: string; json: DiffResponse }> {
  const { taken } = await readSubjects(context, placesOf([id]));
  const subject = found(taken.get(id), 'validation', id);
  if (subject.texts.enhanced === null) throw notEnhanced();
  const { base, edits } = makePlan(subject, { recommendation_ids: [] });
  const { file_path } = subject.validation;
  return {
    unified: unifiedDiff(base, edits, file_path, { maxLength: Number.POSITIVE_INFINITY }),
    json: { file_path, hunks: diffHunks(base, edits) },
  };
}

function notEnhanced(): Refusal {
  return new Refusal('not-found', 'Nothing was applied to this document yet.');
}
