import { Age } from '../parts/age.tsx';
import { countNew, useHeld } from '../parts/use-held.ts';
import { home } from '../service/live.ts';
import { MAX_LIST_ENTRIES } from './home-model.ts';
import { ValidationRow } from '../validations/validation-row.tsx';

export function RecentDocuments() {
  const documents = home.value?.documents;
  const { shown, more, show, handlers } = useHeld(documents, ({ id }) => id);
  return (
    <section class="panel" aria-labelledby="recent-title" {...handlers}>
      <div class="panel-head">
        <h2 id="recent-title">Recent documents</h2>
        {more > 0 && (
          <button type="button" class="chip newer" onClick={show}>
            {countNew(more, MAX_LIST_ENTRIES)}
          </button>
        )}
      </div>
      {documents?.length === 0 && <p class="quiet">No documents yet. Validate one above.</p>}
      <ul class="rows" data-testid="validations">
        {shown?.map(({ id, file_path, family, outcome, counts, validated_at }) => (
          <li key={id}>
            <ValidationRow id={id} file_path={file_path} outcome={outcome} counts={counts}>
              {family !== 'default' && <span class="family">{family}</span>}
              <Age of={validated_at} />
            </ValidationRow>
          </li>
        ))}
      </ul>
    </section>
  );
}
