import { useState } from 'preact/hooks';
import type { Problem } from '../../shared/api/problem.ts';
import type { WebhookCreated, WebhookFormat } from '../../shared/api/webhooks.ts';
import { EVENT_VISIBILITY } from '../../shared/event-visibility.ts';
import type { EventType } from '../../shared/events.ts';
import { MAX_WEBHOOK_URL_LENGTH } from '../../shared/limits.ts';
import { FamilyTicks } from '../parts/family-ticks.tsx';
import { FormProblem, submitting } from '../parts/form-problem.tsx';
import { api } from '../service/api.ts';

const FORMATS: Readonly<Record<WebhookFormat, string>> = {
  standard: 'Standard Webhooks',
  slack: 'Slack',
  teams: 'Teams',
};
/** What a channel or a build wants to know. The other types come often. */
const FEW: readonly EventType[] = ['gate_changed', 'workflow_completed', 'workflow_failed'];
const isEventType = (name: string): name is EventType => Object.hasOwn(EVENT_VISIBILITY, name);
const TYPES = Object.keys(EVENT_VISIBILITY).filter(isEventType);
const isFormat = (name: string): name is WebhookFormat => Object.hasOwn(FORMATS, name);

/** Makes a webhook. @param props.onMade - called with the webhook and its key, which is in this answer only */
export function WebhookForm({ onMade }: { onMade: (webhook: WebhookCreated) => void }) {
  const [url, setUrl] = useState('');
  const [format, setFormat] = useState<WebhookFormat>('standard');
  const [types, setTypes] = useState<readonly EventType[]>(FEW);
  const [families, setFamilies] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const make = () =>
    submitting(setBusy, setProblem, async () => {
      const made = await api.createWebhook({
        url,
        format,
        events: [...types],
        ...(families.length > 0 && { families: [...families] }),
      });
      setUrl('');
      onMade(made);
    });
  const toggle = (type: EventType) =>
    setTypes(types.includes(type) ? types.filter((one) => one !== type) : [...types, type]);
  return (
    <section class="panel" aria-labelledby="make-title">
      <h2 id="make-title">Make a webhook</h2>
      <form
        class="submit"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) void make();
        }}
      >
        <label class="wide">
          <span>Address</span>
          <input
            type="text"
            inputMode="url"
            required
            value={url}
            maxLength={MAX_WEBHOOK_URL_LENGTH}
            autocomplete="off"
            spellcheck={false}
            placeholder="https://hooks.example.com/galley"
            onInput={({ currentTarget }) => setUrl(currentTarget.value)}
          />
        </label>
        <label>
          <span>As</span>
          <select
            value={format}
            onChange={({ currentTarget: { value } }) => isFormat(value) && setFormat(value)}
          >
            {Object.keys(FORMATS)
              .filter(isFormat)
              .map((name) => (
                <option key={name} value={name}>
                  {FORMATS[name]}
                </option>
              ))}
          </select>
        </label>
        <details class="edits wide">
          <summary>
            It is sent{' '}
            <b>{types.length === TYPES.length ? 'every event' : types.join(', ') || 'nothing yet'}</b>
          </summary>
          <p class="actions">
            <button type="button" class="button small" onClick={() => setTypes(TYPES)}>
              All
            </button>
            <button type="button" class="button small" onClick={() => setTypes(FEW)}>
              Gates and runs
            </button>
            <button type="button" class="button small" onClick={() => setTypes([])}>
              None
            </button>
          </p>
          <fieldset class="ticks">
            <legend class="visually-hidden">Types of events</legend>
            {TYPES.map((type) => (
              <label key={type}>
                <input type="checkbox" checked={types.includes(type)} onChange={() => toggle(type)} />
                {type}
              </label>
            ))}
          </fieldset>
        </details>
        <FamilyTicks label="Of" chosen={families} onChange={setFamilies} />
        {problem && <FormProblem problem={problem} />}
        <div class="actions wide">
          <button
            type="submit"
            class="button primary"
            disabled={isBusy || url.trim() === '' || types.length === 0}
          >
            {isBusy ? 'Making…' : 'Make it'}
          </button>
        </div>
      </form>
    </section>
  );
}
