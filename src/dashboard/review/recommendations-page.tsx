import { useEffect, useState } from 'preact/hooks';
import type { RecommendationGroup } from '../../shared/api/recommendations.ts';
import { RECOMMENDATION_STATUSES, type RecommendationStatus } from '../../shared/things.ts';
import { after, recommendationTransitions } from '../../shared/transitions.ts';
import { api } from '../service/api.ts';
import { decide, deciding, describeBulk } from './decisions.ts';
import { reloads } from '../service/live.ts';
import { query, setQuery, validationPath } from '../frame/router.ts';
import { canReview } from '../service/session.ts';
import { families, loadFamilies } from '../home/submission.ts';
import { toast } from '../frame/toasts.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { usePages } from '../service/use-pages.ts';
import { describeLevel } from '../parts/words.ts';
import { FilePath } from '../parts/marks.tsx';
import { MoreButton } from '../parts/more-button.tsx';
import { Choice } from '../parts/choice.tsx';

/** The same finding in many documents is one decision. */
export function RecommendationsPage() {
  useEffect(() => void loadFamilies(), []);
  const status = RECOMMENDATION_STATUSES.find((one) => one === query.value.get('status')) ?? 'proposed';
  const family = query.value.get('family') ?? undefined;
  const { value, problem } = useLoaded(
    () => api.recommendationGroups({ status, ...(family !== undefined && { family }) }),
    [status, family, reloads.value],
  );
  const groups = value?.results;
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
      {problem !== null && (
        <p class="answer problem" role="alert">
          {problem}
        </p>
      )}
      {groups?.length === 0 && <p class="panel quiet">Nothing is {status}.</p>}
      <ol class="groups" data-testid="groups">
        {groups?.map((group) => (
          <Group key={group.rule_id} group={group} status={status} family={family} />
        ))}
      </ol>
    </>
  );
}

interface GroupProps {
  group: RecommendationGroup;
  status: RecommendationStatus;
  family: string | undefined;
}

const ACTIONS = [
  { action: 'approve', label: 'Approve all', done: 'approved' },
  { action: 'apply', label: 'Apply all', done: 'applied' },
  { action: 'reject', label: 'Reject all', done: 'rejected' },
  { action: 'reopen', label: 'Reopen all', done: 'reopened' },
] as const;
type Action = (typeof ACTIONS)[number];

function Group({ group, status, family }: GroupProps) {
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
      {canReview.value && <GroupDecision group={group} status={status} family={family} />}
      {open && <Members rule={rule_id} status={status} family={family} />}
    </li>
  );
}

/** Asked once more before many things change; then done in parts, and stopped by whoever wants to. */
function GroupDecision({ group, status, family }: GroupProps) {
  const [asking, setAsking] = useState<Action | null>(null);
  const [running, setRunning] = useState<{ done: number } | null>(null);
  const possible = ACTIONS.filter(
    ({ action }) =>
      after(recommendationTransitions[action], status) !== null &&
      recommendationTransitions[action].from[0] === status,
  );
  const run = async ({ action, done }: Action) => {
    setAsking(null);
    let count = 0;
    for (;;) {
      setRunning({ done: count });
      const request = { action, rule_id: group.rule_id, ...(family !== undefined && { family }) };
      const answer = await decide(() => api.decideRecommendations(request));
      const changed = answer?.results.filter(({ ok }) => ok).length ?? 0;
      count += changed;
      if (!answer || changed === 0 || (answer.remaining ?? 0) === 0) {
        if (answer)
          toast({ text: count === changed ? describeBulk(done, answer) : `${count} ${done}`, tone: 'good' });
        break;
      }
    }
    setRunning(null);
  };
  if (running) return <p class="quiet">{running.done} done…</p>;
  if (asking) {
    return (
      <div class="decision" role="group" aria-label="Are you sure?">
        <span>
          {asking.label.replace(' all', '')} {group.total.toLocaleString('en')}?
        </span>
        <button type="button" class="button small primary" onClick={() => void run(asking)}>
          Yes
        </button>
        <button type="button" class="button small" onClick={() => setAsking(null)}>
          No
        </button>
      </div>
    );
  }
  return (
    <div class="decision">
      {possible.map((one) => (
        <button
          key={one.action}
          type="button"
          class="button small"
          disabled={deciding.value}
          onClick={() => setAsking(one)}
        >
          {group.total === 1
            ? one.label.replace(' all', '')
            : `${one.label} ${group.total.toLocaleString('en')}`}
        </button>
      ))}
    </div>
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
    JSON.stringify([rule, status, family, reloads.value]),
  );
  return (
    <>
      <ul class="rows">
        {pages.items.map(({ id, validation_id, title, file_path }) => (
          <li key={id}>
            <a class="row" href={validationPath(validation_id)}>
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
