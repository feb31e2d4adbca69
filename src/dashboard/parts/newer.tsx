import { useEffect, useState } from 'preact/hooks';
import type { LiveEvent } from '../../shared/events.ts';
import { latestEvents } from '../service/live.ts';
import { grouped } from './grouped.ts';

interface Props {
  /** Where the list was read. */
  position: number;
  /** Whether an event belongs to the list. */
  isNews: (event: LiveEvent) => boolean;
  /** Loads the list again. */
  show: () => void;
}

/** Announces what is new instead of adding it, so that rows do not move while someone reads. */
export function Newer({ position, isNews, show }: Props) {
  const [count, setCount] = useState(0);
  const events = latestEvents.value;
  useEffect(() => setCount(0), [position]);
  useEffect(() => {
    const fresh = events.filter((event) => event.id > position && isNews(event)).length;
    if (fresh > 0) setCount((before) => before + fresh);
  }, [events]);
  if (count === 0) return null;
  return (
    <button type="button" class="chip newer" onClick={show}>
      {grouped(count)} new, show
    </button>
  );
}

/** Whether an event is a new version of a document. */
export const isNewVersion = (event: LiveEvent): boolean => event.type === 'validation_created';
