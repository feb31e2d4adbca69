import { useEffect, useState } from 'preact/hooks';
import type { WebhookCreated } from '../../shared/api/webhooks.ts';
import { loadFamilies } from '../home/submission.ts';
import { AdminsOnly } from '../parts/admins-only.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { SecretOnce } from '../parts/secret-once.tsx';
import { useTicks } from '../parts/use-ticks.ts';
import { api } from '../service/api.ts';
import { latestEvents, reloadCount } from '../service/live.ts';
import { useLoaded } from '../service/use-loaded.ts';
import { WebhookForm } from './webhook-form.tsx';
import { WebhookRow } from './webhook-row.tsx';
import { grouped } from '../parts/grouped.ts';

/** Deliveries are no events: how far each webhook is gets read again. */
const RELOAD_MS = 10_000;

/** What other services are told, and how it arrives. */
export function WebhooksPage() {
  return (
    <AdminsOnly title="Webhooks">
      <Webhooks />
    </AdminsOnly>
  );
}

function Webhooks() {
  useEffect(() => void loadFamilies(), [reloadCount.value]);
  const events = latestEvents.value;
  const concerned = events.some(({ type }) => type.startsWith('webhook_')) ? events : null;
  const ticks = useTicks(RELOAD_MS);
  const { value, problem, retry } = useLoaded(() => api.webhooks(), [concerned, ticks, reloadCount.value]);
  const [made, setMade] = useState<WebhookCreated | null>(null);
  return (
    <>
      <PageHead
        title="Webhooks"
        facts="Events that Galley sends to other services, signed, in order, and again until they arrive."
      />
      {made && (
        <SecretOnce
          title="The key of the signatures"
          secret={made.secret}
          hint={`Receivers of ${new URL(made.url).host} check webhook-signature with it.`}
          onDone={() => setMade(null)}
        />
      )}
      <div class="columns admin-columns">
        <section class="panel" aria-labelledby="webhooks-title">
          <h2 id="webhooks-title">
            Webhooks {value && <span class="count">{grouped(value.results.length)}</span>}
          </h2>
          {problem !== null && <LoadProblem what="The list" problem={problem} retry={retry} />}
          {!value && problem === null && <p class="quiet">Loading…</p>}
          {value?.results.length === 0 && <p class="quiet">Nobody is told yet.</p>}
          <ul class="rows" data-testid="webhooks">
            {value?.results.map((one) => (
              <WebhookRow key={one.id} webhook={one} />
            ))}
          </ul>
        </section>
        <WebhookForm onMade={setMade} />
      </div>
    </>
  );
}
