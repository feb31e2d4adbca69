import { useState } from 'preact/hooks';
import type { Webhook } from '../../shared/api/webhooks.ts';
import { toast } from '../frame/toasts.ts';
import { Age } from '../parts/age.tsx';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { decide, isDeciding } from '../review/decisions.ts';
import { api } from '../service/api.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { Deliveries } from './deliveries.tsx';
import { grouped } from '../parts/grouped.ts';

/** A webhook: where to, what, how it goes, and its deliveries when they are asked for. */
export function WebhookRow({ webhook }: { webhook: Webhook }) {
  const { id, url, events, families, format, state, delivered, failed, reached } = webhook;
  const [isOpen, setOpen] = useState(false);
  const resume = async () => {
    if (await decide(() => api.resumeWebhook(id))) toast({ text: 'It goes on where it was.', tone: 'good' });
  };
  const remove = async () => {
    const isGone = await decide(async () => {
      await api.deleteWebhook(id);
      return true;
    });
    if (isGone) toast({ text: `Deleted: ${new URL(url).host}`, tone: 'good' });
  };
  return (
    <li class="webhook-row">
      <div class="admin-row">
        <div>
          <p class="row-facts">
            <bdi class="row-title">{url}</bdi>
            <StateOf webhook={webhook} />
            {format !== 'standard' && <span>for {format}</span>}
            <span>
              {families === null ? 'all families' : <span class="family">{families.join(', ')}</span>}
            </span>
          </p>
          <p class="row-facts">
            {events.map((type) => (
              <code key={type}>{type}</code>
            ))}
          </p>
          <p class="row-facts">
            <LastDelivery id={id} revision={`${delivered} ${failed} ${reached}`} />
            {delivered > 0 && (
              <span>
                <b>{grouped(delivered)}</b> delivered
              </span>
            )}
            {failed > 0 && (
              <span>
                <b>{grouped(failed)}</b> given up
              </span>
            )}
          </p>
          <Trouble webhook={webhook} />
        </div>
        <div class="actions">
          <button type="button" class="button small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            Deliveries
          </button>
          {state === 'disabled' && (
            <button
              type="button"
              class="button small primary"
              disabled={isDeciding.value}
              onClick={() => void resume()}
            >
              Resume
            </button>
          )}
          <ConfirmButton
            label="Delete"
            question="Its list of deliveries goes with it."
            disabled={isDeciding.value}
            onConfirm={() => void remove()}
          />
        </div>
      </div>
      {isOpen && <Deliveries id={id} revision={`${delivered} ${failed} ${reached}`} />}
    </li>
  );
}

function StateOf({ webhook: { state, failing_since, delivered } }: { webhook: Webhook }) {
  if (state === 'disabled') return <span class="mark outcome-fail">Disabled</span>;
  if (failing_since !== null) return <span class="mark outcome-warning">Fails</span>;
  return (
    <span class={`mark outcome-${delivered > 0 ? 'pass' : 'none'}`}>
      {delivered > 0 ? 'Delivers' : 'Ready'}
    </span>
  );
}

function Trouble({ webhook: { failing_since, next_attempt_at, error } }: { webhook: Webhook }) {
  if (error === null && failing_since === null) return null;
  return (
    <p class="answer problem" role="status">
      {error !== null && `The last attempt: ${error}. `}
      {failing_since !== null && (
        <>
          Nothing arrives any more; the first failure was <Age of={failing_since} />.
        </>
      )}
      {next_attempt_at !== null &&
        ` The next attempt is at ${new Date(next_attempt_at).toLocaleTimeString('en-GB')}.`}
    </p>
  );
}

function LastDelivery({ id, revision }: { id: string; revision: string }) {
  const { value } = useLoaded(
    () => api.webhookDeliveries(id, { limit: 1, state: 'delivered' }),
    [id, revision],
  );
  if (!value) return null;
  const [last] = value.results;
  if (!last) return <span>nothing delivered yet</span>;
  return (
    <span>
      last: <code>{last.type}</code> <Age of={last.updated_at} />
    </span>
  );
}
