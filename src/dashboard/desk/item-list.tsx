import { useLayoutEffect, useRef } from 'preact/hooks';
import type { RecommendationStatus } from '../../shared/things.ts';
import { revealHidden } from '../../shared/reveal-hidden.ts';
import { describeLevel } from '../parts/words.ts';
import { canReview } from '../service/session.ts';
import type { DeskItem } from './desk-items.ts';
import { tip } from './keys.ts';

export interface ItemState {
  item: DeskItem;
  /** What was decided; `none` for findings without a recommendation. */
  status: RecommendationStatus | 'ignored' | 'none';
}

const SIGNS: Record<ItemState['status'], string> = {
  proposed: '○',
  approved: '✓',
  applied: '✓',
  rejected: '✕',
  ignored: '⊘',
  superseded: '–',
  none: '·',
};

/** What the open document has to decide on, in the order of its text. */
export function ItemList(props: {
  items: readonly ItemState[];
  currentKey: string | undefined;
  ticked: ReadonlySet<string>;
  onPick: (key: string) => void;
  onTick: (key: string) => void;
}) {
  const { items, currentKey, ticked, onPick, onTick } = props;
  const list = useRef<HTMLOListElement>(null);
  // Before the frame is drawn: the page is laid out once for this and for what else is measured then.
  useLayoutEffect(() => {
    list.current?.querySelector('.current')?.scrollIntoView({ block: 'nearest' });
  }, [currentKey]);
  return (
    <ol ref={list} class="desk-items" data-testid="desk-items">
      {items.map(({ item, status }) => {
        const isCurrent = item.key === currentKey;
        const [place] = item.places;
        return (
          <li key={item.key} class={`desk-item is-${status} ${isCurrent ? 'current' : ''}`}>
            {canReview.value && (
              <label class="desk-tick" title={tip('tick')}>
                <input
                  type="checkbox"
                  checked={ticked.has(item.key)}
                  disabled={status !== 'proposed'}
                  aria-label={`Tick ${revealHidden(item.title)}`}
                  onChange={() => onTick(item.key)}
                />
              </label>
            )}
            <button
              type="button"
              class="desk-item-name"
              aria-current={isCurrent ? 'true' : undefined}
              onClick={() => onPick(item.key)}
            >
              <span
                class={`desk-item-sign level-${item.level}`}
                title={`${describeLevel(item.level)}, ${status}`}
              >
                {SIGNS[status]}
              </span>
              <span class="desk-item-title" dir="auto" title={revealHidden(item.title)}>
                {item.title}
              </span>
              {status !== 'proposed' && status !== 'none' && <span class="visually-hidden">, {status}</span>}
              {place && <span class="desk-item-line">{place.line}</span>}
            </button>
          </li>
        );
      })}
    </ol>
  );
}
