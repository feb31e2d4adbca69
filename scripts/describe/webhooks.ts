/** What receivers of webhooks are sent, as the `webhooks` of the OpenAPI document. */
import { EVENT_TYPES } from '../../src/shared/events.ts';
import { nameOfEvent } from './events.ts';
import { sampleOf } from './samples.ts';
import type { JsonSchema } from './type-schemas.ts';

/** The headers that Standard Webhooks have. */
export const WEBHOOK_PARAMETERS: Readonly<Record<string, JsonSchema>> = {
  WebhookId: header(
    'webhook-id',
    'The same in each attempt, and when it is replayed.',
    'msg_019a_418_mia2k5c0',
  ),
  WebhookTimestamp: header('webhook-timestamp', 'When it was sent, in seconds since 1970.', '1795343400'),
  WebhookSignature: header(
    'webhook-signature',
    '`v1,` and the HMAC-SHA256 of `{webhook-id}.{webhook-timestamp}.{body}` in base64, by the secret of the webhook.',
    'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  ),
};

const ANSWERS = {
  '2XX': { description: 'Delivered. Nothing else of the answer is read.' },
  '410': { description: 'The receiver is gone: the webhook is disabled.' },
  default: {
    description: 'Not delivered: it is sent again later, after `Retry-After` if the answer has it.',
  },
};

/**
 * A request for each type of event.
 *
 * @param components - the schemas of the document, for examples
 */
export function webhookRequests(components: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return Object.fromEntries(
    EVENT_TYPES.map((type) => {
      const schema: JsonSchema = {
        type: 'object',
        required: ['type', 'timestamp', 'data'],
        properties: {
          type: { const: type, type: 'string' },
          timestamp: { type: 'string', format: 'date-time', description: 'When it happened.' },
          data: { $ref: `#/components/schemas/${nameOfEvent(type)}` },
        },
      };
      const post = {
        operationId: `tell_${type}`,
        tags: ['Webhooks'],
        summary: `What a webhook with the format \`standard\` is sent of an event \`${type}\`.`,
        description:
          'The address of the webhook is asked. Messages for Slack and Teams have the shape that those expect.',
        // It is signed; the receiver has no credential of the sender.
        security: [],
        parameters: Object.keys(WEBHOOK_PARAMETERS).map((name) => ({
          $ref: `#/components/parameters/${name}`,
        })),
        requestBody: {
          required: true,
          content: { 'application/json': { schema, example: sampleOf(schema, components) } },
        },
        responses: ANSWERS,
      };
      return [type, { post }];
    }),
  );
}

function header(name: string, description: string, example: string): JsonSchema {
  return { name, in: 'header', required: true, description, schema: { type: 'string' }, example };
}
