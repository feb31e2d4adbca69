import { useEffect } from 'preact/hooks';
import { MissingPage } from '../frame/missing-page.tsx';
import { deskPath, query, replaceAddress } from '../frame/router.ts';
import { usePageTitle } from '../frame/use-page-title.ts';
import { LoadProblem } from '../parts/load-problem.tsx';
import { api } from '../service/api.ts';
import { reloadCount } from '../service/live.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { DeskDocument } from './desk-document.tsx';
// Where letters are keys, the palette is at hand: what is typed into it must not decide.
import './palette.tsx';
import { filterIn } from './queue-filter.ts';
import { loadQueue, neighbour, queue } from './queue.ts';
import { QueuePane } from './queue-pane.tsx';
import { useDeskStyle } from './use-desk-style.ts';

/** The desk: a document with its findings in the text, and one decision after the other. @param id - empty: the first that waits */
export function DeskPage({ id }: { id: string }) {
  useDeskStyle();
  const filter = filterIn(query.value);
  const filterKey = JSON.stringify(filter);
  useEffect(() => void loadQueue(filter), [filterKey]);
  const first = queue.value && id === '' ? neighbour(undefined, 1) : undefined;
  useEffect(() => {
    if (first) replaceAddress(deskPath(first.validation_id, filter));
  }, [first]);
  return (
    <div class="desk">
      {id === '' ? <NoDocument isEmpty={queue.value !== null && !first} /> : <Opened key={id} id={id} />}
    </div>
  );
}

/** Loads the document. What is shown stays when it is loaded again, and when that fails. */
function Opened({ id }: { id: string }) {
  const content = useLoaded(() => api.content(id), [id]);
  const detail = useLoaded(() => api.validation(id), [id, reloadCount.value]);
  usePageTitle(detail.value?.validation.file_path);
  if (detail.value && content.value !== null) {
    return (
      <DeskDocument
        detail={detail.value}
        content={content.value}
        problem={detail.problem}
        retry={detail.retry}
      />
    );
  }
  const failed = detail.problem === null ? content : detail;
  return (
    <>
      <QueuePane here={id} path={undefined}>
        {null}
      </QueuePane>
      <div class="desk-waiting">
        {failed.problem === null ? (
          <p class="starting">Loading…</p>
        ) : failed.status === 404 ? (
          <MissingPage title="There is no such document" detail={failed.problem} />
        ) : (
          <LoadProblem what="The document" problem={failed.problem} retry={failed.retry} />
        )}
      </div>
    </>
  );
}

function NoDocument({ isEmpty }: { isEmpty: boolean }) {
  usePageTitle('Review');
  return (
    <>
      <QueuePane here="" path={undefined}>
        {null}
      </QueuePane>
      <div class="desk-waiting">
        {isEmpty ? (
          <section class="panel empty">
            <h1>Nothing waits</h1>
            <p class="quiet">Every recommendation that matches is decided.</p>
          </section>
        ) : (
          <p class="starting">Loading…</p>
        )}
      </div>
    </>
  );
}
