/**
 * Applies approved recommendations to the text that was validated, or to its current version. Every other byte stays as
 * it is.
 */
import { mayReview } from '../../access/principal.ts';
import { checkSafety, diffHunks, enhanceDocument, unifiedDiff } from '../../engine/index.ts';
import type {
  DiffResponse,
  EnhanceResponse,
  NotAppliedRecommendation,
} from '../../shared/api/validations.ts';
import type { NewEvent } from '../../shared/events.ts';
import type { Recommendation } from '../../shared/things.ts';
import { after, reviewTransitions } from '../../shared/transitions.ts';
import { commitWithEvents } from '../../store/commit.ts';
import { applyRecommendations, enhanceValidation } from '../../store/decisions.ts';
import { insertTexts, readTexts } from '../../store/texts.ts';
import { appendEventsIfChanged, toLiveEvents } from '../../store/events.ts';
import { encodeDocument } from '../documents/document-size.ts';
import { getValidation } from '../documents/validations.ts';
import type { ServiceContext } from '../context.ts';
import { compareVersions, type Plan, type Subject } from './compare-versions.ts';
import { approvedEdits } from './own-text.ts';
import { recommendationEvent } from './decide.ts';
import { wrongState } from './decide-each.ts';
import { Refusal, found } from '../errors.ts';
import { hash } from '../hash.ts';

const ENHANCING = { kind: 'validation', action: 'enhance' } as const;

export interface EnhanceOptions {
  /** Only these. When left out, all approved ones. */
  recommendation_ids?: readonly string[];
  /** Computes the result without storing it. */
  preview?: boolean;
  /** The current text of the document. When left out, the validated one. */
  content?: string;
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
  options: EnhanceOptions = {},
): Promise<EnhanceResponse> {
  const subject = await readSubject(context, id);
  const { validation } = subject.detail;
  if (!mayReview(context.principal, validation.family)) {
    throw new Refusal('forbidden', 'You may not apply recommendations.');
  }
  if (after(reviewTransitions.enhance, validation.review) === null) {
    throw wrongState(ENHANCING, validation.review);
  }
  const plan = makePlan(subject, options);
  const { base, text, edits, applied, notApplied } = plan;
  const unsafe = checkSafety(base, text);
  if (unsafe) throw new Refusal('unsafe-change', `Nothing was applied: ${unsafe.detail}`);
  const { counts, changes } = await compareVersions(context, subject, plan);
  const preview = options.preview ?? false;
  if (!preview && applied.length > 0) await keep(context, subject, plan, counts, options);

  const now = preview || applied.length === 0 ? subject.detail : await getValidation(context, id);
  return {
    validation: now.validation,
    preview,
    applied: applied.map((one) => one.id),
    not_applied: [...notApplied],
    changes,
    diff: unifiedDiff(base, edits, validation.file_path, { maxLength: Number.POSITIVE_INFINITY }),
    counts,
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
  const { detail, texts } = await readSubject(context, id);
  if (texts.enhanced === null) throw notEnhanced();
  const { base, edits } = makePlan({ detail, texts }, { recommendation_ids: [] });
  const { file_path } = detail.validation;
  return {
    unified: unifiedDiff(base, edits, file_path, { maxLength: Number.POSITIVE_INFINITY }),
    json: { file_path, hunks: diffHunks(base, edits) },
  };
}

function notEnhanced(): Refusal {
  return new Refusal('not-found', 'Nothing was applied to this document yet.');
}

async function readSubject(context: ServiceContext, id: string): Promise<Subject> {
  const detail = await getValidation(context, id);
  return { detail, texts: found(await readTexts(context.db, context.principal, id), 'validation', id) };
}

/**
 * Plans an enhancement. The text is always rebuilt from the original: recommendations that were applied earlier come
 * first and keep their place, and the new ones must not conflict with them.
 */
function makePlan({ detail, texts }: Subject, { recommendation_ids, content }: EnhanceOptions): Plan {
  const { recommendations } = detail;
  const { wanted, notApproved } = choose(recommendations, recommendation_ids);
  const base = content ?? texts.base ?? texts.original;
  const done = recommendations.filter(({ status }) => status === 'applied');
  const changes = [...done, ...wanted].map((from) => ({ id: from.id, edits: approvedEdits(from), from }));
  const { text, edits, applied, notApplied } = enhanceDocument({ original: texts.original, base, changes });
  const isDone = new Set(applied);
  // A change that is already in the text counts as applied.
  for (const { id, reason } of notApplied) if (reason === 'present') isDone.add(id);
  const isWanted = new Set(wanted.map(({ id }) => id));
  const refused = notApplied.flatMap(({ id, reason, detail: why }): NotAppliedRecommendation[] =>
    reason === 'present' || !isWanted.has(id) ? [] : [{ recommendation_id: id, reason, detail: why }],
  );
  return {
    base,
    text,
    edits,
    changes: changes.filter(({ id }) => isDone.has(id)),
    applied: wanted.filter(({ id }) => isDone.has(id)),
    notApplied: [...notApproved, ...refused],
  };
}

function choose(
  recommendations: readonly Recommendation[],
  ids: readonly string[] | undefined,
): { wanted: Recommendation[]; notApproved: NotAppliedRecommendation[] } {
  if (ids === undefined) {
    return { wanted: recommendations.filter(({ status }) => status === 'approved'), notApproved: [] };
  }
  const known = new Set(recommendations.map(({ id }) => id));
  const unknown = ids.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `recommendation_ids.${index}`, message: 'is none of this validation' }],
  );
  if (unknown.length > 0) {
    throw new Refusal('invalid', 'Some recommendations are none of this validation.', unknown);
  }
  const named = recommendations.filter(({ id }) => ids.includes(id));
  return {
    wanted: named.filter(({ status }) => status === 'approved'),
    notApproved: named
      .filter(({ status }) => status !== 'approved')
      .map(({ id, status }) => ({
        recommendation_id: id,
        reason: 'not-approved',
        detail: `It is ${status}, not approved.`,
      })),
  };
}

