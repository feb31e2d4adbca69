import type { Pages } from '../service/use-pages.ts';
import { LoadProblem } from './load-problem.tsx';

/** Above a list: why it could not be loaded again. The rows below it are those that were loaded before. */
export function ReloadProblem({ pages }: { pages: Pages<unknown> }) {
  if (pages.problem === null || !pages.isReload || pages.items.length === 0) return null;
  return <LoadProblem what="The list" problem={pages.problem} retry={pages.retry} />;
}

/** The end of a list: a button that loads more, or the reason why there is nothing. */
export function MoreButton({ pages, nothing }: { pages: Pages<unknown>; nothing: string }) {
  if (pages.problem !== null && (!pages.isReload || pages.items.length === 0)) {
    return <LoadProblem problem={pages.problem} retry={pages.retry} />;
  }
  if (pages.items.length === 0) return <p class="quiet">{pages.loading ? 'Loading…' : nothing}</p>;
  if (!pages.hasMore) return null;
  return (
    <button type="button" class="button" disabled={pages.loading} onClick={pages.more}>
      {pages.loading ? 'Loading…' : 'Load more'}
    </button>
  );
}
