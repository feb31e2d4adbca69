/** The changes that store enhanced texts and what was applied to make them, with their events. */
import type { NewEvent } from '../../shared/events.ts';
import type { Changes } from '../../store/commit.ts';
import { applyRecommendations, enhanceValidation } from '../../store/decisions.ts';
import { appendEventsIfChanged, type EventRow } from '../../store/events.ts';
import { insertTexts, type NewText } from '../../store/texts.ts';
import type { ServiceContext } from '../context.ts';
import { encodeDocument } from '../documents/document-size.ts';
import { hash } from '../hash.ts';
import { recommendationEvent } from './decide.ts';
import type { Enhancement } from './enhance-each.ts';

/**
 * The changes that keep enhancements, each on its own: one is made only if its validation and recommendations are as they
 * were read. Find those that were made with {@link enhancedIn}.
 */
export async function keepEnhancements(
  context: ServiceContext,
  made: readonly Enhancement[],
  note: string | undefined,
): Promise<Changes[]> {
  const { db } = context;
  const now = context.now().toISOString();
  const texts = new Map<string, NewText>();
  const changes: Changes[] = [];
  for (const enhancement of made) {
    const { subject, plan } = enhancement;
    const { id, file_path, review, enhanced_sha256 = null } = subject.validation;
    const { base, text, applied } = plan;
    const enhanced = await toDocument(file_path, text, now);
    const changedBase = base === subject.texts.original ? null : await toDocument(file_path, base, now);
    for (const one of changedBase ? [enhanced, changedBase] : [enhanced]) texts.set(one.sha256, one);
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
    // `changes()` in the events is about the statement right before them, so nothing may come between.
    changes.push({
      before: [change],
      events: appendEventsIfChanged(db, eventsOf(context, enhancement, { now, note })),
      after: [applyRecommendations(db, ids, now)],
    });
  }
  // Texts come first because the validations reference them. If a validation has changed meanwhile they stay unreferenced,
  // until maintenance deletes them.
  return [{ before: insertTexts(db, [...texts.values()]), events: [] }, ...changes];
}

/** Finds in the events of a commit which validations were enhanced. */
export function enhancedIn(appended: readonly EventRow[]): ReadonlySet<string | null> {
  const told = appended.filter(({ type }) => type === 'validation_enhanced');
  return new Set(told.map(({ validation_id }) => validation_id));
}

function eventsOf(
  context: ServiceContext,
  { subject: { validation }, plan, counts }: Enhancement,
  { now, note }: { now: string; note: string | undefined },
): NewEvent[] {
  const { id, family, file_path, review } = validation;
  const { applied, notApplied } = plan;
  return [
    {
      type: 'validation_enhanced',
      timestamp: now,
      actor: context.principal.actor,
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
}

async function toDocument(filePath: string, content: string, now: string): Promise<NewText> {
  const bytes = encodeDocument({ path: 'content', filePath, content });
  return { sha256: await hash(bytes), content, byte_length: bytes.byteLength, created_at: now };
}
