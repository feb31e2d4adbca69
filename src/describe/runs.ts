/** The operations on batch runs, as src/http/routes/runs.ts has them. */
import { deliverRunRequestSchema } from '../shared/api/deliver.ts';
import { historyEventsQuerySchema } from '../shared/api/events.ts';
import { runPatchQuerySchema } from '../shared/api/patches.ts';
import { reportQuerySchema } from '../shared/api/reports.ts';
import {
  runComparisonQuerySchema,
  runSummaryQuerySchema,
  runDocumentListQuerySchema,
  runRequestSchema,
  workflowDocumentsSchema,
  workflowListQuerySchema,
} from '../shared/api/runs.ts';
import { PATCH_MEDIA, REPORT_MEDIA } from './examples.ts';
import type { Operations } from './operation.ts';

const control = (id: string, summary: string) => ({
  id,
  summary,
  isOfFamily: true as const,
  refusals: ['wrong-state', 'invalid'] as const,
});

export const runs = {
  'GET /api/workflows': {
    id: 'listRuns',
    summary: 'Lists batch runs, newest first.',
    query: workflowListQuerySchema,
    example: { state: 'running' },
  },
  'POST /api/workflows': {
    id: 'createRun',
    isOfFamily: true,
    more: 'batch-runs.md',
    summary: 'Creates a batch run. With documents, up to 500, it starts at once.',
    headers: ['Idempotency-Key'],
    body: {
      required: true,
      json: runRequestSchema,
      example: {
        type: 'batch_validation',
        name: 'guides',
        family: 'words',
        documents: [{ file_path: 'guides/start.md', content: '# Title\n\nText.\n' }],
      },
    },
    answerHeaders: ['Location'],
    refusals: ['key-reused', 'not-found'],
  },
  'GET /api/workflows/:id': { id: 'readRun', summary: 'A run, with its state and figures.' },
  'GET /api/workflows/:id/documents': {
    id: 'listRunDocuments',
    summary: 'Lists the documents of a run in the order of their paths.',
    query: runDocumentListQuerySchema,
    example: { state: 'failed' },
  },
  'POST /api/workflows/:id/documents': {
    id: 'addRunDocuments',
    isOfFamily: true,
    summary: 'Adds documents to a run that has not started.',
    description: 'As JSON, or as NDJSON with one document a line. Repeating a request changes nothing.',
    body: {
      required: true,
      json: workflowDocumentsSchema,
      example: { documents: [{ file_path: 'guides/next.md', content: '# Next\n\nText.\n' }] },
      other: {
        'application/x-ndjson': {
          description: 'A document a line.',
          schema: 'text',
          example: '{"file_path":"guides/next.md","content":"# Next\\n"}\n',
        },
      },
    },
    refusals: ['wrong-state'],
  },
  'POST /api/workflows/:id/start': control('startRun', 'Starts a run that has documents.'),
  'POST /api/workflows/:id/pause': control('pauseRun', 'Pauses a running run.'),
  'POST /api/workflows/:id/resume': control('resumeRun', 'Resumes a paused run.'),
  'POST /api/workflows/:id/cancel': {
    id: 'cancelRun',
    summary: 'Cancels a run.',
    refusals: ['wrong-state', 'invalid'],
  },
  'POST /api/workflows/:id/retry': control(
    'retryRun',
    'Retries the failed documents of a run that has ended.',
  ),
  'GET /api/workflows/:id/summary': {
    id: 'readRunSummary',
    summary:
      'The summary of a run: worst files, rules, failures, and the changes since the last run of that name, or since the one that is named.',
    query: runSummaryQuerySchema,
  },
  'GET /api/workflows/:id/comparison': {
    id: 'compareRun',
    more: '#against-the-main-line',
    summary: 'What a run adds and resolves against the main line, in sum and per document.',
    query: runComparisonQuerySchema,
  },
  'GET /api/workflows/:id/report': {
    id: 'reportRun',
    more: '#reports-of-runs',
    summary: 'A report of a run, with its summary.',
    query: reportQuerySchema,
    example: { format: 'junit' },
    media: REPORT_MEDIA,
  },
  'GET /api/workflows/:id/patch': {
    id: 'readRunPatch',
    more: '#patches',
    summary: 'What is approved of the run’s documents, as one patch for `git apply`, or as an archive.',
    query: runPatchQuerySchema,
    example: { format: 'patch', limit: '200' },
    media: PATCH_MEDIA,
    answerHeaders: ['Link', 'Galley-Left-Out'],
  },
  'POST /api/workflows/:id/deliver': {
    id: 'deliverRun',
    isOfFamily: true,
    more: 'git.md#deliver-what-is-approved',
    summary: 'Makes a pull request of what is approved of a run’s documents.',
    description: '404 without the GitHub App.',
    body: {
      required: false,
      json: deliverRunRequestSchema,
      example: { rule_id: 'headings/increment', title: 'Fix the headings' },
    },
    refusals: ['wrong-state'],
  },
  'GET /api/workflows/:id/events': {
    id: 'listRunEvents',
    summary: 'The history of a run and of its documents.',
    query: historyEventsQuerySchema,
  },
} as const satisfies Operations;
