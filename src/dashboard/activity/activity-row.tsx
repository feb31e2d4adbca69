import { useState } from 'preact/hooks';
import { describeEvent } from '../../shared/describe-event.ts';
import type { LiveEvent } from '../../shared/events.ts';
import { documentsWith, packPath, runPath, validationPath } from '../frame/router.ts';
import { toast } from '../frame/toasts.ts';
import { Age } from '../parts/age.tsx';
import { countOf } from '../parts/words.ts';
import { decide, isDeciding } from '../review/decisions.ts';
import { toastBulk } from '../review/undo.ts';
import { api } from '../service/api.ts';
import { canReview } from '../service/session.ts';
import type { Entry } from './activity-filter.ts';
import { grouped } from '../parts/grouped.ts';

export function ActivityRow({ entry: { event, count } }: { entry: Entry }) {
  const { icon, what, which } = describeEvent(event);
  const path = pathOf(event);
  const subject = (
    <>
      {what}
      {which !== '' && (
        <>
          : <bdi class="which">{which}</bdi>
        </>
      )}
      {count > 1 && event.type !== 'workflow_progress' && ` and ${grouped(count - 1)} more`}
    </>
  );
  return (
    <li class="row plain activity-row">
      <span class="activity-icon" aria-hidden="true">
        {icon}
      </span>
      <span class="activity-what">
        {path === undefined ? subject : <a href={path}>{subject}</a>}
        {'note' in event && event.note !== undefined && event.note !== '' && (
          <q class="quiet" dir="auto">
            {event.note}
          </q>
        )}
      </span>
      <span class="row-facts">
        <UndoButton event={event} count={count} />
        {event.family !== undefined && <span class="family">{event.family}</span>}
        <bdi>{event.actor}</bdi>
        <Age of={event.timestamp} />
      </span>
    </li>
  );
}

function pathOf(event: LiveEvent): string | undefined {
  if (event.validation_id !== undefined) return validationPath(event.validation_id);
  if (event.workflow_id !== undefined) return runPath(event.workflow_id);
  if (event.type === 'family_updated') return packPath(event.name);
  if (event.type === 'gate_changed') return documentsWith({ family: event.family ?? '', outcome: 'fail' });
  return undefined;
}

const UNDOABLE: ReadonlySet<string> = new Set([
  'recommendation_approved',
  'recommendation_rejected',
  'validation_approved',
  'validation_rejected',
]);

/** Takes back a decision, or all those of a bulk request. What has moved on since is refused by the service. */
function UndoButton({ event, count }: { event: LiveEvent; count: number }) {
  const [isDone, setDone] = useState(false);
  const batch = 'batch_id' in event ? event.batch_id : undefined;
  const id = event.recommendation_id;
  if (!canReview.value || !UNDOABLE.has(event.type) || (batch === undefined && id === undefined)) return null;
  if (isDone) return <span>undone</span>;
  const undo = async () => {
    if (batch !== undefined) {
      const answer = await decide(() => api.undoBatch(batch));
      if (!answer) return;
      toastBulk('undone', { results: answer.results, remaining: answer.remaining ?? 0, batchIds: [] });
      setDone(answer.results.some(({ ok }) => ok));
    } else if (id !== undefined && (await decide(() => api.undoRecommendation(id)))) {
      setDone(true);
      toast({ text: `Undone: ${describeEvent(event).which}`, tone: 'good' });
    }
  };
  return (
    <button
      type="button"
      class="button small"
      disabled={isDeciding.value}
      title={
        batch === undefined
          ? undefined
          : `Takes back the whole bulk decision (${countOf(count, 'change')} here)`
      }
      onClick={() => void undo()}
    >
      {batch === undefined ? 'Undo' : 'Undo all'}
    </button>
  );
}
