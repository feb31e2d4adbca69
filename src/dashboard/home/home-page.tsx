import { useState } from 'preact/hooks';
import { usePageTitle } from '../frame/use-page-title.ts';
import { LoadProblem } from '../parts/load-problem.tsx';
import { api } from '../service/api.ts';
import { reconnectNow, reloadCount, snapshotProblem } from '../service/live.ts';
import { canSubmit } from '../service/session.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { ActiveRuns } from './active-runs.tsx';
import { CounterBar } from './counters.tsx';
import { Feed } from './feed.tsx';
import { RecentDocuments } from './recent-lists.tsx';
import { SinceBar } from './since-bar.tsx';
import { SubmitForm } from './submit-form.tsx';
import { RedGates, WaitingDocuments, WaitingRules } from './waiting-lists.tsx';
import { loadWaiting } from './waiting-model.ts';

/** What waits for me, what is red, what runs, and what happens. The parts that are live read it themselves, so that an event draws no others. */
export function HomePage() {
  usePageTitle('Waiting');
  const [turn, setTurn] = useState(0);
  const { value: waiting, problem, retry } = useLoaded(() => loadWaiting(api), [turn, reloadCount.value]);
  const show = () => setTurn(turn + 1);
  return (
    <>
      <h1 class="visually-hidden">Waiting</h1>
      {snapshotProblem.value !== null && (
        <LoadProblem what="The dashboard" problem={snapshotProblem.value} retry={reconnectNow} />
      )}
      {problem !== null && <LoadProblem what="What waits" problem={problem} retry={retry} />}
      <SinceBar />
      <RedGates waiting={waiting} />
      <CounterBar />
      <div class="home-columns">
        <div class="column home-waiting">
          <WaitingDocuments waiting={waiting} show={show} />
          <WaitingRules waiting={waiting} show={show} />
        </div>
        <div class="column home-work">
          <ActiveRuns />
          {canSubmit.value && <SubmitForm />}
          <RecentDocuments />
        </div>
        <Feed />
      </div>
    </>
  );
}
