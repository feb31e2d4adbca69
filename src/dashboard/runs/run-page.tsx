import { useEffect, useState } from 'preact/hooks';
import { revealHidden } from '../../shared/reveal-hidden.ts';
import type { Run } from '../../shared/things.ts';
import { api } from '../service/api.ts';
import { reloadCount } from '../service/live.ts';
import { queueWith, runsPath, runValidationsPath } from '../frame/router.ts';
import { applyRunEvent, runNews } from './run-news.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { usePageTitle } from '../frame/use-page-title.ts';
import { countOf, describeDuration, percentOf } from '../parts/words.ts';
import { Age } from '../parts/age.tsx';
import { GateVerdict } from '../parts/gate.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { Arrivals } from './arrivals.tsx';
import { ReportLinks } from '../validations/history.tsx';
import { MissingPage } from '../frame/missing-page.tsx';
import { RunComparisonPanel } from './run-comparison.tsx';
import { RunControls } from './run-controls.tsx';
import { RunHistory } from './run-history.tsx';
import { RunBar, StateMark } from './run-marks.tsx';
import { RunResult, Rules, useRunSummary } from './run-summary.tsx';
import { grouped } from '../parts/grouped.ts';

/** The page of a batch run: progress, results, and controls. */
export function RunPage({ id }: { id: string }) {
  const news = runNews.value.get(id)?.latest;
  // Events carry only figures. The other fields, such as the end time, are loaded again when the state changes.
  const { value, problem, status, retry } = useLoaded(
    () => api.run(id),
    [id, news?.state, reloadCount.value],
  );
  usePageTitle(value?.name);
  if (!value && problem === null) return <p class="panel quiet">Loading…</p>;
  if (!value) {
    const detail = problem ?? '';
    if (status === 404) return <MissingPage title="There is no such run" detail={detail} />;
    return <MissingPage title="This could not be loaded" detail={detail} retry={retry} />;
  }
  const updatedAt = news && news.id > value.position ? news.timestamp : value.updated_at;
  return (
    <>
      {problem !== null && <LoadProblem what="The current state" problem={problem} retry={retry} />}
      <Run run={applyRunEvent(value, value.position, news)} updatedAt={updatedAt} />
    </>
  );
}

function Run({ run, updatedAt }: { run: Run; updatedAt: string }) {
  const { id, state } = run;
  const summary = useRunSummary(run);
  return (
    <>
      <nav class="crumbs" aria-label="Breadcrumb">
        <a href={runsPath}>Runs</a>
      </nav>
      <section class="panel summary" data-testid="run">
        <h1>
          <bdi>{revealHidden(run.name)}</bdi>
        </h1>
        <p class="row-facts">
          <span role="status">
            <StateMark state={state} />
          </span>
          <span class="family">{run.family}</span>
          <span>
            by <bdi>{run.created_by}</bdi>
          </span>
          <Age of={run.created_at} />
        </p>
        <p class="run-share">
          <span>
            {grouped(run.done)} of {countOf(run.total, 'document')}
          </span>
          <b data-testid="percent">{percentOf(run)} %</b>
        </p>
        <RunBar run={run} />
        {state === 'failed' && (
          <p class="answer problem" role="alert">
            It could not go on: {run.error}
          </p>
        )}
        <GateVerdict gate={run.gate} />
        <RunControls run={run} />
        <p class="fine">
          <a href={queueWith({ family: run.family, ...(run.ref !== undefined && { ref: run.ref }) })}>
            Review what waits
          </a>{' '}
          · <a href={runValidationsPath(id)}>All its validations</a> ·{' '}
          <a href={`/api/workflows/${id}`} target="_blank" rel="noopener">
            JSON
          </a>
        </p>
      </section>
      <Figures run={run} updatedAt={updatedAt} />
      <div class="columns run-columns">
        <div class="column">
          <RunComparisonPanel run={run} />
          <RunResult run={run} loaded={summary} />
        </div>
        <div class="column">
          {(state === 'running' || state === 'paused') && <Arrivals id={id} />}
          <RunHistory id={id} state={state} />
          <Rules rules={summary.value?.rules} />
          <ReportLinks of={`/api/workflows/${id}`} />
        </div>
      </div>
    </>
  );
}

function Figures({ run, updatedAt }: { run: Run; updatedAt: string }) {
  const { counts, failed, reused, done } = run;
  const list = runValidationsPath(run.id);
  const figures = [
    { name: 'done', label: 'Documents done', value: done, path: list },
    { name: 'fail', label: 'Failed documents', value: failed, path: '#failures-title' },
    { name: 'reused', label: 'Known before', value: reused, path: list },
    { name: 'error', label: 'Errors', value: counts.error, path: `${list}&outcome=fail` },
    { name: 'warning', label: 'Warnings', value: counts.warning, path: `${list}&outcome=warning` },
    { name: 'info', label: 'Notes', value: counts.info, path: list },
  ];
  return (
    <section aria-label="Figures">
      <dl class="counters run-figures">
        {figures.map(({ name, label, value, path }) => (
          <div key={name} class={`counter ${name} ${value === 0 ? 'none' : ''}`}>
            <dt>{value === 0 ? label : <a href={path}>{label}</a>}</dt>
            <dd data-testid={`figure-${name}`}>{grouped(value)}</dd>
          </div>
        ))}
        <div class="counter elapsed">
          <dt>Time</dt>
          <dd>
            <Elapsed run={run} updatedAt={updatedAt} />
          </dd>
        </div>
      </dl>
    </section>
  );
}

/** The time from the start to the end; to now while it is running, and to the last event while it is paused. */
function Elapsed({ run, updatedAt }: { run: Run; updatedAt: string }) {
  const { state, started_at, finished_at } = run;
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (state !== 'running') return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [state]);
  if (started_at === undefined) return <>–</>;
  const end = state === 'running' ? now : Date.parse(finished_at ?? updatedAt);
  return <>{describeDuration(end - Date.parse(started_at))}</>;
}
