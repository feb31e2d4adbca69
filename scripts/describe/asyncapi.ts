/** Makes the AsyncAPI document of the live side, of the schemas that the service and its clients parse messages with. */
import type * as v from 'valibot';
import { eventStreamQuerySchema, liveQuerySchema } from '../../src/shared/api/events.ts';
import { EVENT_TYPES } from '../../src/shared/events.ts';
import {
  authenticatedSchema,
  clientMessageSchema,
  CLOSE,
  errorSchema,
  establishedSchema,
  FRAMED_PROTOCOL,
  heartbeatSchema,
  resetSchema,
} from '../../src/shared/protocol.ts';
import { eventSchemas, nameOfEvent } from './events.ts';
import { inputSchema, isRecord, outputSchema } from './input-schemas.ts';
import type { JsonSchema } from './type-schemas.ts';

const position = { type: 'integer', minimum: 0 };

/** The messages from the service that are no events: their schema, and what they say. */
const CONTROL = {
  ConnectionEstablished: [establishedSchema, 'The first message of a connection.'],
  Authenticated: [authenticatedSchema, 'The answer to `auth`: the connection has the new credential.'],
  Reset: [
    resetSchema,
    'Missed events cannot be replayed: load a snapshot. Live events continue after `position`.',
  ],
  Heartbeat: [heartbeatSchema, 'The answer to a ping, or a sign of life for a client that never pings.'],
  Error: [errorSchema, 'The answer to a message that is not accepted.'],
} as const satisfies Record<string, readonly [v.GenericSchema, string]>;

const FRAME: JsonSchema = {
  type: 'object',
  required: ['from', 'to', 'events'],
  properties: {
    from: {
      ...position,
      description:
        'The id of the last event before the frame that this connection would have received; 0 without one.',
    },
    to: { ...position, description: 'The id of the last event in the frame.' },
    events: {
      type: 'array',
      minItems: 1,
      maxItems: 1_000,
      items: { $ref: '#/components/schemas/Event' },
      description: 'Ascending by id.',
    },
  },
};

/** What a client may send: its schema, and when. */
const CLIENT: Readonly<Record<string, string>> = {
  ping: 'At any time. Without white space it is answered without waking the service.',
  ack: 'Framed only: after every 250 events that were processed. Never when idle.',
  auth: 'Before `expires_at`, with a token that is valid for longer.',
};

/** Makes the document. */
export function asyncApiDocument(): JsonSchema {
  const { Event, ...events } = eventSchemas();
  const { discriminator: _openApiOnly, ...event } = Event ?? {};
  const messages = {
    ...Object.fromEntries(
      EVENT_TYPES.map((type) => [
        nameOfEvent(type),
        message(type, `An event \`${type}\`.`, { $ref: `#/components/schemas/${nameOfEvent(type)}` }),
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(CONTROL).map(([name, [schema, summary]]) => [
        name,
        message(name, summary, outputSchema(schema)),
      ]),
    ),
    Frame: message('Frame', 'Events, with their place in the log.', FRAME),
    ...Object.fromEntries(clientMessages()),
  };
  const names = EVENT_TYPES.map(nameOfEvent);
  const toClient = Object.keys(CONTROL);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Galley, live',
      version: '1',
      description:
        'What happens, as it happens: the log as WebSockets and as server-sent events. A client ignores types of events that it does not know. After a close, the code says what to do: 4000-4099 stop; 4100-4199 back off, then reconnect; 4200-4299 reconnect now.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    servers: {
      local: { host: '127.0.0.1:8586', protocol: 'ws', description: 'What `npm start` serves.' },
    },
    channels: {
      flat: channel('/ws/{topic}', 'One event a message: connections without a subprotocol.', {
        messages: [...toClient, ...names, 'ping', 'auth'],
        query: inputSchema(liveQuerySchema),
      }),
      framed: channel(
        '/ws/{topic}',
        `Frames of events: connections with the subprotocol \`${FRAMED_PROTOCOL}\`.`,
        {
          messages: [...toClient, 'Frame', ...Object.keys(CLIENT)],
          query: inputSchema(liveQuerySchema),
          protocol: FRAMED_PROTOCOL,
        },
      ),
      stream: channel(
        '/api/events/stream',
        'The same as server-sent events. Events have no name; other messages have their type as name.',
        {
          messages: ['ConnectionEstablished', 'Reset', ...names],
          httpQuery: inputSchema(eventStreamQuerySchema),
        },
      ),
    },
    operations: {
      tellFlat: operation('send', 'flat', [...toClient, ...names], 'What the service tells.'),
      hearFlat: operation('receive', 'flat', ['ping', 'auth'], 'What a client may say.'),
      tellFramed: operation('send', 'framed', [...toClient, 'Frame'], 'What the service tells.'),
      hearFramed: operation('receive', 'framed', Object.keys(CLIENT), 'What a client may say.'),
      tellStream: operation(
        'send',
        'stream',
        ['ConnectionEstablished', 'Reset', ...names],
        'What the service tells.',
      ),
    },
    components: { messages, schemas: { Event: event, ...events } },
    'x-close-codes': CLOSE,
  };
}

function message(name: string, summary: string, payload: JsonSchema): JsonSchema {
  return { name, title: name, summary, contentType: 'application/json', payload };
}

function clientMessages(): [string, JsonSchema][] {
  return clientMessageSchema.options.map((option) => {
    const schema = outputSchema(option);
    const { literal } = option.entries.type;
    const summary = CLIENT[literal];
    if (summary === undefined) throw new Error(`nothing says when a client sends ${literal}`);
    return [literal, message(literal, summary, schema)];
  });
}

interface Parts {
  messages: readonly string[];
  query?: JsonSchema;
  httpQuery?: JsonSchema;
  protocol?: string;
}

function channel(
  address: string,
  description: string,
  { messages, query, httpQuery, protocol }: Parts,
): JsonSchema {
  return {
    address,
    description,
    messages: Object.fromEntries(messages.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
    ...(address.includes('{topic}') && {
      parameters: {
        topic: {
          description:
            '`validation_updates` (everything that the caller may see), `validation_{id}`, `recommendation_{id}`, `family_{name}`, or the id of a run.',
          examples: ['validation_updates', 'family_words'],
        },
      },
    }),
    ...(query && {
      bindings: {
        ws: {
          method: 'GET',
          query: withMore(query),
          ...(protocol !== undefined && {
            headers: { type: 'object', properties: { 'Sec-WebSocket-Protocol': { const: protocol } } },
          }),
          bindingVersion: '0.1.0',
        },
      },
    }),
    // What a request of HTTP may ask for has no place in the bindings of a channel.
    ...(httpQuery && { 'x-query': httpQuery }),
  };
}

/** The query of a socket has parameters that are read before its schema: they are parts of the credential and the topics. */
function withMore({ properties, ...schema }: JsonSchema): JsonSchema {
  return {
    ...schema,
    properties: {
      ...(isRecord(properties) && properties),
      topics: { type: 'string', description: 'Further topics, separated by commas.' },
      ticket: { type: 'string', description: 'A ticket of `POST /api/ws-ticket`, instead of a header.' },
    },
  };
}

function operation(
  action: 'send' | 'receive',
  name: string,
  messages: readonly string[],
  summary: string,
): JsonSchema {
  return {
    action,
    summary,
    channel: { $ref: `#/channels/${name}` },
    messages: messages.map((one) => ({ $ref: `#/channels/${name}/messages/${one}` })),
  };
}
