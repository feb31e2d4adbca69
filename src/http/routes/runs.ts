/** Batch runs, under /api/workflows. */
import { Hono } from 'hono';
import { deliverRunRequestSchema } from '../../shared/api/deliver.ts';
import { historyEventsQuerySchema } from '../../shared/api/events.ts';
import { runPatchQuerySchema } from '../../shared/api/patches.ts';
import { reportQuerySchema } from '../../shared/api/reports.ts';
import {
  runComparisonQuerySchema,
  runSummaryQuerySchema,
  runDocumentListQuerySchema,
  workflowListQuerySchema,
  runRequestSchema,
} from '../../shared/api/runs.ts';
import { RUN_ACTIONS } from '../../shared/transitions.ts';
import { getHistory } from '../../services/events/read-events.ts';
import { patchOfRun } from '../../services/git/patch.ts';
import { deliverRun } from '../../services/github/deliver.ts';
import { controlRun } from '../../services/runs/control-run.ts';
import { reportOfRun } from '../../services/documents/report.ts';
import { addDocuments } from '../../services/runs/run-documents.ts';
import {
  createRun,
  getRun,
  getRunComparison,
  getRunDocuments,
  getRunSummary,
  listOfRuns,
} from '../../services/runs/runs.ts';
import { parseInput, readJsonInput, readOptionalJsonInput, readQuery, readRunDocumentBody } from '../body.ts';
import type { AppEnvironment } from '../environment.ts';
import { limited } from '../middleware/limited.ts';
import { patchResponse } from '../patch-response.ts';
import { requireGitHub } from '../require-github.ts';
import { reportResponse } from '../report-response.ts';

export const workflows = new Hono<AppEnvironment>()
  .get('/', async function listRuns(c) {
    const query = parseInput(workflowListQuerySchema, readQuery(c));
    return c.json(await listOfRuns(c.get('services'), query));
  })
  .post('/', limited, async function create(c) {
    const workflow = await createRun(c.get('services'), await readJsonInput(c, runRequestSchema));
    return c.json({ ...workflow, workflow_id: workflow.id }, 201, {
      Location: `/api/workflows/${workflow.id}`,
    });
  })
  .get('/:id', async function readRun(c) {
    return c.json(await getRun(c.get('services'), c.req.param('id')));
  })
  .get('/:id/documents', async function listDocuments(c) {
    const query = parseInput(runDocumentListQuerySchema, readQuery(c));
    return c.json(await getRunDocuments(c.get('services'), c.req.param('id'), query));
  })
  .post('/:id/documents', limited, async function add(c) {
    const documents = await readRunDocumentBody(c);
    return c.json(await addDocuments(c.get('services'), c.req.param('id'), documents));
  })
  .get('/:id/summary', async function readSummary(c) {
    const query = parseInput(runSummaryQuerySchema, readQuery(c));
    return c.json(await getRunSummary(c.get('services'), c.req.param('id'), query));
  })
  .get('/:id/comparison', async function compare(c) {
    const query = parseInput(runComparisonQuerySchema, readQuery(c));
    return c.json(await getRunComparison(c.get('services'), c.req.param('id'), query));
  })
  .get('/:id/report', async function report(c) {
    const { format } = parseInput(reportQuerySchema, readQuery(c));
    return reportResponse(c, await reportOfRun(c.get('services'), c.req.param('id'), format));
  })
  .get('/:id/patch', async function readPatch(c) {
    const query = parseInput(runPatchQuerySchema, readQuery(c, { lists: ['rule_id'] }));
    return patchResponse(c, await patchOfRun(c.get('services'), c.req.param('id'), query));
  })
  .post('/:id/deliver', limited, async function deliverApproved(c) {
    requireGitHub(c);
    const request = await readOptionalJsonInput(c, deliverRunRequestSchema);
    return c.json(await deliverRun(c.get('services'), c.req.param('id'), request));
  })
  .get('/:id/events', async function readEvents(c) {
    const page = parseInput(historyEventsQuerySchema, readQuery(c));
    return c.json(await getHistory(c.get('services'), { workflow_id: c.req.param('id') }, page));
  });

for (const action of RUN_ACTIONS) {
  workflows.post(`/:id/${action}`, limited, async function control(c) {
    return c.json(await controlRun(c.get('services'), c.req.param('id'), action));
  });
}
