import { useEffect, useState } from 'preact/hooks';
import { behindUntil, connection, isOutdated, reconnectNow } from '../service/live.ts';

const WORDS = { connecting: 'Connecting', live: 'Live', disconnected: 'Disconnected' } as const;

/** Shows the state of the live connection as a word and a colour. */
export function ConnectionBadge() {
  const { retryAt, reason } = connection.value;
  const isBehind = connection.value.state === 'live' && behindUntil.value !== null;
  const state = isBehind ? 'connecting' : connection.value.state;
  return (
    <div class="connection">
      {isOutdated.value && (
        <button type="button" class="button small" onClick={() => location.reload()}>
          A new version is here: reload
        </button>
      )}
      {state === 'disconnected' && (
        <>
          <RetryCountdown at={retryAt} />
          <button type="button" class="button small" onClick={reconnectNow}>
            Reconnect now
          </button>
        </>
      )}
      <span class={`badge ${state}`} role="status" data-testid="connection-state" title={reason}>
        <span class="dot" aria-hidden="true" />
        {isBehind ? 'Catching up' : WORDS[state]}
      </span>
    </div>
  );
}

/** @param at - time of the next attempt, in ms since 1970; undefined when there is none */
export function RetryCountdown({ at }: { at: number | undefined }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  if (at === undefined) return <span class="hint">Reload the page to try again</span>;
  const seconds = Math.max(0, Math.ceil((at - now) / 1_000));
  return <span class="hint">{seconds > 0 ? `Retrying in ${seconds} s` : 'Retrying…'}</span>;
}
