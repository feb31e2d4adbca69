import { useEffect } from 'preact/hooks';
import type { FamilySummary } from '../../shared/api/families.ts';
import type { ApprovedDocument } from '../../shared/api/patches.ts';
import { packPath, rulePath, validationPath } from '../frame/router.ts';
import { Command } from '../parts/copy-button.tsx';
import { FilePath } from '../parts/marks.tsx';
import { MoreButton, ReloadProblem } from '../parts/more-button.tsx';
import { countOf } from '../parts/words.ts';
import { api, BASE_URL } from '../service/api.ts';
import { usePages } from '../service/use-pages.ts';
import type { DeliveryFilter } from './delivery-filter.ts';
import { PullRequest } from './pull-request.tsx';

interface Props {
  family: FamilySummary;
  filter: DeliveryFilter;
  revision: string;
  /** Called when it is known whether anything waits. */
  onCounted: (isEmpty: boolean) => void;
}

/** The documents of a family with approved changes, and the ways to bring these home. */
export function FamilyDelivery({ family: { name, title }, filter, revision, onCounted }: Props) {
  const { rule_id, ...others } = filter;
  const pages = usePages(
    (cursor) =>
      api.approved(name, {
        ...others,
        ...(rule_id !== undefined && { rule_id: [rule_id] }),
        ...(cursor !== undefined && { cursor }),
      }),
    JSON.stringify([name, filter]),
    revision,
  );
  const isEmpty = pages.items.length === 0 && !pages.loading && pages.problem === null;
  useEffect(() => onCounted(isEmpty), [isEmpty]);
  if (isEmpty) return null;
  // Nothing is said of a family before it is known what waits there.
  if (pages.items.length === 0 && pages.loading) return <p class="panel quiet">{title}: loading…</p>;
  const changes = pages.items.reduce((sum, one) => sum + one.changes.length, 0);
  return (
    <section class="panel" aria-label={title} data-testid={`delivery-${name}`}>
      <div class="panel-head">
        <div>
          <h2>
            <a href={packPath(name)}>{title}</a>
          </h2>
          <p class="row-facts">
            {pages.isKnown && (
              <>
                <b>{countOf(pages.total, 'document')}</b>
                <span>
                  {countOf(changes, 'change')}
                  {pages.hasMore && ' in those shown'}
                </span>
              </>
            )}
          </p>
        </div>
        <div class="actions">
          {(['patch', 'zip'] as const).map((format) => (
            <a
              key={format}
              class="button small"
              href={patchHref(name, format, filter)}
              download={`${name}.${format}`}
            >
              {format === 'patch' ? 'Patch' : 'Zip'}
            </a>
          ))}
        </div>
      </div>
      <Command text={pullCommand(name, filter)} />
      <PullRequest family={name} filter={filter} />
      <ReloadProblem pages={pages} />
      <ul class="rows">
        {pages.items.map((one) => (
          <Row key={one.file_path} document={one} />
        ))}
      </ul>
      <MoreButton pages={pages} nothing="" />
    </section>
  );
}

function Row({ document: { file_path, validation_id, changes } }: { document: ApprovedDocument }) {
  return (
    <li class="row plain">
      <a class="row-link" href={validationPath(validation_id)}>
        <FilePath path={file_path} />
      </a>
      <span class="row-facts">
        {changes.map(({ id, rule_id, title, certain }) => (
          <a key={id} href={rulePath(rule_id, { status: 'approved' })} title={title}>
            <code>{rule_id}</code>
            {!certain && <span class="mark">shows</span>}
          </a>
        ))}
      </span>
    </li>
  );
}

function patchHref(name: string, format: 'patch' | 'zip', filter: DeliveryFilter): string {
  const query = new URLSearchParams({ format, ...filter });
  return `/api/families/${encodeURIComponent(name)}/patch?${query.toString()}`;
}

/** A word of a command, in quotes where the shell would take it for more than a word. */
const quote = (text: string) => (/^[\w@./:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** The command that brings the changes into the files of a folder. */
function pullCommand(name: string, { rule_id, owner, folder }: DeliveryFilter): string {
  const options = [
    `--family ${name}`,
    ...(rule_id === undefined ? [] : [`--rule ${quote(rule_id)}`]),
    ...(owner === undefined ? [] : [`--owner ${quote(owner)}`]),
    `--server ${BASE_URL}`,
  ];
  return ['npx galley pull', ...(folder === undefined ? [] : [quote(folder)]), ...options].join(' ');
}
