import { useState } from 'preact/hooks';
import type { FolderGroup } from '../../shared/api/documents.ts';
import { query, setQuery } from '../frame/router.ts';
import { LoadProblem } from '../parts/load-problem.tsx';
import { api } from '../service/api.ts';
import { reloadCount } from '../service/live.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { grouped } from '../parts/grouped.ts';

interface Scope {
  family: string | null;
  ref: string | null;
}

/** The folders of the documents, with what is in them and below. Choosing one filters the list. */
export function FolderTree() {
  const scope = { family: query.value.get('family'), ref: query.value.get('ref') };
  return (
    <nav class="panel folder-tree" aria-label="Folders" data-testid="folders">
      <div class="folder-line folder-legend" aria-hidden="true">
        <span />
        <span>Folder</span>
        <span title="Documents">docs</span>
        <span title="Recommendations wait in this many">open</span>
        <span title="Findings">found</span>
      </div>
      <Folders scope={scope} />
    </nav>
  );
}

function Folders({ scope, folder }: { scope: Scope; folder?: string }) {
  const { family, ref } = scope;
  const { value, problem, retry } = useLoaded(
    () =>
      api.folders({
        ...(family !== null && { family }),
        ...(ref !== null && { ref }),
        ...(folder !== undefined && { folder }),
      }),
    [reloadCount.value],
    JSON.stringify([family, ref, folder]),
  );
  if (problem !== null) return <LoadProblem what="The folders" problem={problem} retry={retry} />;
  if (folder === undefined && value?.results.length === 0) return <p class="quiet">No folders.</p>;
  return (
    <ul>
      {value?.results.map((one) => (
        <Line key={one.folder} group={one} scope={scope} />
      ))}
    </ul>
  );
}

function Line({ group, scope }: { group: FolderGroup; scope: Scope }) {
  const { folder, documents, findings, failing, open } = group;
  const chosen = query.value.get('folder') ?? '';
  const [isOpen, setOpen] = useState(chosen === folder || chosen.startsWith(`${folder}/`));
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  return (
    <li>
      <div class={`folder-line ${chosen === folder ? 'chosen' : ''}`}>
        <button
          type="button"
          class="folder-toggle"
          aria-expanded={isOpen}
          aria-label={`Folders in ${folder}`}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? '▾' : '▸'}
        </button>
        <button
          type="button"
          class="folder-name"
          aria-pressed={chosen === folder}
          title={folder}
          onClick={() => setQuery({ folder: chosen === folder ? '' : folder })}
        >
          <bdi>{name}</bdi>
        </button>
        <span class="number">{grouped(documents)}</span>
        <span class={`number ${open > 0 ? '' : 'none'}`}>{grouped(open)}</span>
        <span class={`number ${failing > 0 ? 'bad' : findings > 0 ? '' : 'none'}`}>{grouped(findings)}</span>
      </div>
      {isOpen && <Folders scope={scope} folder={folder} />}
    </li>
  );
}
