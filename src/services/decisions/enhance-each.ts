/**
 * Applies recommendations to several validations: what they need is read together, and what comes of it is stored in one
 * transaction. A validation that has changed since it was read is refused alone.
 */
import type { SQL } from 'drizzle-orm';
import { mayReview } from '../../access/principal.ts';
import { checkSafety } from '../../engine/index.ts';
import type { EnhanceResponse } from '../../shared/api/validations.ts';
import { MAX_ENHANCED_PER_REQUEST, MAX_WORK_BYTES, MAX_WORK_MS } from '../../shared/limits.ts';
import type { Review } from '../../shared/things.ts';
import { after, reviewTransitions } from '../../shared/transitions.ts';
import { ask, type Answers, type Question } from '../../store/ask.ts';
import { askSubjects, toSubjects, type Subject, type Subjects } from '../../store/subjects.ts';
import { readAnchorsOf } from '../../store/texts.ts';
import type { ServiceContext } from '../context.ts';
import { encodeDocument } from '../documents/document-size.ts';
import { followLinks } from '../documents/inputs.ts';
import { Refusal } from '../errors.ts';
import { askFamilies, type Families } from '../families/rulesets.ts';
import { requireServed } from '../families/served.ts';
import { compareVersions } from './compare-versions.ts';
import { wrongState } from './decide-each.ts';
import { makePlan, type Plan, type Wish } from './plan-enhancement.ts';

const ROOM = { documents: MAX_ENHANCED_PER_REQUEST, bytes: MAX_WORK_BYTES };

/** What is wanted of a validation. */
interface Wanted {
  subject: Subject;
  wish: Wish;
  /** Nothing is to be stored. */
  isPreview?: boolean;
}

/** What applying recommendations to a validation comes to. */
export interface Enhancement extends Pick<EnhanceResponse, 'counts' | 'changes'> {
  subject: Subject;
  plan: Plan;
}

export interface ReadSubjects<Q extends readonly Question<unknown>[]> extends Subjects {
  families: Families;
  answers: Answers<Q>;
}

/**
 * Reads validations as far as a request has room for them, with the answers to questions about the same moment.
 *
 * @param places - selects the validations: see `placesOf`
 */
export async function readSubjects<const Q extends readonly Question<unknown>[]>(
  { db, principal, now }: ServiceContext,
  places: SQL,
  ...questions: Q
): Promise<ReadSubjects<Q>> {
  const about = askSubjects(db, principal, places, ROOM, now().toISOString());
  const [families, left, read, texts, recommendations, ignored, ...answers] = await ask(
    db,
    askFamilies(db),
    ...about,
    ...questions,
  );
  return {
    ...toSubjects([left, read, texts, recommendations, ignored]),
    families,
    answers,
  };
}

/**
 * Works out what is wanted of some validations. Those beyond the time of a request are left out.
 *
 * @returns what becomes of each, or why it is refused, by the ids of the validations
 */
export async function workOut(
  context: ServiceContext,
  wanted: readonly Wanted[],
  families: Families,
): Promise<ReadonlyMap<string, Enhancement | Refusal>> {
  const made = new Map<string, Enhancement | Refusal>();
  const started = context.now().getTime();
  const planned = wanted.flatMap((one) => {
    const { subject } = one;
    const plan = refusing(() => planOf(context, one));
    if (plan instanceof Refusal) {
      made.set(subject.validation.id, plan);
      return [];
    }
    const followed = followLinks([{ filePath: subject.validation.file_path, content: plan.text }]);
    return [{ subject, plan, followed }];
  });
  const anchors = await readAnchorsOf(
    context.db,
    planned.map(({ subject: { validation }, followed }) => ({ ...validation, paths: followed.elsewhere })),
  );
  for (const [index, { subject, plan, followed }] of planned.entries()) {
    if (index > 0) {
      // The clock of a Worker only advances with I/O.
      await scheduler.wait(0);
      if (context.now().getTime() - started >= MAX_WORK_MS) break;
    }
    const { validation } = subject;
    const known = anchors(validation);
    const compared = refusing(() => compareVersions(subject, plan, { families, followed, anchors: known }));
    made.set(validation.id, compared instanceof Refusal ? compared : { subject, plan, ...compared });
  }
  return made;
}

function refusing<T>(make: () => T): T | Refusal {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** @throws {Refusal} `forbidden`, `wrong-state`, `invalid`, `unsafe-change` or `document-too-large`; as `requireServed` */
function planOf(context: ServiceContext, { subject, wish, isPreview = false }: Wanted): Plan {
  const { validation } = subject;
  if (!mayReview(context.principal, validation.family)) {
    throw new Refusal('forbidden', 'You may not apply recommendations.');
  }
  if (!isPreview) requireServed(context, validation.family);
  if (after(reviewTransitions.enhance, validation.review) === null) throw notNow(validation.review);
  const plan = makePlan(subject, wish);
  const unsafe = checkSafety(plan.base, plan.text);
  if (unsafe) throw new Refusal('unsafe-change', `Nothing was applied: ${unsafe.detail}`);
  if (plan.applied.length > 0) {
    // What is too large to be kept is refused before anything else is.
    for (const content of [plan.base, plan.text]) {
      encodeDocument({ path: 'content', filePath: validation.file_path, content });
    }
  }
  return plan;
}

function notNow(review: Review): Refusal {
  return wrongState({ kind: 'validation', action: 'enhance' }, review);
}

/** The refusal of an enhancement whose validation has changed since it was read. */
export function changedMeanwhile(review: Review): Refusal {
  return new Refusal('wrong-state', 'It was changed meanwhile: nothing was applied.', [], review);
}
