import { MAX_PAGE_SIZE } from '../../shared/limits.ts';
import type { RunState } from '../../shared/things.ts';
import { api } from '../service/api.ts';
import { reloadCount } from '../service/live.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { LoadProblem } from '../parts/load-problem.tsx';
import { HistoryEntry } from '../validations/history.tsx';

/** The events of a run: what was done, when, and by whom. */
export function RunHistory({ id, state }: { id: string; state: RunState }) {
  const { value, problem, retry } = useLoaded(
    () => api.runEvents(id, { limit: MAX_PAGE_SIZE }),
    [id, state, reloadCount.value],
  );
  if (!value) {
    return problem === null ? null : <LoadProblem what="The history" problem={problem} retry={retry} />;
  }
  return (
    <section class="panel happened" aria-labelledby="events-title">
      <h2 id="events-title">What happened</h2>
      <ol class="timeline" data-testid="timeline">
        {value.results.map((event) => (
          <HistoryEntry key={event.id} event={event} />
        ))}
      </ol>
      {value.has_more && (
        <p class="fine">
          More has happened than is shown here: <a href={`/api/workflows/${id}/events`}>all events</a>
        </p>
      )}
    </section>
  );
}
