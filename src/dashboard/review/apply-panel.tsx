import { useState } from 'preact/hooks';
import type { EnhanceResponse } from '../../shared/api/validations.ts';
import type { Recommendation, Validation } from '../../shared/things.ts';
import { after, reviewTransitions } from '../../shared/transitions.ts';
import { api } from '../service/api.ts';
import { decide, isDeciding } from './decisions.ts';
import { canReview } from '../service/session.ts';
import { describeCounts } from '../parts/words.ts';
import { DiffText } from '../parts/diff.tsx';

/** Previews and applies the approved recommendations of a validation. */
export function ApplyPanel(props: { validation: Validation; recommendations: readonly Recommendation[] }) {
  const { id, review } = props.validation;
  const [preview, setPreview] = useState<EnhanceResponse | null>(null);
  const approved = props.recommendations.filter(
    ({ status, edits }) => status === 'approved' && edits.length > 0,
  );
  if (!canReview.value || approved.length === 0 || after(reviewTransitions.enhance, review) === null)
    return null;
  const show = async () => {
    const answer = await decide(() => api.enhance(id, { preview: true }));
    if (answer) setPreview(answer);
  };
  const apply = async () => {
    if (await decide(() => api.enhance(id))) setPreview(null);
  };
  const titles = new Map(props.recommendations.map((one) => [one.id, one.title]));
  return (
    <section class="panel apply" aria-labelledby="apply-title">
      <h2 id="apply-title">Apply what was approved</h2>
      <p class="quiet">
        {approved.length === 1 ? '1 recommendation waits' : `${approved.length} recommendations wait`} to be
        applied. The rest of the document stays as it is, byte for byte.
      </p>
      <div class="actions">
        <button type="button" class="button" disabled={isDeciding.value} onClick={() => void show()}>
          Preview
        </button>
        <button type="button" class="button primary" disabled={isDeciding.value} onClick={() => void apply()}>
          Apply {approved.length}
        </button>
      </div>
      {preview && (
        <div data-testid="preview">
          <p>
            Before: {describeCounts(preview.counts.before)}. After: {describeCounts(preview.counts.after)}.
          </p>
          {preview.changes.length > 0 && <p>Readers will see changed: {preview.changes.join(', ')}.</p>}
          {preview.not_applied.length > 0 && (
            <ul class="remarks">
              {preview.not_applied.map(({ recommendation_id, detail }) => (
                <li key={recommendation_id}>
                  <b>{titles.get(recommendation_id)}</b> would not be applied. {detail}
                </li>
              ))}
            </ul>
          )}
          <DiffText diff={preview.diff} label="What would be changed" />
        </div>
      )}
    </section>
  );
}
