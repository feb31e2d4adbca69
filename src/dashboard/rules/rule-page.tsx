import { useEffect, useState } from 'preact/hooks';
import type { LiveEvent } from '../../shared/events.ts';
import { MAX_PAGE_SIZE } from '../../shared/limits.ts';
import { RECOMMENDATION_STATUSES, type RecommendationStatus } from '../../shared/things.ts';
import { query, queueWith, recommendationsPath } from '../frame/router.ts';
import { families, loadFamilies } from '../home/submission.ts';
import { Choice } from '../parts/choice.tsx';
import { MoreButton, ReloadProblem } from '../parts/more-button.tsx';
import { Newer } from '../parts/newer.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { TextFilter } from '../parts/text-filter.tsx';
import { countOf } from '../parts/words.ts';
import { api } from '../service/api.ts';
import { latestEvents, reloadCount } from '../service/live.ts';
import { canReview } from '../service/session.ts';
import { usePages } from '../service/use-pages.ts';
import { Decide } from './decide.tsx';
import { byFolder, isIn } from './folders.ts';
import { FolderGroup } from './folder-group.tsx';
import { useSelection } from './use-selection.ts';
import { grouped } from '../parts/grouped.ts';

/** All occurrences of a rule, each with its diff, to decide on those that are ticked. */
export function RulePage({ id }: { id: string }) {
  useEffect(() => void loadFamilies(), [reloadCount.value]);
  const status = RECOMMENDATION_STATUSES.find((one) => one === query.value.get('status')) ?? 'proposed';
  const family = query.value.get('family') ?? undefined;
  const folder = (query.value.get('folder') ?? '').replace(/\/+$/, '');
  const [turn, setTurn] = useState(0);
  const key = JSON.stringify([id, status, family]);
  const pages = usePages(
    (cursor) =>
      api.recommendations({
        rule_id: id,
        status,
        limit: MAX_PAGE_SIZE,
        ...(family !== undefined && { family }),
        ...(cursor !== undefined && { cursor }),
      }),
    key,
    `${turn} ${reloadCount.value}`,
  );
  const meanwhile = useMeanwhile(pages.position);
  const groups = byFolder(pages.items.filter(({ file_path }) => isIn(folder, file_path)));
  const shown = groups.flatMap(({ items }) => items);
  const open = shown.filter((one) => !meanwhile.has(one.id));
  const selection = useSelection(
    `${key} ${folder}`,
    open.map((one) => one.id),
  );
  const isNews = (event: LiveEvent) => event.type === 'recommendation_created' && event.rule_id === id;
  const [first] = pages.items;
  return (
    <>
      <nav class="crumbs" aria-label="Breadcrumb">
        <a href={recommendationsPath}>Recommendations</a> / <span>{status}</span>
      </nav>
      <PageHead
        title={id}
        heading={<code>{id}</code>}
        facts={
          <>
            {pages.isKnown && (
              <b data-testid="total">
                {pages.isEstimate ? 'More than ' : ''}
                {grouped(pages.total)} {status}
              </b>
            )}
            {shown.length !== pages.total && <span>{countOf(shown.length, 'occurrence')} shown</span>}
            {groups.length > 1 && <span>in {countOf(groups.length, 'folder')}</span>}
          </>
        }
      >
        {status === 'proposed' && pages.total > 0 && (
          <a class="button small" href={queueWith({ rule_id: id, family: family ?? '' })}>
            Review one by one
          </a>
        )}
      </PageHead>
      {first && (
        <p class="lead" dir="auto">
          {first.rationale || first.instruction}
        </p>
      )}
      <div class="filter-bar">
        <Choice name="family" label="Family" values={families.value} />
        <TextFilter name="folder" label="Folder" placeholder="Folder" />
        <Newer position={pages.position} isNews={isNews} show={() => setTurn(turn + 1)} />
      </div>
      {canReview.value && open.length > 0 && (
        <Decide rule={id} status={status} open={open} selection={selection} />
      )}
      <ReloadProblem pages={pages} />
      <div class="occurrence-groups" data-testid="occurrences">
        {groups.map((group) => (
          <FolderGroup
            key={group.folder}
            group={group}
            meanwhile={meanwhile}
            selection={canReview.value ? selection : undefined}
          />
        ))}
      </div>
      <MoreButton
        pages={pages}
        nothing={folder === '' ? `Nothing is ${status}.` : 'Nothing in this folder.'}
      />
    </>
  );
}

/** What has become of recommendations since the list was read, by id. The list itself holds still. */
function useMeanwhile(position: number): ReadonlyMap<string, RecommendationStatus> {
  const [changed, setChanged] = useState<ReadonlyMap<string, RecommendationStatus>>(new Map());
  const events = latestEvents.value;
  useEffect(() => setChanged(new Map()), [position]);
  useEffect(() => {
    const fresh = events.flatMap((event): [string, RecommendationStatus][] =>
      event.id > position &&
      event.recommendation_id !== undefined &&
      'after' in event &&
      'status' in event.after
        ? [[event.recommendation_id, event.after.status]]
        : [],
    );
    if (fresh.length > 0) setChanged((before) => new Map([...before, ...fresh]));
  }, [events]);
  return changed;
}
