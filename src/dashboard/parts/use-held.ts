import { useState } from 'preact/hooks';

interface Held<T> {
  shown: readonly T[] | undefined;
  /** How many are new since the list holds still. */
  more: number;
  /** Shows what is new, and goes on holding. */
  show: () => void;
  /** For the element that the pointer or the focus is in while the list holds still. */
  handlers: {
    onPointerEnter: (event: PointerEvent) => void;
    onPointerLeave: () => void;
    onFocusIn: () => void;
    onFocusOut: (event: FocusEvent) => void;
  };
}

/**
 * Holds a live list still while somebody points at it or is in it by keyboard, so that no row changes under the pointer.
 *
 * @param items - newest first
 */
export function useHeld<T>(items: readonly T[] | undefined, keyOf: (item: T) => string | number): Held<T> {
  const [held, setHeld] = useState<readonly T[] | null>(null);
  const known = new Set(held?.map(keyOf));
  const hold = () => setHeld((before) => before ?? items ?? null);
  const release = () => setHeld(null);
  return {
    shown: held ?? items,
    more: held ? (items?.filter((item) => !known.has(keyOf(item))).length ?? 0) : 0,
    show: () => setHeld(items ?? null),
    handlers: {
      onPointerEnter: ({ pointerType }) => pointerType === 'mouse' && hold(),
      onPointerLeave: release,
      onFocusIn: hold,
      onFocusOut: ({ currentTarget, relatedTarget }) => {
        const isInside =
          currentTarget instanceof Node &&
          relatedTarget instanceof Node &&
          currentTarget.contains(relatedTarget);
        if (!isInside) release();
      },
    },
  };
}

/** `12 new`; `40+ new` where all that a list of 40 keeps is new: there may have been more. */
export function countNew(more: number, max: number): string {
  return `${more}${more < max ? '' : '+'} new`;
}
