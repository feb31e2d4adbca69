import type { Pages } from '../service/use-pages.ts';

/** The end of a list: a button that loads more, or the reason why there is nothing. */
export function MoreButton({ pages, nothing }: { pages: Pages<unknown>; nothing: string }) {
  if (pages.problem !== null) {
    return (
      <p class="answer problem" role="alert">
        {pages.problem}{' '}
        <button type="button" class="link" onClick={pages.more}>
          Try again
        </button>
      </p>
    );
  }
  if (pages.items.length === 0) return <p class="quiet">{pages.loading ? 'Loading…' : nothing}</p>;
  if (!pages.hasMore) return null;
  return (
    <button type="button" class="button" disabled={pages.loading} onClick={pages.more}>
      {pages.loading ? 'Loading…' : 'Load more'}
    </button>
  );
}
