/** Validations, under /api/validations. Fixed paths come before `/:id`, which would match them too. */
import { Hono } from 'hono';
import { decisionSchema } from '../../shared/api/decisions.ts';
import { historyEventsQuerySchema } from '../../shared/api/events.ts';
import { ignoreRequestSchema, restoreRequestSchema } from '../../shared/api/ignored.ts';
import { listReportQuerySchema, reportQuerySchema } from '../../shared/api/reports.ts';
import {
  diffQuerySchema,
  enhanceRequestSchema,
  historyQuerySchema,
  revalidateRequestSchema,
  validationBulkSchema,
  validationListQuerySchema,
} from '../../shared/api/validations.ts';
import { decideManyValidations } from '../../services/decisions/bulk.ts';
import {
  getComparison,
  getContent,
  getValidation,
  historyOfFile,
  listOfValidations,
} from '../../services/documents/validations.ts';
import { getHistory } from '../../services/events/read-events.ts';
import { decideReview } from '../../services/decisions/decide-reviews.ts';
import { enhance, getDiff, getEnhanced } from '../../services/decisions/enhance.ts';
import { ignoreFindings, restoreFindings } from '../../services/decisions/ignore.ts';
import { reportOfList, reportOfValidation } from '../../services/documents/report.ts';
import { revalidate } from '../../services/documents/revalidate.ts';
import { parseInput, readJsonInput, readOptionalJsonInput, readQuery } from '../body.ts';
import { toBulkResults } from '../bulk.ts';
import { textResponse } from '../conditional.ts';
import type { AppEnvironment } from '../environment.ts';
import { limited } from '../middleware/limited.ts';
import { reportResponse } from '../report-response.ts';

const MARKDOWN = { contentType: 'text/markdown; charset=utf-8' };
const DIFF = { 'Content-Type': 'text/x-diff; charset=utf-8' };

export const validations = new Hono<AppEnvironment>()
  .get('/', async function listValidations(c) {
    const query = parseInput(validationListQuerySchema, readQuery(c));
    return c.json(await listOfValidations(c.get('services'), query));
  })
  .get('/history', async function readHistoryOfFile(c) {
    const query = parseInput(historyQuerySchema, readQuery(c));
    return c.json(await historyOfFile(c.get('services'), query));
  })
  .get('/report', async function reportList(c) {
    const { format, ...filters } = parseInput(listReportQuerySchema, readQuery(c));
    return reportResponse(c, await reportOfList(c.get('services'), filters, format));
  })
  .post('/bulk', limited, async function decideMany(c) {
    const { action, ids, ...options } = await readJsonInput(c, validationBulkSchema);
    const { outcomes, ...more } = await decideManyValidations(c.get('services'), ids, action, options);
    return c.json({ results: toBulkResults(outcomes), ...more });
  })
  .get('/:id', async function readValidation(c) {
    return c.json(await getValidation(c.get('services'), c.req.param('id')));
  })
  .get('/:id/content', async function readContent(c) {
    return textResponse(c, await getContent(c.get('services'), c.req.param('id')), MARKDOWN);
  })
  .get('/:id/enhanced', async function readEnhanced(c) {
    return textResponse(c, await getEnhanced(c.get('services'), c.req.param('id')), MARKDOWN);
  })
  .get('/:id/diff', async function readDiff(c) {
    const { format } = parseInput(diffQuerySchema, readQuery(c));
    const { unified, json } = await getDiff(c.get('services'), c.req.param('id'));
    return format === 'json' ? c.json(json) : c.body(unified, 200, DIFF);
  })
  .get('/:id/comparison', async function compare(c) {
    return c.json(await getComparison(c.get('services'), c.req.param('id')));
  })
  .get('/:id/report', async function report(c) {
    const { format } = parseInput(reportQuerySchema, readQuery(c));
    return reportResponse(c, await reportOfValidation(c.get('services'), c.req.param('id'), format));
  })
  .get('/:id/events', async function readEvents(c) {
    const page = parseInput(historyEventsQuerySchema, readQuery(c));
    return c.json(await getHistory(c.get('services'), { validation_id: c.req.param('id') }, page));
  })
  .post('/:id/approve', limited, async function approve(c) {
    const options = await readOptionalJsonInput(c, decisionSchema);
    return c.json(await decideReview(c.get('services'), c.req.param('id'), 'approve', options));
  })
  .post('/:id/reject', limited, async function reject(c) {
    const options = await readOptionalJsonInput(c, decisionSchema);
    return c.json(await decideReview(c.get('services'), c.req.param('id'), 'reject', options));
  })
  .post('/:id/reopen', limited, async function reopen(c) {
    const options = await readOptionalJsonInput(c, decisionSchema);
    return c.json(await decideReview(c.get('services'), c.req.param('id'), 'reopen', options));
  })
  .post('/:id/enhance', limited, async function enhanceOne(c) {
    const options = await readOptionalJsonInput(c, enhanceRequestSchema);
    return c.json(await enhance(c.get('services'), c.req.param('id'), options));
  })
  .post('/:id/revalidate', limited, async function revalidateOne(c) {
    const { content } = await readOptionalJsonInput(c, revalidateRequestSchema);
    const child = await revalidate(c.get('services'), c.req.param('id'), content);
    return c.json(child, 201, { Location: `/api/validations/${child.id}` });
  })
  .post('/:id/ignore', limited, async function ignore(c) {
    const request = await readJsonInput(c, ignoreRequestSchema);
    return c.json({ results: await ignoreFindings(c.get('services'), c.req.param('id'), request) });
  })
  .post('/:id/restore', limited, async function restore(c) {
    const request = await readJsonInput(c, restoreRequestSchema);
    return c.json({ results: await restoreFindings(c.get('services'), c.req.param('id'), request) });
  });
