/** Says what became of decisions, and offers to take them back. */
import type { BulkResult } from '../../shared/api/decisions.ts';
import { revealHidden } from '../../shared/reveal-hidden.ts';
import type { Recommendation } from '../../shared/things.ts';
import { expectOwnDecision, toast, toastOwnDecision } from '../frame/toasts.ts';
import { api } from '../service/api.ts';
import { attempt, type BulkOutcome, countChanged, decide, exclusively } from './decisions.ts';
import { grouped } from '../parts/grouped.ts';

/** Most refusals that a notice lists. */
const MAX_LISTED = 100;

type Subject = Pick<Recommendation, 'id' | 'title'>;

/**
 * Sends an approval or a rejection of one recommendation. When it is accepted, a notice offers to undo it.
 *
 * @returns whether it was accepted
 */
export async function decideUndoably(
  { id, title }: Subject,
  action: 'approve' | 'reject',
  send: () => Promise<unknown>,
): Promise<boolean> {
  const forget = expectOwnDecision(id);
  if ((await decide(send)) === null) {
    forget();
    return false;
  }
  const type = action === 'approve' ? 'recommendation_approved' : 'recommendation_rejected';
  toastOwnDecision(type, title, () => void undoOne({ id, title }));
  return true;
}

async function undoOne({ id, title }: Subject): Promise<void> {
  if (await decide(() => api.undoRecommendation(id)))
    toast({ text: `Undone: ${revealHidden(title)}`, tone: 'good' });
}

/**
 * Shows the outcome of a decision about many things, and offers to undo approvals and rejections.
 *
 * @param done - what was done: `approved`
 * @param nameOf - names what was refused; its id when left out
 */
export function toastBulk(
  done: string,
  outcome: BulkOutcome,
  nameOf: (id: string) => string | undefined = () => undefined,
): void {
  const { results, remaining, batchIds } = outcome;
  const isDone = countChanged(results) > 0;
  const details = refusals(results, nameOf);
  const isUndoable = isDone && (done === 'approved' || done === 'rejected');
  toast({
    text: describeBulk(done, outcome),
    tone: isDone && remaining === 0 ? 'good' : 'error',
    details,
    ...(isUndoable && { undo: () => void undoBatches(batchIds, nameOf) }),
  });
}

async function undoBatches(
  batchIds: readonly string[],
  nameOf: (id: string) => string | undefined,
): Promise<void> {
  const results: BulkResult[] = [];
  await exclusively(async () => {
    // The last one first: an id that two of them have is then in its oldest state at the end.
    for (const id of batchIds.toReversed()) {
      const answer = await attempt(() => api.undoBatch(id));
      if (!answer) break;
      results.push(...answer.results);
    }
  });
  if (results.length === 0) return;
  const details = refusals(results, nameOf);
  toast({
    text: describeBulk('undone', { results, remaining: 0 }),
    tone: details.length === 0 ? 'good' : 'error',
    isLasting: details.length > 0,
    details,
  });
}

/** What was refused and why, a line for each. */
function refusals(
  results: readonly BulkResult[],
  nameOf: (id: string) => string | undefined,
): readonly string[] {
  const lines = results.flatMap((one) =>
    one.ok ? [] : [`${revealHidden(nameOf(one.id) ?? one.id)}: ${one.error.detail}`],
  );
  const more = lines.length - MAX_LISTED;
  return more > 0 ? [...lines.slice(0, MAX_LISTED), `and ${more} more`] : lines;
}

/** `12 approved, 1 refused (rejected), 3 remain` */
function describeBulk(done: string, { results, remaining }: Omit<BulkOutcome, 'batchIds'>): string {
  const changed = countChanged(results);
  const parts = [`${grouped(changed)} ${done}`];
  const reasons = new Set(results.flatMap((one) => (one.ok ? [] : [one.error.state ?? one.error.detail])));
  const refused = results.length - changed;
  if (refused > 0) parts.push(`${grouped(refused)} refused (${[...reasons].join(', ')})`);
  if (remaining > 0) parts.push(`${grouped(remaining)} remain`);
  return parts.join(', ');
}
