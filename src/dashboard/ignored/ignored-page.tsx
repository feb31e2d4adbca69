import { useEffect, useState } from 'preact/hooks';
import type { IgnoredItem } from '../../shared/api/ignored.ts';
import type { LiveEvent } from '../../shared/events.ts';
import { query, rulePath, validationPath } from '../frame/router.ts';
import { toast } from '../frame/toasts.ts';
import { families, loadFamilies } from '../home/submission.ts';
import { Age } from '../parts/age.tsx';
import { Choice } from '../parts/choice.tsx';
import { FilePath } from '../parts/marks.tsx';
import { describeMoment } from '../parts/moments.ts';
import { MoreButton, ReloadProblem } from '../parts/more-button.tsx';
import { Newer } from '../parts/newer.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Total } from '../parts/total.tsx';
import { decide, isDeciding } from '../review/decisions.ts';
import { api } from '../service/api.ts';
import { reloadCount } from '../service/live.ts';
import { canReview } from '../service/session.ts';
import { usePages } from '../service/use-pages.ts';

const isNews = ({ type }: LiveEvent) => type === 'issue_ignored' || type === 'issue_restored';

/** The findings that people decided to accept: which, why, and by whom. */
export function IgnoredPage() {
  useEffect(() => void loadFamilies(), [reloadCount.value]);
  const [turn, setTurn] = useState(0);
  const family = query.value.get('family') ?? undefined;
  const pages = usePages(
    (cursor) =>
      api.allIgnored({ ...(family !== undefined && { family }), ...(cursor !== undefined && { cursor }) }),
    JSON.stringify([family]),
    `${turn} ${reloadCount.value}`,
  );
  return (
    <>
      <PageHead
        title="Ignored"
        facts="Findings that somebody accepted. Later versions of their documents leave them out until they are restored."
      />
      <div class="filter-bar">
        <Choice name="family" label="Family" values={families.value} />
        <Newer position={pages.position} isNews={isNews} show={() => setTurn(turn + 1)} />
      </div>
      <section class="panel">
        <Total pages={pages} of="finding" />
        <ReloadProblem pages={pages} />
        <ul class="rows" data-testid="ignored">
          {pages.items.map((one) => (
            <Row key={`${one.family} ${one.file_path} ${one.fingerprint}`} one={one} />
          ))}
        </ul>
        <MoreButton pages={pages} nothing="Nothing is ignored." />
      </section>
    </>
  );
}

function Row({ one }: { one: IgnoredItem }) {
  const { family, file_path, rule_id, message, note, ignored_by, created_at, until, validation_id } = one;
  const restore = async (id: string) => {
    if (await decide(() => api.restore(id, { fingerprints: [one.fingerprint] })))
      toast({ text: `Restored: ${rule_id}`, tone: 'good' });
  };
  return (
    <li class="ignored-row">
      <div class="ignored-what">
        <p class="row-facts">
          {validation_id === undefined ? (
            <FilePath path={file_path} />
          ) : (
            <a href={validationPath(validation_id)}>
              <FilePath path={file_path} />
            </a>
          )}
          {family !== 'default' && <span class="family">{family}</span>}
          <a href={rulePath(rule_id)}>
            <code>{rule_id}</code>
          </a>
        </p>
        <p dir="auto">{message}</p>
        {note !== undefined && (
          <p class="quiet" dir="auto">
            <q>{note}</q>
          </p>
        )}
      </div>
      <p class="row-facts">
        <bdi>{ignored_by}</bdi>
        <Age of={created_at} />
        {until !== undefined && (
          <time class="quiet" dateTime={until} title={describeMoment(until)}>
            until {new Date(until).toLocaleDateString('en-GB', { dateStyle: 'medium' })}
          </time>
        )}
        {canReview.value && validation_id !== undefined && (
          <button
            type="button"
            class="button small"
            disabled={isDeciding.value}
            onClick={() => void restore(validation_id)}
          >
            Restore
          </button>
        )}
      </p>
    </li>
  );
}
