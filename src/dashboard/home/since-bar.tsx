import { useEffect, useRef, useState } from 'preact/hooks';
import { activityPath } from '../frame/router.ts';
import { Age } from '../parts/age.tsx';
import { countOf } from '../parts/words.ts';
import { api } from '../service/api.ts';
import { home, reloadCount } from '../service/live.ts';
import { session } from '../service/session.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { type Arrived, loadArrived, readSeen, type Seen, writeSeen } from './waiting-model.ts';

/** What has happened since this browser last showed the page. Leaving the page, or the button, counts as having looked. */
export function SinceBar() {
  const actor = session.value?.actor ?? '';
  const [seen, setSeen] = useState<Seen | undefined>(() => readSeen(actor));
  const position = useRef(0);
  position.current = Math.max(position.current, home.value?.position ?? 0);
  const now = (): Seen => ({ position: position.current, at: new Date().toISOString() });
  useEffect(() => {
    const leave = () => {
      if (position.current > 0) writeSeen(actor, now());
    };
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [actor]);
  const { value } = useLoaded(seen ? () => loadArrived(api, seen) : null, [
    reloadCount.value,
    seen?.position,
  ]);
  const words = value && seen ? describe(value) : [];
  if (!seen || words.length === 0) return null;
  const mark = () => {
    // The rest of the page may know less of the log, or nothing yet.
    position.current = Math.max(position.current, value?.position ?? 0);
    writeSeen(actor, now());
    setSeen(now());
  };
  return (
    <p class="since" data-testid="since">
      <span>
        Since you last looked (<Age of={seen.at} />
        ):
      </span>
      {words.map((text) => (
        <b key={text}>{text}</b>
      ))}
      <span class="since-actions">
        <a href={activityPath}>Activity</a>
        <button type="button" class="link" onClick={mark}>
          Mark as seen
        </button>
      </span>
    </p>
  );
}

function describe({ documents, recommendations, decisions, runs, gates, isMore }: Arrived): string[] {
  const parts = [
    [documents, 'document'],
    [recommendations, 'recommendation'],
    [decisions, 'decision'],
    [runs, 'finished run'],
    [gates, 'changed gate'],
  ] as const;
  const words = parts.flatMap(([count, noun]) => (count > 0 ? [countOf(count, noun)] : []));
  return isMore ? [...words, 'and more'] : words;
}
