/** The operations on documents, their quality and their recommendations. */
import { decisionSchema } from '../shared/api/decisions.ts';
import {
  deletionQuerySchema,
  documentListQuerySchema,
  documentQuerySchema,
  folderGroupsQuerySchema,
  ownerGroupsQuerySchema,
} from '../shared/api/documents.ts';
import { historyEventsQuerySchema } from '../shared/api/events.ts';
import { qualityQuerySchema } from '../shared/api/quality.ts';
import {
  approvalSchema,
  groupQuerySchema,
  recommendationBulkSchema,
  recommendationListQuerySchema,
} from '../shared/api/recommendations.ts';
import { NOTE } from './examples.ts';
import type { Operations } from './operation.ts';

const NOTED = { required: false, json: decisionSchema, example: { note: NOTE } };

export const documents = {
  'GET /api/documents': {
    id: 'listDocuments',
    more: '#documents',
    summary: 'Lists documents as they are now: the main line, or a `ref`.',
    query: documentListQuerySchema,
    example: { family: 'words', outcome: 'fail', sort: '-findings' },
  },
  'DELETE /api/documents': {
    id: 'deleteDocuments',
    more: 'backup.md#delete-on-request',
    summary: 'Deletes content for good: a document, those of a family, or what is older than a time.',
    description:
      'With `family` and `file_path`: a document with all its versions. With `family`: all its documents. With `before`: everything older. `confirm` must repeat the path, the family, or the time. While `remaining` is true, send the same request again.',
    query: deletionQuerySchema,
    example: { family: 'words', file_path: 'guides/start.md', confirm: 'guides/start.md' },
    refusals: ['not-found', 'wrong-state'],
  },
  'GET /api/documents/owners': {
    id: 'countOwners',
    summary: 'Counts documents by owner: most documents first, at most 500 owners.',
    query: ownerGroupsQuerySchema,
    example: { family: 'words' },
  },
  'GET /api/documents/folders': {
    id: 'countFolders',
    summary: 'Counts documents by folder: those directly in `folder`, or at the top.',
    query: folderGroupsQuerySchema,
    example: { folder: 'guides' },
  },
  'GET /api/documents/one': {
    id: 'readDocument',
    summary: 'A document with its newest validation and its history.',
    query: documentQuerySchema,
    example: { family: 'words', file_path: 'guides/start.md' },
    refusals: ['not-found'],
  },
  'GET /api/quality': {
    id: 'readQuality',
    more: '#quality-over-time',
    summary: 'Quality over time: a row for each day on which something changed.',
    query: qualityQuerySchema,
    example: { family: 'words', from: '2026-11-01', to: '2026-11-28' },
  },
} as const satisfies Operations;

export const recommendations = {
  'GET /api/recommendations': {
    id: 'listRecommendations',
    summary: 'Lists recommendations across documents, newest first.',
    description: 'A page ends early when it has more than 4,000,000 characters of edits and diffs.',
    query: recommendationListQuerySchema,
    example: { status: 'proposed', severity: 'error' },
  },
  'GET /api/recommendations/groups': {
    id: 'groupRecommendations',
    summary: 'The number of recommendations for each rule, most first.',
    query: groupQuerySchema,
    example: { family: 'words' },
  },
  'POST /api/recommendations/bulk': {
    id: 'decideRecommendations',
    more: '#states',
    summary: 'Decides on up to 100 recommendations by id, or on those of a rule.',
    description:
      'With `ids`, or with a `rule_id` for all documents, up to 500 at a time. `remaining` says how many are left. `position` is the one at which the list was read: what came or changed later is left alone.',
    body: {
      required: true,
      json: recommendationBulkSchema,
      example: { action: 'approve', rule_id: 'headings/increment', family: 'words', note: NOTE },
    },
    refusals: ['wrong-state', 'family-moved', 'misconfigured'],
  },
  'GET /api/recommendations/:id': {
    id: 'readRecommendation',
    summary: 'A recommendation, with the path and family of its document.',
  },
  'GET /api/recommendations/:id/events': {
    id: 'listRecommendationEvents',
    summary: 'The history of a recommendation.',
    query: historyEventsQuerySchema,
  },
  'POST /api/recommendations/:id/approve': {
    id: 'approveRecommendation',
    isOfFamily: true,
    more: '#states',
    summary: 'Approves a recommendation: all its edits, some of them, or with text of one’s own.',
    body: {
      required: false,
      json: approvalSchema,
      example: { edits: [0, { index: 1, text: '## Not too deep' }], note: NOTE },
    },
    refusals: ['wrong-state', 'unsafe-change'],
  },
  'POST /api/recommendations/:id/reject': {
    id: 'rejectRecommendation',
    isOfFamily: true,
    summary: 'Rejects a recommendation.',
    body: NOTED,
    refusals: ['wrong-state'],
  },
  'POST /api/recommendations/:id/reopen': {
    id: 'reopenRecommendation',
    isOfFamily: true,
    summary: 'Reopens a recommendation that was rejected.',
    body: NOTED,
    refusals: ['wrong-state'],
  },
  'POST /api/recommendations/:id/apply': {
    id: 'applyRecommendation',
    isOfFamily: true,
    summary: 'Applies an approved recommendation to its document.',
    body: NOTED,
    refusals: ['wrong-state', 'unsafe-change', 'document-too-large'],
  },
  'POST /api/recommendations/:id/undo': {
    id: 'undoRecommendation',
    isOfFamily: true,
    more: '#states',
    summary: 'Takes the last decision on a recommendation back.',
    body: NOTED,
    refusals: ['wrong-state'],
  },
  'POST /api/batches/:id/undo': {
    id: 'undoBatch',
    more: '#states',
    summary: 'Takes back what a bulk request decided, except for what has moved on since.',
    body: NOTED,
  },
} as const satisfies Operations;
