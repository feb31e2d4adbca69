/** The operations on the log, the service itself, and the credentials for it. */
import {
  sessionRequestSchema,
  signOutSchema,
  ticketRequestSchema,
  tokenRequestSchema,
} from '../shared/api/access.ts';
import { exportQuerySchema, importQuerySchema } from '../shared/api/backup.ts';
import { eventListQuerySchema, eventStreamQuerySchema, liveQuerySchema } from '../shared/api/events.ts';
import { monitoringQuerySchema } from '../shared/api/figures.ts';
import { webhookDeliveryQuerySchema, webhookRequestSchema } from '../shared/api/webhooks.ts';
import type { Operations } from './operation.ts';

export const live = {
  'GET /api/events': {
    id: 'listEvents',
    summary: 'Reads the log, oldest first.',
    description:
      'While `has_more` is true, continue with `after` = `next_after`. Events from before `oldest` are no longer kept, or not all of them: whoever is further behind loads a snapshot instead.',
    query: eventListQuerySchema,
    example: { after: '0', topic: 'validation_updates' },
  },
  'GET /api/events/stream': {
    id: 'streamEvents',
    more: 'live-protocol.md#server-sent-events',
    summary: 'The log, live, as server-sent events.',
    description: 'The AsyncAPI document describes the messages. `Last-Event-ID` resumes.',
    query: eventStreamQuerySchema,
    example: { topic: 'family_words', after: '417' },
    headers: ['Last-Event-ID'],
    media: ['text/event-stream'],
  },
  'GET /ws/:topic': {
    id: 'connect',
    more: 'live-protocol.md',
    summary: 'The log, live, as a WebSocket.',
    description:
      'The AsyncAPI document describes the messages. An upgrade is always accepted; what is wrong with it is said by a close code, because browsers do not show the status of a refused one.',
    query: liveQuerySchema,
    example: { after: '417' },
    refusals: ['upgrade-required'],
  },
} as const satisfies Operations;

export const service = {
  'GET /api/stats': {
    id: 'readStats',
    summary: 'Counters of validations, documents, recommendations and runs.',
  },
  'GET /api/monitoring': {
    id: 'readMonitoring',
    more: 'monitoring.md',
    summary: 'Figures of the live layer and of runs, and with a range what was counted over it.',
    query: monitoringQuerySchema,
    example: { range: '24h' },
  },
  'GET /metrics': {
    id: 'readMetrics',
    more: 'monitoring.md',
    summary: 'Figures for Prometheus, or as OpenMetrics when `Accept` names that.',
    headers: ['Accept'],
    media: ['text/plain', 'application/openmetrics-text'],
  },
  'GET /health/live': { id: 'isAlive', summary: 'Whether the service runs.' },
  'GET /health/ready': {
    id: 'isReady',
    summary: 'Whether the database and the hub answer.',
    description:
      '503 with the state of each when one is unavailable, or when the database is full. The database is asked alone: a hub is unavailable for a minute after it did not take an event.',
  },
  'GET /api/openapi.json': {
    id: 'readOpenApi',
    summary: 'This document.',
    headers: ['If-None-Match'],
    answerHeaders: ['ETag'],
  },
  'GET /api/asyncapi.json': {
    id: 'readAsyncApi',
    summary: 'The AsyncAPI document: the messages of live connections.',
    headers: ['If-None-Match'],
    answerHeaders: ['ETag'],
  },
  'GET /api/export': {
    id: 'readExport',
    more: 'backup.md#the-protocol',
    summary: 'Exports everything as NDJSON, page by page.',
    description: 'Without a cursor it begins an export. Each page ends with a cursor or with the end.',
    query: exportQuerySchema,
    media: ['application/x-ndjson'],
    refusals: ['not-found', 'wrong-state'],
  },
  'DELETE /api/export/:id': { id: 'endExport', summary: 'Ends an export.' },
  'GET /api/import': { id: 'readImport', summary: 'How far an import is.' },
  'POST /api/import': {
    id: 'importLines',
    more: 'backup.md#the-protocol',
    summary: 'Fills an empty service from an export.',
    query: importQuerySchema,
    example: { line: '0' },
    body: {
      required: true,
      other: {
        'application/x-ndjson': {
          description: 'Lines of an export, in their order.',
          schema: 'text',
          example: '{}\n',
        },
      },
    },
    refusals: ['wrong-state'],
  },
} as const satisfies Operations;

export const credentials = {
  'GET /api/session': { id: 'readSession', summary: 'The caller’s name, role and families.' },
  'POST /api/session': {
    id: 'signIn',
    more: 'access.md#browsers',
    summary: 'Signs a browser in with a token: sets a cookie.',
    body: { required: true, json: sessionRequestSchema, example: { token: 'galley_…' } },
    answerHeaders: ['Set-Cookie'],
    refusals: ['not-signed-in'],
  },
  'DELETE /api/session': {
    id: 'signOut',
    summary: 'Signs a browser out, or all browsers of the same token.',
    body: { required: false, json: signOutSchema, example: { everywhere: true } },
    answerHeaders: ['Set-Cookie'],
  },
  'POST /api/ws-ticket': {
    id: 'issueTicket',
    summary: 'A ticket for one live connection to exactly these topics, within 30 seconds.',
    body: {
      required: true,
      json: ticketRequestSchema,
      example: { topic: 'validation_updates', topics: ['family_words'] },
    },
  },
  'GET /api/tokens': { id: 'listTokens', summary: 'Lists tokens, without their text.' },
  'POST /api/tokens': {
    id: 'createToken',
    more: 'access.md#tokens',
    summary: 'Creates a token. Its text is in this answer only.',
    headers: ['Idempotency-Key'],
    body: {
      required: true,
      json: tokenRequestSchema,
      example: { name: 'build server', role: 'editor', families: ['words'], expires_in_days: 90 },
    },
    answerHeaders: ['Location'],
    refusals: ['answer-lost', 'key-reused', 'wrong-state'],
  },
  'DELETE /api/tokens/:id': {
    id: 'revokeToken',
    summary: 'Revokes a token, and closes its sessions and connections.',
    refusals: ['wrong-state'],
  },
} as const satisfies Operations;

export const webhooks = {
  'GET /api/webhooks': { more: 'webhooks.md', id: 'listWebhooks', summary: 'Lists webhooks.' },
  'POST /api/webhooks': {
    id: 'createWebhook',
    summary: 'Creates a webhook. The key of its signatures is in this answer only.',
    headers: ['Idempotency-Key'],
    body: {
      required: true,
      json: webhookRequestSchema,
      example: { url: 'https://hooks.example.com/galley', events: ['gate_changed'], families: ['words'] },
    },
    answerHeaders: ['Location'],
    refusals: ['answer-lost', 'key-reused'],
  },
  'GET /api/webhooks/:id': { id: 'readWebhook', summary: 'A webhook, with how far it is.' },
  'DELETE /api/webhooks/:id': { id: 'deleteWebhook', summary: 'Deletes a webhook and its deliveries.' },
  'POST /api/webhooks/:id/resume': {
    id: 'resumeWebhook',
    summary: 'Has a disabled webhook go on from where it was.',
  },
  'GET /api/webhooks/:id/deliveries': {
    id: 'listDeliveries',
    summary: 'Lists what was sent, the newest event first.',
    query: webhookDeliveryQuerySchema,
    example: { state: 'failed' },
  },
  'POST /api/webhooks/:id/deliveries/:delivery/replay': {
    id: 'replayDelivery',
    summary: 'Has a delivery sent again, with the same id.',
    refusals: ['wrong-state'],
  },
} as const satisfies Operations;
