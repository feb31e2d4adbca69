import { LoadProblem } from '../parts/load-problem.tsx';
import { home, reconnectNow, snapshotProblem } from '../service/live.ts';
import { canSubmit } from '../service/session.ts';
import { ActiveRuns } from './active-runs.tsx';
import { CounterBar } from './counters.tsx';
import { Feed } from './feed.tsx';
import { PendingRecommendations, RecentDocuments } from './recent-lists.tsx';
import { SubmitForm } from './submit-form.tsx';

export function HomePage() {
  const now = home.value;
  return (
    <>
      <h1 class="visually-hidden">Dashboard</h1>
      {snapshotProblem.value !== null && (
        <LoadProblem what="The dashboard" problem={snapshotProblem.value} retry={reconnectNow} />
      )}
      <CounterBar counters={now?.counters} />
      <div class="columns">
        <div class="column">
          <ActiveRuns runs={now?.runs} />
          {canSubmit.value && <SubmitForm />}
          <RecentDocuments documents={now?.documents} />
          <PendingRecommendations pending={now?.pending} />
        </div>
        <Feed events={now?.feed} />
      </div>
    </>
  );
}
