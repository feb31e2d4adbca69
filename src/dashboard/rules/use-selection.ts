import { useRef, useState } from 'preact/hooks';

export interface Selection {
  ticked: ReadonlySet<string>;
  /** Ticks or unticks one. With `isRange`, everything from the one before to this one becomes like this one. */
  toggle: (id: string, isRange: boolean) => void;
  /** Ticks or unticks all of these. */
  set: (ids: readonly string[], isTicked: boolean) => void;
  /** Ticks those that are not ticked, and unticks those that are. */
  invert: () => void;
}

const NONE: ReadonlySet<string> = new Set();
/** What was ticked in lists that are not shown now, for whoever comes back to them. */
const kept = new Map<string, ReadonlySet<string>>();
const MAX_KEPT = 20;

function keep(list: string, ticked: ReadonlySet<string>): void {
  kept.delete(list);
  if (ticked.size > 0) kept.set(list, ticked);
  const [oldest] = kept.keys();
  if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
}

/**
 * What is ticked in a list.
 *
 * @param list - names the list; the ticks stay when the reader leaves the page and comes back
 * @param order - the ids that can be ticked, in the order in which they are shown
 */
export function useSelection(list: string, order: readonly string[]): Selection {
  const [own, setOwn] = useState<{ list: string; ticked: ReadonlySet<string> } | null>(null);
  const ticked = own?.list === list ? own.ticked : (kept.get(list) ?? NONE);
  const setTicked = (next: ReadonlySet<string>) => {
    keep(list, next);
    setOwn({ list, ticked: next });
  };
  const last = useRef<string | null>(null);
  const change = (ids: readonly string[], isTicked: boolean) => {
    const next = new Set(ticked);
    for (const id of ids) {
      if (isTicked) next.add(id);
      else next.delete(id);
    }
    setTicked(next);
  };
  return {
    // What has gone meanwhile, or was decided by somebody else, is no longer chosen.
    ticked: new Set(order.filter((id) => ticked.has(id))),
    toggle: (id, isRange) => {
      const [from, to] = [order.indexOf(last.current ?? ''), order.indexOf(id)].toSorted((a, b) => a - b);
      const range = isRange && from !== undefined && from >= 0 ? order.slice(from, (to ?? 0) + 1) : [id];
      change(range, !ticked.has(id));
      last.current = id;
    },
    set: change,
    invert: () => setTicked(new Set(order.filter((id) => !ticked.has(id)))),
  };
}
