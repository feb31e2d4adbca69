import type { Pages } from '../service/use-pages.ts';
import { countOf } from './words.ts';

interface Props {
  pages: Pages<unknown>;
  /** What the list is of, in the singular. */
  of: string;
  /** How many there are now, when that has changed since the list was read. */
  now?: number;
}

/** How many a list has. Before it is read nobody knows: 0 would be taken for a result. */
export function Total({ pages, of, now = pages.total }: Props) {
  return (
    <p class="quiet" data-testid="total">
      {pages.isKnown ? `${pages.isEstimate ? 'More than ' : ''}${countOf(now, of)}` : '\u00A0'}
    </p>
  );
}
