/** The items of the open document as they are now, and which of them is on the card. */
import { useMemo, useState } from 'preact/hooks';
import { query, setQuery } from '../frame/router.ts';
import { say } from '../frame/toasts.ts';
import type { Recommendation } from '../../shared/things.ts';
import type { DeskItem, Place } from './desk-items.ts';
import { draftOf } from './drafts.ts';
import type { ItemState } from './item-list.tsx';
import { changesOf } from './proposed-changes.ts';
import type { Change } from './text-rows.ts';
import { asTold } from './told.ts';

export interface ItemNow extends ItemState {
  recommendation: (Recommendation & { isSending: boolean }) | undefined;
}

interface Input {
  items: readonly DeskItem[];
  content: string;
  /** The fingerprints of findings that are ignored. */
  ignored: ReadonlySet<string>;
  /** The rule that the queue is about; undefined for all. */
  rule: string | undefined;
}

export function useItems({ items, content, ignored, rule }: Input) {
  const states = items.map((item): ItemNow => {
    const recommendation = item.recommendation && asTold(item.recommendation);
    return { item, recommendation, status: statusOf(item, recommendation, ignored) };
  });
  const waiting = states.filter(({ status }) => status === 'proposed');
  const isWanted = ({ item }: ItemNow) => rule === undefined || item.rule === rule;
  const wanted = query.value.get('finding');
  const current =
    states.find(({ item }) => item.key === wanted) ??
    waiting.find(isWanted) ??
    states.find(isWanted) ??
    states[0];
  const [at, setAt] = useState({ key: '', index: 0 });
  const placeIndex = at.key === current?.item.key ? at.index : firstPlace(current?.item);
  const place: Place | undefined = current?.item.places[placeIndex];
  const draft = current && draftOf(current.item.key);
  const changes = useMemo((): readonly Change[] => {
    if (!current?.recommendation || !draft) return [];
    return changesOf(current.recommendation, draft, content);
  }, [
    current?.item.recommendation,
    current?.status,
    current?.recommendation?.approved_edits,
    draft,
    content,
  ]);

  return {
    states,
    waiting,
    current,
    place,
    placeIndex,
    changes,
    pick,
    /** Shows the item of a mark, at the place where the mark is. */
    pickAt: (key: string, offset: number) => {
      const item = items.find((one) => one.key === key);
      const index = item?.places.findLastIndex(({ start }) => start <= offset) ?? 0;
      pick(key);
      setAt({ key, index: Math.max(0, index) });
    },
    step: (by: 1 | -1) => {
      const index = states.findIndex((one) => one.item === current?.item) + by;
      const next = states[Math.max(0, Math.min(states.length - 1, index))];
      if (!next) return;
      pick(next.item.key);
      say(`${next.item.title}, line ${next.item.places[0]?.line ?? 1}`);
    },
    stepPlace: (by: 1 | -1) => {
      if (!current || current.item.places.length === 0) return;
      const { key, places } = current.item;
      setAt({ key, index: (placeIndex + by + places.length) % places.length });
    },
    /**
     * Goes to the next that waits: further down first, then from the top.
     *
     * @param settled - those that were just decided
     * @returns how many wait
     */
    advance: (settled: readonly ItemNow[]): number => {
      const start = states.findIndex((one) => one === current) + 1;
      const rest = [...states.slice(start), ...states.slice(0, start)].filter(
        (one) => one.status === 'proposed' && !settled.includes(one),
      );
      const next = rest.find(isWanted) ?? rest[0];
      if (next) pick(next.item.key);
      return rest.length;
    },
  };
}

/** Shows an item on the card. The address names it, so that it can be passed on. */
function pick(key: string): void {
  setQuery({ finding: key });
}

/** Where an item starts: at its first edit, otherwise at its first finding. */
function firstPlace(item: DeskItem | undefined): number {
  return Math.max(0, item?.places.findIndex(({ edit }) => edit !== undefined) ?? 0);
}

function statusOf(
  { issues }: DeskItem,
  recommendation: Recommendation | undefined,
  ignored: ReadonlySet<string>,
): ItemState['status'] {
  if (issues.length > 0 && issues.every(({ fingerprint }) => ignored.has(fingerprint))) return 'ignored';
  return recommendation?.status ?? 'none';
}
