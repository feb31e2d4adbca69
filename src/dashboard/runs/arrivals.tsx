import { effect } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { LiveEvent } from '../../shared/events.ts';
import type { Counts, Outcome } from '../../shared/things.ts';
import { api } from '../service/api.ts';
import { latestEvents } from '../service/live.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { LoadProblem } from '../parts/load-problem.tsx';
import { ValidationRow } from '../validations/validation-row.tsx';

const MAX_SHOWN = 10;

interface Arrival {
  id: string;
  file_path: string;
  outcome: Outcome | null;
  counts: Counts;
}

/** The documents of a run that were validated last. */
export function Arrivals({ id }: { id: string }) {
  const [recent, setRecent] = useState<readonly Arrival[]>([]);
  const {
    value: earlier,
    problem,
    retry,
  } = useLoaded(() => api.validations({ workflow_id: id, limit: MAX_SHOWN }), [id]);
  useEffect(
    // An effect on the signal sees each batch, also when several arrive before the next render.
    () =>
      effect(() => {
        const arrived = latestEvents.value.flatMap((event) => arrivalOf(event, id)).toReversed();
        if (arrived.length > 0) setRecent((before) => [...arrived, ...before].slice(0, MAX_SHOWN));
      }),
    [id],
  );
  const all = new Map([...recent, ...(earlier?.results ?? [])].map((one) => [one.id, one]));
  const shown = [...all.values()].slice(0, MAX_SHOWN);
  return (
    <section class="panel arrivals" aria-labelledby="arrivals-title">
      <h2 id="arrivals-title">Coming through</h2>
      {!earlier && problem !== null && <LoadProblem problem={problem} retry={retry} />}
      {shown.length === 0 && problem === null && <p class="quiet">The first documents are on their way.</p>}
      <ol class="rows" data-testid="arrivals">
        {shown.map(({ id: validationId, file_path, outcome, counts }) => (
          <li key={validationId}>
            <ValidationRow id={validationId} file_path={file_path} outcome={outcome} counts={counts} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function arrivalOf(event: LiveEvent, runId: string): Arrival[] {
  if (event.type !== 'validation_created' || event.workflow_id !== runId) return [];
  const { validation_id: id = '', file_path, outcome, counts } = event;
  return [{ id, file_path, outcome, counts }];
}
