import { loadSession, type SessionProblem } from '../service/session.ts';
import { RetryCountdown } from './connection-badge.tsx';

/** Shown in place of a page while the first request fails. */
export function ServiceAway({ problem }: { problem: SessionProblem }) {
  return (
    <section class="panel empty">
      <h1>Galley could not be reached</h1>
      <p role="alert">{problem.message}</p>
      <p class="fine">
        <RetryCountdown at={problem.retryAt} />
      </p>
      <p class="fine">
        <button type="button" class="button small" onClick={() => void loadSession()}>
          Try again
        </button>
      </p>
    </section>
  );
}
