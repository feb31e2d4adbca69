import { useState } from 'preact/hooks';
import type { WebhookDelivery, WebhookDeliveryState } from '../../shared/api/webhooks.ts';
import { toast } from '../frame/toasts.ts';
import { Age } from '../parts/age.tsx';
import { MoreButton, ReloadProblem } from '../parts/more-button.tsx';
import { countOf } from '../parts/words.ts';
import { decide, isDeciding } from '../review/decisions.ts';
import { api } from '../service/api.ts';
import { usePages } from '../service/use-pages.ts';
import { grouped } from '../parts/grouped.ts';

const STATES = ['', 'waiting', 'delivered', 'failed'] as const satisfies readonly (
  '' | WebhookDeliveryState
)[];

const TONES: Readonly<Record<WebhookDeliveryState, string>> = {
  delivered: 'outcome-pass',
  waiting: 'outcome-warning',
  failed: 'outcome-fail',
};

/** What was sent to a webhook, or could not be: the newest event first. */
export function Deliveries({ id, revision }: { id: string; revision: string }) {
  const [state, setState] = useState<WebhookDeliveryState | ''>('');
  const [replays, setReplays] = useState(0);
  const pages = usePages(
    (cursor) =>
      api.webhookDeliveries(id, { ...(state !== '' && { state }), ...(cursor !== undefined && { cursor }) }),
    `${id} ${state}`,
    `${revision} ${replays}`,
  );
  const replay = async (one: WebhookDelivery) => {
    if (!(await decide(() => api.replayDelivery(id, one.id)))) return;
    toast({ text: `Sent again: ${one.type}`, tone: 'good' });
    setReplays(replays + 1);
  };
  return (
    <div class="deliveries">
      <div class="filters" role="group" aria-label="Deliveries that are">
        {STATES.map((name) => (
          <button
            key={name}
            type="button"
            class="chip"
            aria-pressed={name === state}
            onClick={() => setState(name)}
          >
            {name === '' ? 'all' : name}
          </button>
        ))}
      </div>
      <ReloadProblem pages={pages} />
      <ol class="rows" data-testid="deliveries">
        {pages.items.map((one) => (
          <li key={`${one.id} ${one.is_replay}`} class="admin-row">
            <p class="row-facts">
              <span class={`mark ${TONES[one.state]}`}>{one.state}</span>
              <code>{one.type}</code>
              <span>event {grouped(one.event_id)}</span>
              {one.is_replay && <span>sent again by hand</span>}
              <span>{countOf(one.attempts, 'attempt')}</span>
              {one.status !== null && <span>answer {one.status}</span>}
              {one.error !== null && <bdi>{one.error}</bdi>}
              <Age of={one.updated_at} />
            </p>
            {one.state !== 'waiting' && (
              <button
                type="button"
                class="button small"
                disabled={isDeciding.value}
                onClick={() => void replay(one)}
              >
                Replay
              </button>
            )}
          </li>
        ))}
      </ol>
      <MoreButton pages={pages} nothing="Nothing was sent yet." />
    </div>
  );
}
