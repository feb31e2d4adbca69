/** What receivers are sent for an event. */
import type { WebhookFormat } from '../shared/api/webhooks.ts';
import { describeEvent } from '../shared/describe-event.ts';
import type { LiveEvent } from '../shared/events.ts';

/** The webhook that an event is sent to. */
export interface Addressee {
  id: string;
  format: WebhookFormat;
  /** The address of this service, for links. */
  origin: string;
}

/**
 * The header `webhook-id`: the same for each attempt, so that receivers can drop repeats. It has the time of the event,
 * because the ids of a log that was restored to an earlier time are used again.
 */
export function messageId({ id }: Pick<Addressee, 'id'>, event: LiveEvent): string {
  return `msg_${id.replaceAll('-', '')}_${event.id}_${Date.parse(event.timestamp).toString(36)}`;
}

/** The body of the request, as JSON. */
export function messageBody(addressee: Addressee, event: LiveEvent): string {
  return JSON.stringify(BODIES[addressee.format](addressee, event));
}

const BODIES: Readonly<Record<WebhookFormat, (addressee: Addressee, event: LiveEvent) => unknown>> = {
  standard: (_addressee, event) => ({ type: event.type, timestamp: event.timestamp, data: event }),
  slack: ({ origin }, event) => ({
    text: `${forSlack(sentence(event))} <${pageOf(origin, event)}|Open in Galley>`,
  }),
  // https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook
  teams: ({ origin }, event) => ({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: sentence(event) }] }],
          actions: [{ type: 'Action.OpenUrl', title: 'Open in Galley', url: pageOf(origin, event) }],
        },
      },
    ],
  }),
};

/** `🔴 Quality gate failed: words (by ann)` */
function sentence(event: LiveEvent): string {
  const { icon, what, which } = describeEvent(event);
  const isFamilyNamed = event.family === undefined || event.family === which;
  const about = [...(isFamilyNamed ? [] : [`family ${event.family}`]), `by ${event.actor}`].join(', ');
  return `${icon} ${what}${which === '' ? '' : `: ${which}`} (${about})`;
}

/** @see https://api.slack.com/reference/surfaces/formatting#escaping */
function forSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function pageOf(origin: string, { type, validation_id, workflow_id, family }: LiveEvent): string {
  const page = (path: string, id: string) => `${origin}/dashboard/${path}/${encodeURIComponent(id)}`;
  if (validation_id !== undefined && type !== 'document_deleted') return page('validations', validation_id);
  if (workflow_id !== undefined) return page('workflows', workflow_id);
  return family === undefined ? `${origin}/dashboard/` : page('families', family);
}
