import { useEffect, useState } from 'preact/hooks';
import type { LiveEvent } from '../../shared/events.ts';
import { latestEvents } from '../service/live.ts';

/**
 * Announces new validations instead of adding them, so that rows do not move while someone reads.
 *
 * @param position - where the list was read
 * @param isNews - whether a new validation belongs to the list
 */
export function Newer(props: { position: number; isNews: (event: LiveEvent) => boolean; show: () => void }) {
  const { position, isNews, show } = props;
  const [count, setCount] = useState(0);
  const events = latestEvents.value;
  useEffect(() => setCount(0), [position]);
  useEffect(() => {
    const fresh = events.filter(
      (event) => event.type === 'validation_created' && event.id > position && isNews(event),
    ).length;
    if (fresh > 0) setCount((before) => before + fresh);
  }, [events]);
  if (count === 0) return null;
  return (
    <button type="button" class="chip" onClick={show}>
      {count} new, show
    </button>
  );
}
