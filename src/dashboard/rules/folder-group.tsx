import { useEffect, useRef } from 'preact/hooks';
import type { RecommendationStatus } from '../../shared/things.ts';
import { FilePath } from '../parts/marks.tsx';
import { countOf } from '../parts/words.ts';
import { Occurrence } from './occurrence.tsx';
import type { Folder } from './folders.ts';
import type { Selection } from './use-selection.ts';

interface Props {
  group: Folder;
  meanwhile: ReadonlyMap<string, RecommendationStatus>;
  /** Undefined for those who may not decide. */
  selection: Selection | undefined;
}

/** The occurrences in a folder, which can be ticked together. */
export function FolderGroup({ group: { folder, items }, meanwhile, selection }: Props) {
  const ids = items.map(({ id }) => id).filter((id) => !meanwhile.has(id));
  const ticked = ids.filter((id) => selection?.ticked.has(id)).length;
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = ticked > 0 && ticked < ids.length;
  }, [ticked, ids.length]);
  return (
    <section class="panel occurrence-group">
      <div class="occurrence-folder">
        {selection && (
          <label class="tick">
            <input
              ref={box}
              type="checkbox"
              checked={ids.length > 0 && ticked === ids.length}
              disabled={ids.length === 0}
              aria-label={`All in ${folder === '' ? 'the top folder' : folder}`}
              onChange={({ currentTarget }) => selection.set(ids, currentTarget.checked)}
            />
          </label>
        )}
        <h2>{folder === '' ? 'Top folder' : <FilePath path={folder} />}</h2>
        <span class="quiet">{countOf(items.length, 'occurrence')}</span>
      </div>
      <ol class="occurrences">
        {items.map((one) => (
          <Occurrence
            key={one.id}
            one={one}
            now={meanwhile.get(one.id)}
            isTicked={selection?.ticked.has(one.id) ?? false}
            onToggle={
              selection && !meanwhile.has(one.id) ? (isRange) => selection.toggle(one.id, isRange) : undefined
            }
          />
        ))}
      </ol>
    </section>
  );
}
