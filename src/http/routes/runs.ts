/** Batch runs, under /api/workflows. */
import { Hono } from 'hono';
import {
  historyEventsQuerySchema,
  reportQuerySchema,
  runDocumentListQuerySchema,
  workflowListQuerySchema,
  workflowRequestSchema,
} from '../../shared/api.ts';
import { WORKFLOW_ACTIONS } from '../../shared/transitions.ts';
import { getHistory } from '../../services/documents/browse.ts';
import { controlRun } from '../../services/runs/control-run.ts';
import { reportOfWorkflow } from '../../services/documents/report.ts';
import { addDocuments } from '../../services/runs/run-documents.ts';
import {
  createWorkflow,
  getRunDocuments,
  getRunSummary,
  getWorkflow,
  listOfWorkflows,
} from '../../services/runs/runs.ts';
import { parseInput, readJsonInput, readQuery, readRunDocuments } from '../body.ts';
import type { AppEnvironment } from '../environment.ts';
import { limited } from '../middleware/limited.ts';
import { reportResponse } from '../report-response.ts';

export const workflows = new Hono<AppEnvironment>()
  .get('/', async function listWorkflows(c) {
    const query = parseInput(workflowListQuerySchema, readQuery(c));
    return c.json(await listOfWorkflows(c.get('services'), query));
  })
  .post('/', limited, async function create(c) {
    const workflow = await createWorkflow(c.get('services'), await readJsonInput(c, workflowRequestSchema));
    return c.json({ ...workflow, workflow_id: workflow.id }, 201, {
      Location: `/api/workflows/${workflow.id}`,
    });
  })
  .get('/:id', async function readWorkflow(c) {
    return c.json(await getWorkflow(c.get('services'), c.req.param('id')));
  })
  .get('/:id/documents', async function listDocuments(c) {
    const query = parseInput(runDocumentListQuerySchema, readQuery(c));
    return c.json(await getRunDocuments(c.get('services'), c.req.param('id'), query));
  })
  .post('/:id/documents', limited, async function add(c) {
    const documents = await readRunDocuments(c);
    return c.json(await addDocuments(c.get('services'), c.req.param('id'), documents));
  })
  .get('/:id/summary', async function readSummary(c) {
    return c.json(await getRunSummary(c.get('services'), c.req.param('id')));
  })
  .get('/:id/report', async function report(c) {
    const { format } = parseInput(reportQuerySchema, readQuery(c));
    return reportResponse(c, await reportOfWorkflow(c.get('services'), c.req.param('id'), format));
  })
  .get('/:id/events', async function readEvents(c) {
    const page = parseInput(historyEventsQuerySchema, readQuery(c));
    return c.json(await getHistory(c.get('services'), { workflow_id: c.req.param('id') }, page));
  });

for (const action of WORKFLOW_ACTIONS) {
  workflows.post(`/:id/${action}`, limited, async function control(c) {
    return c.json(await controlRun(c.get('services'), c.req.param('id'), action));
  });
}
