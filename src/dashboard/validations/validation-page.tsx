import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ApiError } from '../../client/index.ts';
import type { ValidationDetail } from '../../shared/api/validations.ts';
import { revealHidden } from '../../shared/reveal-hidden.ts';
import type { Validation } from '../../shared/things.ts';
import { api } from '../service/api.ts';
import { latestEvents, reloadCount } from '../service/live.ts';
import { homePath, runPath, validationPath, validationsPath } from '../frame/router.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { usePageTitle } from '../frame/use-page-title.ts';
import { describeCounts } from '../parts/words.ts';
import { Age } from '../parts/age.tsx';
import { ApplyPanel } from '../review/apply-panel.tsx';
import { ComparisonPanel } from './comparison-panel.tsx';
import { DocumentPane } from './document-pane.tsx';
import { FindingList } from './finding-list.tsx';
import { History } from './history.tsx';
import { FilePath, OutcomeMark } from '../parts/marks.tsx';
import { MissingPage } from '../frame/missing-page.tsx';
import { Recommendations } from '../review/recommendation-list.tsx';
import { ReviewBar } from '../review/review-bar.tsx';

type Loaded =
  | { state: 'loading' }
  | { state: 'failed'; status: number; detail: string }
  | { state: 'ready'; detail: ValidationDetail; content: string };

export function ValidationPage({ id }: { id: string }) {
  const loaded = useSignal<Loaded>({ state: 'loading' });
  const concerned = latestEvents.value.some((event) => event.validation_id === id)
    ? latestEvents.value
    : null;
  useEffect(() => {
    let wanted = true;
    void (async () => {
      const next = await load(id);
      if (wanted) loaded.value = next;
    })();
    return () => {
      wanted = false;
    };
  }, [id, concerned, reloadCount.value]);
  const now = loaded.value;
  usePageTitle(now.state === 'ready' ? now.detail.validation.file_path : undefined);
  if (now.state === 'loading') return <p class="panel quiet">Loading…</p>;
  if (now.state === 'failed') {
    const title = now.status === 404 ? 'There is no such validation' : 'This could not be loaded';
    return <MissingPage title={title} detail={now.detail} />;
  }
  const { validation, issues, recommendations } = now.detail;
  return (
    <>
      <nav class="crumbs" aria-label="Breadcrumb">
        <a href={homePath}>Dashboard</a> / <a href={validationsPath}>Validations</a>
      </nav>
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
          <ComparisonPanel validation={validation} issues={issues} />
          <ApplyPanel validation={validation} recommendations={recommendations} />
          {(validation.reused_from === undefined || recommendations.length > 0) && (
            <Recommendations recommendations={recommendations} />
          )}
          <FindingList validationId={validation.id} issues={issues} />
        </div>
        <div class="column">
          <DocumentPane validation={validation} content={now.content} issues={issues} />
          <History validation={validation} seen={now} />
        </div>
      </div>
    </>
  );
}

/** The run that the validation belongs to, and the earlier validation that it reuses. */
function Origin({ validation: { workflow_id: runId, reused_from: earlier } }: { validation: Validation }) {
  const { value: run } = useLoaded(runId === undefined ? null : () => api.run(runId), [runId]);
  return (
    <>
      {earlier !== undefined && (
        <p data-testid="reused">
          Nothing has changed since <a href={validationPath(earlier)}>an earlier validation</a>: the same text
          under the same rules. Its recommendations are there.
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

async function load(id: string): Promise<Loaded> {
  try {
    const [detail, content] = await Promise.all([api.validation(id), api.content(id)]);
    return { state: 'ready', detail, content };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { state: 'failed', status: error.status, detail: error.message };
  }
}
