/** Rows of which only those in sight are on the page. */
import {
  elementScroll,
  measureElement,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualItem,
} from '@tanstack/virtual-core';
import { useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

/** Rows beyond each end of what is in sight. */
const OVERSCAN = 8;

export type Rows = Virtualizer<HTMLElement, HTMLElement>;

interface Options {
  count: number;
  /** All heights are estimated again when this function is another: keep it as long as rows and estimates are the same. */
  keyOf: (index: number) => number;
  /** In pixels, as well as it is known before the row is shown. */
  estimate: (index: number) => number;
}

/** @returns the rows to show, and what scrolls to others */
export function useVirtualRows(
  scroller: RefObject<HTMLElement | null>,
  { count, keyOf, estimate }: Options,
): { rows: Rows; shown: readonly VirtualItem[]; total: number } {
  const [, show] = useReducer((times: number) => times + 1, 0);
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: estimate,
    getItemKey: keyOf,
    overscan: OVERSCAN,
    observeElementRect,
    observeElementOffset,
    measureElement: measureLater,
    scrollToFn: elementScroll,
    onChange: () => show(undefined),
  };
  const [rows] = useState((): Rows => new Virtualizer<HTMLElement, HTMLElement>(options));
  rows.setOptions(options);
  // oxlint-disable-next-line no-underscore-dangle -- the library's interface for frameworks, as its own adapters use it
  useLayoutEffect(() => rows._didMount(), []);
  // oxlint-disable-next-line no-underscore-dangle -- likewise
  useLayoutEffect(() => rows._willUpdate());
  useForgetHeights(scroller, rows);
  return { rows, shown: rows.getVirtualItems(), total: rows.getTotalSize() };
}

/**
 * A row that was just made has the height that is expected. The browser tells the real one after it has laid out the page,
 * before it paints: to ask for it would have the page laid out each time that rows are made.
 */
const measureLater: typeof measureElement = (element, entry, rows) => {
  if (entry) return measureElement(element, entry, rows);
  const index = rows.indexFromElement(element);
  return rows.itemSizeCache.get(rows.options.getItemKey(index)) ?? rows.options.estimateSize(index);
};

/** Another width breaks lines elsewhere: what was measured no longer holds. */
function useForgetHeights(scroller: RefObject<HTMLElement | null>, rows: Rows): void {
  const width = useRef(0);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      const before = width.current;
      width.current = entry?.contentRect.width ?? 0;
      if (before !== 0 && before !== width.current) rows.measure();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
}
