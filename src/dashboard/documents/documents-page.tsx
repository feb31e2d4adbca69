import { useEffect, useState } from 'preact/hooks';
import type { LiveEvent } from '../../shared/events.ts';
import { type Document, OUTCOMES } from '../../shared/things.ts';
import { query, setQuery, validationPath, validationsPath } from '../frame/router.ts';
import { families, loadFamilies } from '../home/submission.ts';
import { Age } from '../parts/age.tsx';
import { Choice } from '../parts/choice.tsx';
import { FilePath, OutcomeMark } from '../parts/marks.tsx';
import { MoreButton, ReloadProblem } from '../parts/more-button.tsx';
import { isNewVersion, Newer } from '../parts/newer.tsx';
import { Order } from '../parts/order.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Total } from '../parts/total.tsx';
import { describeCounts } from '../parts/words.ts';
import { api } from '../service/api.ts';
import { reloadCount } from '../service/live.ts';
import { usePages } from '../service/use-pages.ts';
import { FilterBox, FilterChips, filtersIn } from './filter-box.tsx';
import { FolderTree } from './folder-tree.tsx';

const FLAGS = { open: 'To be decided', removed: 'Removed' } as const;
const SORTS = {
  file_path: 'By path',
  '-validated_at': 'Last validated first',
  '-findings': 'Most findings first',
};

/** The filters in the address, as the API takes them. */
function queryOf(address: URLSearchParams): Parameters<typeof api.documents>[0] {
  const { open, removed, ...texts } = filtersIn(address);
  const sort = address.get('sort') ?? '';
  return Object.fromEntries([
    ...Object.entries(texts),
    ...(sort === '' ? [] : [['sort', sort] as const]),
    ...(open === 'true' ? [['open', true] as const] : []),
    ...(removed === 'true' ? [['removed', true] as const] : []),
  ]);
}

/** A new version, or a document that is not there any more, of the line that is shown. */
const isOfLine = (event: LiveEvent) => {
  if (!isNewVersion(event) && event.type !== 'document_removed') return false;
  const ref = 'ref' in event ? event.ref : undefined;
  return (ref ?? '') === (query.peek().get('ref') ?? '');
};

/** What is true now: the newest version of each document. */
export function DocumentsPage() {
  useEffect(() => void loadFamilies(), [reloadCount.value]);
  const [shown, setShown] = useState(0);
  const filters = queryOf(query.value);
  const pages = usePages(
    (cursor) => api.documents({ ...filters, ...(cursor !== undefined && { cursor }) }),
    JSON.stringify([filters, shown]),
    reloadCount.value,
  );
  return (
    <>
      <PageHead title="Documents" facts="The newest version of each.">
        <a class="button small" href={validationsPath}>
          History
        </a>
      </PageHead>
      <div class="filter-bar">
        <FilterBox />
        <Choice name="outcome" label="Outcome" values={OUTCOMES} />
        <Choice name="family" label="Family" values={families.value} />
        {(['open', 'removed'] as const).map((name) => (
          <Flag key={name} name={name} />
        ))}
        <Order sorts={SORTS} />
      </div>
      <FilterChips />
      <div class="documents-columns">
        {/* It counts all documents: the list comes first. */}
        {pages.loading && pages.items.length === 0 ? (
          <nav class="panel folder-tree" aria-label="Folders" />
        ) : (
          <FolderTree />
        )}
        <section class="panel">
          <div class="panel-head">
            <Total pages={pages} of="document" />
            <Newer position={pages.position} isNews={isOfLine} show={() => setShown(shown + 1)} />
          </div>
          <ReloadProblem pages={pages} />
          <ul class="rows" data-testid="list">
            {pages.items.map((one) => (
              <li key={JSON.stringify([one.family, one.file_path])}>
                <Row document={one} />
              </li>
            ))}
          </ul>
          <MoreButton pages={pages} nothing="Nothing matches." />
        </section>
      </div>
    </>
  );
}

function Flag({ name }: { name: keyof typeof FLAGS }) {
  const isOn = query.value.get(name) === 'true';
  return (
    <button
      type="button"
      class="chip"
      aria-pressed={isOn}
      onClick={() => setQuery({ [name]: isOn ? '' : 'true' })}
    >
      {FLAGS[name]}
    </button>
  );
}

function Row({ document }: { document: Document }) {
  const {
    validation_id,
    file_path,
    family,
    outcome,
    counts,
    open,
    review,
    owners,
    validated_at,
    removed_at,
  } = document;
  return (
    <a class="row document-row" href={validationPath(validation_id)}>
      <FilePath path={file_path} />
      <span>
        <OutcomeMark outcome={outcome} />
      </span>
      <span class="counts">{describeCounts(counts)}</span>
      <span>
        {open > 0 && <span class="mark status-proposed">{open} to be decided</span>}
        {open === 0 && review !== 'pending' && <span class={`mark review-${review}`}>{review}</span>}
      </span>
      <span class="family">{family === 'default' ? '' : family}</span>
      <bdi title={owners.join(', ')}>{owners.join(', ')}</bdi>
      {removed_at === undefined ? (
        <Age of={validated_at} />
      ) : (
        <span>
          removed <Age of={removed_at} />
        </span>
      )}
    </a>
  );
}
