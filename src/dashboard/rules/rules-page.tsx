import { useEffect, useState } from 'preact/hooks';
import type { RecommendationGroup } from '../../shared/api/recommendations.ts';
import type { LiveEvent } from '../../shared/events.ts';
import { LEVELS, RECOMMENDATION_STATUSES } from '../../shared/things.ts';
import { query, rulePath, setQuery } from '../frame/router.ts';
import { families, loadFamilies } from '../home/submission.ts';
import { Choice } from '../parts/choice.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { Newer } from '../parts/newer.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { countOf, describeLevel } from '../parts/words.ts';
import { api } from '../service/api.ts';
import { reloadCount } from '../service/live.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { grouped } from '../parts/grouped.ts';

const isNews = ({ type }: LiveEvent) => type === 'recommendation_created';

/** Recommendations by rule. Each rule leads to its page, where they are decided on. */
export function RulesPage() {
  useEffect(() => void loadFamilies(), [reloadCount.value]);
  const [turn, setTurn] = useState(0);
  const status = RECOMMENDATION_STATUSES.find((one) => one === query.value.get('status')) ?? 'proposed';
  const family = query.value.get('family') ?? undefined;
  const { value, problem, retry } = useLoaded(
    () => api.recommendationGroups({ status, ...(family !== undefined && { family }) }),
    [reloadCount.value, turn],
    JSON.stringify([status, family]),
  );
  const groups = value?.results ?? [];
  const most = Math.max(1, ...groups.map(({ total }) => total));
  const filters = { status: status === 'proposed' ? '' : status, family: family ?? '' };
  return (
    <>
      <PageHead title="Recommendations" facts="By rule, most first. A rule leads to all its occurrences." />
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
        {value && <Newer position={value.position} isNews={isNews} show={() => setTurn(turn + 1)} />}
      </div>
      {problem !== null && <LoadProblem what="The recommendations" problem={problem} retry={retry} />}
      {!value && problem === null && <p class="panel quiet">Loading…</p>}
      {value && groups.length === 0 && <p class="panel quiet">Nothing is {status}.</p>}
      {groups.length > 0 && (
        <ol class="panel table" data-testid="groups">
          {groups.map((group) => (
            <Row key={group.rule_id} group={group} most={most} path={rulePath(group.rule_id, filters)} />
          ))}
        </ol>
      )}
    </>
  );
}

function Row({ group, most, path }: { group: RecommendationGroup; most: number; path: string }) {
  const { rule_id, title, total, by_severity, by_family, fixable } = group;
  const levels = LEVELS.filter((level) => by_severity[level] > 0);
  return (
    <li>
      <a class="row rule-row" href={path}>
        <code class="row-title">{rule_id}</code>
        <span class="row-what" dir="auto">
          {title}
        </span>
        <span class="row-facts">
          {!fixable && <span>by hand</span>}
          {levels.map((level) => (
            <span key={level} class={`mark level-${level}`}>
              {describeLevel(level)}
            </span>
          ))}
          <span>{Object.keys(by_family).join(', ')}</span>
        </span>
        <meter class="share" min={0} max={most} value={total} aria-hidden="true" />
        <b class="number" title={countOf(total, 'recommendation')}>
          {grouped(total)}
        </b>
      </a>
    </li>
  );
}
