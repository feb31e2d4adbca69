import { revealHidden } from '../../shared/reveal-hidden.ts';
import type { Validation } from '../../shared/things.ts';
import { api } from '../service/api.ts';
import { latestEvents, reloadCount } from '../service/live.ts';
import { runPath, validationPath, validationsPath } from '../frame/router.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { usePageTitle } from '../frame/use-page-title.ts';
import { describeCounts } from '../parts/words.ts';
import { Age } from '../parts/age.tsx';
import { ApplyPanel } from '../review/apply-panel.tsx';
import { ComparisonPanel } from './comparison-panel.tsx';
import { DocumentPane } from './document-pane.tsx';
import { FindingList } from './finding-list.tsx';
import { History } from './history.tsx';
import { MainLinePanel } from './main-line-panel.tsx';
import { GateVerdict } from '../parts/gate.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { FilePath, OutcomeMark } from '../parts/marks.tsx';
import { MissingPage } from '../frame/missing-page.tsx';
import { Recommendations } from '../review/recommendation-list.tsx';
import { ReviewBar } from '../review/review-bar.tsx';

export function ValidationPage({ id }: { id: string }) {
  const concerned = latestEvents.value.some((event) => event.validation_id === id)
    ? latestEvents.value
    : null;
  const load = async () => {
    const [detail, content] = await Promise.all([api.validation(id), api.content(id)]);
    return { detail, content };
  };
  const { value, problem, status, retry } = useLoaded(load, [id, concerned, reloadCount.value]);
  usePageTitle(value?.detail.validation.file_path);
  if (!value && problem === null) return <p class="panel quiet">Loading…</p>;
  if (!value) {
    const detail = problem ?? '';
    if (status === 404) return <MissingPage title="There is no such validation" detail={detail} />;
    return <MissingPage title="This could not be loaded" detail={detail} retry={retry} />;
  }
  const { validation, issues, recommendations } = value.detail;
  return (
    <>
      <nav class="crumbs" aria-label="Breadcrumb">
        <a href={validationsPath}>Validations</a>
      </nav>
      {problem !== null && <LoadProblem what="The current state" problem={problem} retry={retry} />}
      <section class="panel summary">
        <h1>
          <FilePath path={validation.file_path} />
        </h1>
        <p class="row-facts">
          <OutcomeMark outcome={validation.outcome} />
          <span>{describeCounts(validation.counts)}</span>
          <span class="family">{validation.family}</span>
          <Age of={validation.created_at} />
        </p>
        {validation.notes !== undefined && validation.notes !== '' && (
          <p>
            <q>{validation.notes}</q>
          </p>
        )}
        <GateVerdict gate={value.detail.gate} />
        <Origin validation={validation} />
        <ReviewBar validation={validation} />
        <p class="fine">
          Rules <code>{validation.ruleset}</code> · SHA-256{' '}
          <code title={validation.content_sha256}>{validation.content_sha256.slice(0, 12)}</code> ·{' '}
          <a href={`/api/validations/${validation.id}/content`} target="_blank" rel="noopener">
            Markdown
          </a>{' '}
          ·{' '}
          <a href={`/api/validations/${validation.id}`} target="_blank" rel="noopener">
            JSON
          </a>
        </p>
      </section>
      <div class="columns">
        <div class="column">
          <MainLinePanel validation={validation} />
          <ComparisonPanel validation={validation} issues={issues} />
          <ApplyPanel validation={validation} recommendations={recommendations} />
          {(validation.reused_from === undefined || recommendations.length > 0) && (
            <Recommendations recommendations={recommendations} />
          )}
          <FindingList validationId={validation.id} issues={issues} />
        </div>
        <div class="column">
          <DocumentPane validation={validation} content={value.content} issues={issues} />
          <History validation={validation} seen={value} />
        </div>
      </div>
    </>
  );
}

/** The newer validation of the document, the earlier one that it reuses, and its run. A run without a name is shown by id. */
function Origin({ validation }: { validation: Validation }) {
  const { workflow_id: runId, reused_from: earlier, superseded_by: newer } = validation;
  const { value: run } = useLoaded(runId === undefined ? null : () => api.run(runId), [runId]);
  return (
    <>
      {earlier !== undefined && (
        <p data-testid="reused">
          Nothing has changed since <a href={validationPath(earlier)}>an earlier validation</a>: the same text
          under the same rules. What was proposed or decided came along.
        </p>
      )}
      {newer !== undefined && (
        <p data-testid="superseded">
          <a href={validationPath(newer)}>A newer validation</a> of this document supersedes this one. Decide
          there.
        </p>
      )}
      {runId !== undefined && (
        <p class="quiet">
          Part of the run <a href={runPath(runId)}>{run ? <bdi>{revealHidden(run.name)}</bdi> : runId}</a>
        </p>
      )}
    </>
  );
}
