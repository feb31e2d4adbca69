import type { PendingRecommendation, RecentDocument } from './home-model.ts';
import { validationPath } from '../frame/router.ts';
import { Age } from '../parts/age.tsx';
import { LevelMark } from '../parts/marks.tsx';
import { useHeld } from '../parts/use-held.ts';
import { ValidationRow } from '../validations/validation-row.tsx';

export function RecentDocuments({ documents }: { documents: readonly RecentDocument[] | undefined }) {
  const { shown, more, show, handlers } = useHeld(documents, ({ id }) => id);
  return (
    <section class="panel" aria-labelledby="recent-title" {...handlers}>
      <div class="panel-head">
        <h2 id="recent-title">Recent documents</h2>
        {more > 0 && (
          <button type="button" class="chip newer" onClick={show}>
            {more} new
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

export function PendingRecommendations({
  pending,
}: {
  pending: readonly PendingRecommendation[] | undefined;
}) {
  return (
    <section class="panel" aria-labelledby="pending-title">
      <h2 id="pending-title">Newest recommendations</h2>
      {pending?.length === 0 && <p class="quiet">Nothing waits for a decision.</p>}
      <ul class="rows" data-testid="pending">
        {pending?.map(({ id, validation_id, title, severity, rule_id }) => (
          <li key={id}>
            <a class="row" href={validationPath(validation_id)}>
              <span class="row-title">{title}</span>
              <span class="row-facts">
                <LevelMark level={severity} />
                <code>{rule_id}</code>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
