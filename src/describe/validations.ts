/** The operations on validations, as src/http/routes/validations.ts and api.ts have them. */
import { decisionSchema } from '../shared/api/decisions.ts';
import { historyEventsQuerySchema } from '../shared/api/events.ts';
import { ignoredQuerySchema, ignoreRequestSchema, restoreRequestSchema } from '../shared/api/ignored.ts';
import { listReportQuerySchema, REPORT_FORMATS, reportQuerySchema } from '../shared/api/reports.ts';
import {
  diffQuerySchema,
  enhanceRequestSchema,
  historyQuerySchema,
  revalidateRequestSchema,
  validateRequestSchema,
  validationBulkSchema,
  validationListQuerySchema,
} from '../shared/api/validations.ts';
import { ID, NOTE, REPORT_MEDIA } from './examples.ts';
import type { Operations } from './operation.ts';

const NOTED = { required: false, json: decisionSchema, example: { note: NOTE } };
const FINDINGS = { fingerprints: ['1b0d7c5e9a3f4e21'], note: 'The heading is a quotation.' };

export const validations = {
  'POST /api/validate': {
    id: 'validate',
    isOfFamily: true,
    more: '#several-files',
    summary: 'Validates a document, or several files.',
    description:
      'As JSON: one document. As multipart: one or more fields `file`, with the other fields beside them. One document is answered with everything; several are answered in short form, in their order, and `remaining` says how many of the last ones were too much work for one request: send them again.',
    headers: ['Idempotency-Key'],
    body: {
      required: true,
      json: validateRequestSchema,
      example: {
        content: '# Title\n\nText.\n\n### Too deep\n',
        file_path: 'guides/start.md',
        family: 'words',
      },
      other: {
        'multipart/form-data': {
          description: 'Files of UTF-8 text, and the other fields of the JSON body.',
          schema: 'files',
        },
      },
    },
    answerHeaders: ['Location'],
    refusals: ['document-too-large', 'key-reused', 'not-found'],
  },
  'GET /api/validations': {
    id: 'listValidations',
    summary: 'Lists validations, newest first unless `sort` says otherwise.',
    query: validationListQuerySchema,
    example: { outcome: 'fail', family: 'words', limit: '10' },
  },
  'GET /api/validations/history': {
    id: 'readHistory',
    summary: 'Lists all validations of one file, newest first, with the trend.',
    query: historyQuerySchema,
    example: { file_path: 'guides/start.md' },
  },
  'GET /api/validations/report': {
    id: 'reportValidations',
    summary: 'Reports the validations that a list with the same filters has.',
    description:
      'The newest 500 validations, with up to 20,000 findings. The report says what it leaves out.',
    query: listReportQuerySchema,
    example: { format: 'sarif', outcome: 'fail' },
    media: REPORT_MEDIA,
  },
  'POST /api/validations/bulk': {
    id: 'decideValidations',
    more: '#states',
    summary: 'Approves, rejects, reopens or enhances up to 100 validations.',
    description:
      'Each id has its own result, with the status that it would have been answered with on its own. Enhancing may be too much work for one request: `remaining` says how many ids have no result yet.',
    body: {
      required: true,
      json: validationBulkSchema,
      example: { action: 'approve', ids: [ID], note: NOTE },
    },
  },
  'GET /api/validations/:id': {
    id: 'readValidation',
    summary: 'A validation with its issues and recommendations.',
  },
  'GET /api/validations/:id/content': {
    id: 'readContent',
    summary: 'The Markdown, byte for byte as submitted.',
    headers: ['If-None-Match'],
    media: ['text/markdown'],
    answerHeaders: ['ETag'],
  },
  'GET /api/validations/:id/enhanced': {
    id: 'readEnhanced',
    summary: 'The Markdown with the applied recommendations.',
    description: '404 when none was applied.',
    headers: ['If-None-Match'],
    media: ['text/markdown'],
    answerHeaders: ['ETag'],
  },
  'GET /api/validations/:id/diff': {
    id: 'readDiff',
    summary: 'The difference of the original and the enhanced text.',
    description: 'A unified diff, or hunks with `format=json`. 404 when nothing was applied.',
    query: diffQuerySchema,
    media: ['text/x-diff'],
  },
  'GET /api/validations/:id/comparison': {
    id: 'compareValidation',
    more: '#against-the-main-line',
    summary: 'Its issues compared with those of the document on the main line.',
  },
  'GET /api/validations/:id/report': {
    id: 'reportValidation',
    summary: `A report of a validation, in one of ${REPORT_FORMATS.length} formats.`,
    query: reportQuerySchema,
    example: { format: 'sarif' },
    media: REPORT_MEDIA,
  },
  'GET /api/validations/:id/events': {
    id: 'listValidationEvents',
    summary: 'The history of a validation: who did what, when, before and after.',
    query: historyEventsQuerySchema,
  },
  'POST /api/validations/:id/approve': {
    id: 'approveValidation',
    isOfFamily: true,
    more: '#states',
    summary: 'Approves a validation.',
    body: NOTED,
    refusals: ['wrong-state'],
  },
  'POST /api/validations/:id/reject': {
    id: 'rejectValidation',
    isOfFamily: true,
    summary: 'Rejects a validation.',
    body: NOTED,
    refusals: ['wrong-state'],
  },
  'POST /api/validations/:id/reopen': {
    id: 'reopenValidation',
    isOfFamily: true,
    summary: 'Reopens a validation that was approved or rejected.',
    body: NOTED,
    refusals: ['wrong-state'],
  },
  'POST /api/validations/:id/enhance': {
    id: 'enhanceValidation',
    isOfFamily: true,
    more: '#enhancing',
    summary: 'Applies the approved recommendations, or the named ones of them, to the document.',
    description:
      'With `preview` nothing changes, and the answer has the text. A change is refused as unsafe when the document would lose much of its text, or when its front matter could not be read any more.',
    body: { required: false, json: enhanceRequestSchema, example: { preview: true } },
    refusals: ['wrong-state', 'unsafe-change', 'document-too-large'],
  },
  'POST /api/validations/:id/revalidate': {
    id: 'revalidate',
    isOfFamily: true,
    summary: 'Validates the document again, and compares the issues with those before.',
    headers: ['Idempotency-Key'],
    body: {
      required: false,
      json: revalidateRequestSchema,
      example: { content: '# Title\n\nText.\n\n## Not too deep\n' },
    },
    answerHeaders: ['Location'],
    refusals: ['document-too-large', 'key-reused'],
  },
  'POST /api/validations/:id/ignore': {
    id: 'ignoreFindings',
    isOfFamily: true,
    summary: 'Ignores findings: later validations of the document leave them out.',
    description:
      'With `until`: up to that time. What is ignored already stays as it is. Answers the ignored findings of the document.',
    body: {
      required: true,
      json: ignoreRequestSchema,
      example: { ...FINDINGS, until: '2100-01-01T00:00:00.000Z' },
    },
  },
  'POST /api/validations/:id/restore': {
    id: 'restoreFindings',
    isOfFamily: true,
    summary: 'Stops ignoring findings.',
    description: 'Answers the ignored findings of the document.',
    body: { required: true, json: restoreRequestSchema, example: FINDINGS },
  },
  'GET /api/ignored': {
    id: 'listIgnored',
    summary: 'Lists the ignored findings, newest first, in pages.',
    description: 'With `file_path`: all of that document, oldest first, without pages.',
    query: ignoredQuerySchema,
    example: { family: 'words' },
  },
} as const satisfies Operations;