/**
 * Stores the enhanced text and the state changes, with their events.
 *
 * @throws {Refusal} `wrong-state`, when the validation or one of the recommendations has changed since it was read
 */
async function keep(
  context: ServiceContext,
  { detail, texts }: Subject,
  { base, text, applied, notApplied }: Plan,
  counts: EnhanceResponse['counts'],
  { note }: EnhanceOptions,
): Promise<void> {
  const { db, principal } = context;
  const { validation } = detail;
  const { id, family, file_path, review, enhanced_sha256 = null } = validation;
  const now = context.now().toISOString();
  const enhanced = await toDocument(file_path, text, now);
  const changedBase = base === texts.original ? null : await toDocument(file_path, base, now);
  const events: NewEvent[] = [
    {
      type: 'validation_enhanced',
      timestamp: now,
      actor: principal.actor,
      subject: { validation_id: id, family },
      payload: {
        file_path,
        applied: applied.map((one) => one.id),
        not_applied: notApplied.map(({ recommendation_id, reason }) => ({ recommendation_id, reason })),
        counts: counts.after,
        before: { review, counts: counts.before },
        after: { review: 'enhanced', counts: counts.after },
        ...(note !== undefined && { note }),
      },
    },
    ...applied.map((one) => recommendationEvent(context, { ...one, family }, 'apply', { now, note })),
  ];
  const change = enhanceValidation(db, {
    id,
    review,
    enhanced_sha256,
    applied,
    to: { enhanced_sha256: enhanced.sha256, enhanced_base_sha256: changedBase?.sha256 ?? null },
    note: note ?? null,
    now,
  });
  const ids = applied.map((one) => one.id);
  const appended = await commitWithEvents(db, {
    before: [
      // Texts come first because the validation references them. If the validation has changed meanwhile they stay
      // unreferenced, until maintenance deletes them.
      ...insertTexts(db, changedBase ? [enhanced, changedBase] : [enhanced]),
      change,
    ],
    events: appendEventsIfChanged(db, events),
    after: [applyRecommendations(db, ids, now)],
  });
  if (appended.length > 0) return context.publish(toLiveEvents(appended));
  const current = await getValidation(context, id);
  const refusal = wrongState(ENHANCING, current.validation.review);
  throw new Refusal('wrong-state', 'It was changed meanwhile: nothing was applied.', [], refusal.state);
}

async function toDocument(filePath: string, content: string, now: string) {
  const bytes = encodeDocument({ path: 'content', filePath, content });
  return { sha256: await hash(bytes), content, byte_length: bytes.byteLength, created_at: now };
}
