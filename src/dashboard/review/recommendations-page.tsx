import { useEffect, useState } from 'preact/hooks';
import { RECOMMENDATION_STATUSES, type RecommendationStatus } from '../../shared/things.ts';
import { api } from '../service/api.ts';
import { reloadCount } from '../service/live.ts';
import { deskPath, query, queueWith, setQuery } from '../frame/router.ts';
import { canReview } from '../service/session.ts';
import { families, loadFamilies } from '../home/submission.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { usePages } from '../service/use-pages.ts';
import { describeLevel } from '../parts/words.ts';
import { FilePath } from '../parts/marks.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { MoreButton, ReloadProblem } from '../parts/more-button.tsx';
import { Choice } from '../parts/choice.tsx';
import { GroupDecision, type GroupProps } from './group-decision.tsx';

/** Recommendations grouped by rule: one decision covers the same finding in many documents. */
export function RecommendationsPage() {
  useEffect(() => void loadFamilies(), [reloadCount.value]);
  const status = RECOMMENDATION_STATUSES.find((one) => one === query.value.get('status')) ?? 'proposed';
  const family = query.value.get('family') ?? undefined;
  const { value, problem, retry } = useLoaded(
    () => api.recommendationGroups({ status, ...(family !== undefined && { family }) }),
    [reloadCount.value],
    JSON.stringify([status, family]),
  );
  return (
    <>
      <h1 class="page-title">Recommendations</h1>
      <div class="filter-bar">
        <div class="filters" role="group" aria-label="Status">
          {RECOMMENDATION_STATUSES.map((one) => (
            <button
              key={one}
              type="button"
              class="chip"
              aria-pressed={one === status}
              onClick={() => setQuery({ status: one === 'proposed' ? '' : one })}
            >
              {one}
            </button>
          ))}
        </div>
        <Choice name="family" label="Family" values={families.value} />
      </div>
      {problem !== null && <LoadProblem what="The recommendations" problem={problem} retry={retry} />}
      {value?.results.length === 0 && <p class="panel quiet">Nothing is {status}.</p>}
      <ol class="groups" data-testid="groups">
        {value?.results.map((group) => (
          <Group
            key={group.rule_id}
            group={group}
            status={status}
            family={family}
            position={value.position}
          />
        ))}
      </ol>
    </>
  );
}

function Group({ group, status, family, position }: GroupProps) {
  const { rule_id, title, total, by_severity } = group;
  const [open, setOpen] = useState(false);
  const levels = (['error', 'warning', 'info'] as const).filter((level) => by_severity[level] > 0);
  return (
    <li class="panel group">
      <div class="panel-head">
        <div>
          <h2>
            <code>{rule_id}</code>
          </h2>
          <p class="row-facts">
            <b>
              {total.toLocaleString('en')} {total === 1 ? 'recommendation' : 'recommendations'}
            </b>
            {levels.map((level) => (
              <span key={level} class={`mark level-${level}`}>
                {by_severity[level]} {describeLevel(level)}
              </span>
            ))}
            <span dir="auto">e.g. “{title}”</span>
          </p>
        </div>
        <button type="button" class="button small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Hide' : 'Show'}
        </button>
      </div>
      {status === 'proposed' && (
        <p class="fine">
          <a href={queueWith({ rule_id, ...(family !== undefined && { family }) })}>
            Review them one by one, in the text
          </a>
        </p>
      )}
      {canReview.value && <GroupDecision group={group} status={status} family={family} position={position} />}
      {open && <Members rule={rule_id} status={status} family={family} />}
    </li>
  );
}

function Members({
  rule,
  status,
  family,
}: {
  rule: string;
  status: RecommendationStatus;
  family: string | undefined;
}) {
  const pages = usePages(
    (cursor) =>
      api.recommendations({
        rule_id: rule,
        status,
        limit: 20,
        ...(family !== undefined && { family }),
        ...(cursor !== undefined && { cursor }),
      }),
    JSON.stringify([rule, status, family]),
    reloadCount.value,
  );
  return (
    <>
      <ReloadProblem pages={pages} />
      <ul class="rows">
        {pages.items.map(({ id, validation_id, title, file_path }) => (
          <li key={id}>
            <a class="row" href={deskPath(validation_id, { rule_id: rule, finding: id })}>
              <FilePath path={file_path} />
              <span class="row-facts">{title}</span>
            </a>
          </li>
        ))}
      </ul>
      <MoreButton pages={pages} nothing="Nothing is left here." />
    </>
  );
}
