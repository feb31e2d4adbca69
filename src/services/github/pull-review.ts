/** The review of a pull request: proven fixes as suggestions, a few, and none twice. Those that are obsolete are resolved. */
import { writeReview } from '../../github/conversation.ts';
import type { PullRequest } from '../../github/pull-request.ts';
import { readThreads, resolveThread, type ReviewThread } from '../../github/review-threads.ts';
import type { Courier } from './courier-context.ts';
import { commentOf, keyOf, type Suggestion } from './suggestions.ts';
import type { Target } from './targets.ts';

/** A suggestion that was made before. */
interface Made extends ReviewThread {
  key: string;
}

/**
 * Suggests fixes in one review, and resolves the suggestions that are obsolete.
 *
 * @param pull - as it is now; suggestions are for lines of its newest commit
 */
export async function reviewPull(
  { client }: Courier,
  { repository, pulls }: Target,
  { number, headSha }: PullRequest,
  suggestions: readonly Suggestion[],
): Promise<void> {
  if (pulls.suggestions === 0) return;
  const made = (await readThreads(client, repository, number)).flatMap((thread): Made[] => {
    const key = keyOf(thread.body);
    return key === undefined ? [] : [{ ...thread, key }];
  });
  const wanted = new Set(suggestions.map(({ key }) => key));
  const open = made.filter(({ isResolved }) => !isResolved);
  const obsolete = open.filter(({ key, isOutdated }) => isOutdated || !wanted.has(key));
  // Where people have answered, it is for them to say that all is said.
  for (const { id, isAnswered } of obsolete) if (!isAnswered) await resolveThread(client, id);
  const known = new Set(made.map(({ key }) => key));
  const room = Math.max(0, pulls.suggestions - (open.length - obsolete.length));
  const fresh = suggestions.filter(({ key }) => !known.has(key)).slice(0, room);
  if (fresh.length === 0) return;
  const fixes = fresh.length === 1 ? 'a fix' : `${fresh.length} fixes`;
  const body = `Galley suggests ${fixes} for what is new here: proven to change only what its rule is about.`;
  await writeReview(client, { repository, number, sha: headSha, body, comments: fresh.map(commentOf) });
}
