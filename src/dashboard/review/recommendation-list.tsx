import type { Recommendation } from '../../shared/things.ts';
import { api } from '../service/api.ts';
import { decideMany, isDeciding } from './decisions.ts';
import { deskPath } from '../frame/router.ts';
import { canReview } from '../service/session.ts';
import { describeScope } from '../parts/words.ts';
import { DiffText } from '../parts/diff.tsx';
import { LevelMark } from '../parts/marks.tsx';
import { RecommendationDecision } from './recommendation-decision.tsx';
import { toastBulk } from './undo.ts';

export function Recommendations({ recommendations }: { recommendations: readonly Recommendation[] }) {
  const open = recommendations.filter(({ status, edits }) => status === 'proposed' && edits.length > 0);
  const [first] = recommendations;
  const approveAll = async () => {
    const outcome = await decideMany(
      open.map(({ id }) => id),
      (ids) => api.decideRecommendations({ action: 'approve', ids }),
    );
    const titles = new Map(open.map(({ id, title }) => [id, title]));
    if (outcome) toastBulk('approved', outcome, (id) => titles.get(id));
  };
  return (
    <section class="panel" aria-labelledby="recommendations-title">
      <div class="panel-head">
        <h2 id="recommendations-title">Recommendations</h2>
        {first && (
          <a class="button small" href={deskPath(first.validation_id)}>
            Review in the text
          </a>
        )}
        {canReview.value && open.length > 1 && (
          <button
            type="button"
            class="button small"
            disabled={isDeciding.value}
            onClick={() => void approveAll()}
          >
            Approve all {open.length} with changes
          </button>
        )}
      </div>
      {recommendations.length === 0 && <p class="quiet">Nothing to recommend.</p>}
      <ol class="findings" data-testid="recommendations">
        {recommendations.map((recommendation) => (
          <Item key={recommendation.id} recommendation={recommendation} />
        ))}
      </ol>
    </section>
  );
}

function Item({ recommendation }: { recommendation: Recommendation }) {
  const { title, instruction, rationale, severity, confidence, scope, status, rule_id } = recommendation;
  const { reviewer, notes } = recommendation;
  return (
    <li class="finding">
      <h3 dir="auto">
        <a href={deskPath(recommendation.validation_id, { finding: recommendation.id })}>{title}</a>
      </h3>
      <p class="row-facts">
        <LevelMark level={severity} />
        <span class={`mark status-${status}`}>{status}</span>
        <span>{describeScope(scope)}</span>
        <span>{Math.round(confidence * 100)} % sure</span>
        <code>{rule_id}</code>
      </p>
      <p dir="auto">{instruction}</p>
      <p class="rationale" dir="auto">
        {rationale}
      </p>
      {reviewer !== undefined && (
        <p class="fine">
          {status === 'applied' ? 'Approved' : capitalise(status)} by <bdi>{reviewer}</bdi>
          {notes !== undefined && notes !== '' && (
            <>
              : <q>{notes}</q>
            </>
          )}
        </p>
      )}
      <Change recommendation={recommendation} />
      {canReview.value && <RecommendationDecision recommendation={recommendation} />}
    </li>
  );
}

const capitalise = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

function Change({ recommendation: { edits, diff } }: { recommendation: Recommendation }) {
  if (diff === '' && edits.length === 0) {
    return <p class="fine">No automatic change: this one needs a person.</p>;
  }
  if (diff === '') return <p class="fine">{edits.length} changes, too long to be shown here.</p>;
  return (
    <details class="diff" open>
      <summary>Proposed change</summary>
      <DiffText diff={diff} label="Proposed change as a diff" />
    </details>
  );
}
