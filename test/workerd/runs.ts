/** Helpers for tests of batch runs, through the public API. */
import { env } from 'cloudflare:workers';
import { expect, vi } from 'vitest';
import type { Page } from '../../src/shared/api/fields.ts';
import type {
  RunDocumentInput,
  RunSummaryAnswer,
  RunDetail,
  RunDocumentsAdded,
  RunRequest,
} from '../../src/shared/api/runs.ts';
import type { LiveEvent } from '../../src/shared/events.ts';
import { RUN_STALLED_AFTER_MS } from '../../src/shared/limits.ts';
import type { Validation, RunState } from '../../src/shared/things.ts';
import { getJson, post, readLog } from './service.ts';

const PATIENCE = { timeout: 20_000 };

export async function create(request: Partial<RunRequest> = {}): Promise<RunDetail> {
  const response = await post('/api/workflows', { type: 'batch_validation', ...request });
  expect(response.status, await response.clone().text()).toBe(201);
  return response.json();
}

export async function add(id: string, added: RunDocumentInput[]): Promise<RunDocumentsAdded> {
  const response = await post(`/api/workflows/${id}/documents`, { documents: added });
  expect(response.status, await response.clone().text()).toBe(200);
  return response.json();
}

export const control = (id: string, action: string) => post(`/api/workflows/${id}/${action}`, {});
export const read = (id: string) => getJson<RunDetail>(`/api/workflows/${id}`);
export const summarize = (id: string) => getJson<RunSummaryAnswer>(`/api/workflows/${id}/summary`);

export async function reach(id: string, state: RunState): Promise<RunDetail> {
  return vi.waitFor(async () => {
    const workflow = await read(id);
    expect(workflow.state, workflow.error).toBe(state);
    return workflow;
  }, PATIENCE);
}

/** As {@link reach}, but without reading the run, which would resume it. */
export async function reachUnseen(id: string, state: RunState): Promise<void> {
  await vi.waitFor(async () => {
    const row = await env.DB.prepare('select state from workflows where id = ?').bind(id).first();
    expect(row).toEqual({ state });
  }, PATIENCE);
}

export async function validationsOf(id: string): Promise<Validation[]> {
  return (await getJson<Page<Validation>>(`/api/validations?workflow_id=${id}&limit=200`)).results;
}

/** Makes a run that is `running` without an instance, as if the process had ended before it created one. */
export async function abandon(of: number | RunDocumentInput[], family = 'default'): Promise<string> {
  const { id } = await create({ name: 'abandoned', family });
  await add(id, typeof of === 'number' ? documents(of, id) : of);
  await env.DB.prepare(`update workflows set state = 'running', started_at = created_at where id = ?`)
    .bind(id)
    .run();
  await makeStale(id);
  return id;
}

/** Makes a run look as if it had no progress for a long time. */
export async function makeStale(id: string): Promise<void> {
  await env.DB.prepare('update workflows set updated_at = ? where id = ?')
    .bind(new Date(Date.now() - RUN_STALLED_AFTER_MS - 1).toISOString(), id)
    .run();
}

/** Makes a run of documents, and waits for its end. */
export async function run(request: Partial<RunRequest>): Promise<RunDetail> {
  const { id } = await create(request);
  return reach(id, 'completed');
}

/** Reads the run's own events, without those of its validations. */
export async function storyOf(id: string): Promise<Extract<LiveEvent, { type: `workflow_${string}` }>[]> {
  const log = await readLog(0, id);
  return log.filter((event) => event.type.startsWith('workflow_')) as Extract<
    LiveEvent,
    { type: `workflow_${string}` }
  >[];
}

/** Their types, without progress. */
export async function milestonesOf(id: string): Promise<string[]> {
  const types = (await storyOf(id)).map(({ type }) => type.replace('workflow_', ''));
  return types.filter((type) => type !== 'progress');
}

/** Makes documents `a/0.md` and so on, each with its own text. Every fifth has one finding. */
export function documents(count: number, folder = 'a'): { file_path: string; content: string }[] {
  return Array.from({ length: count }, (_, n) => ({
    file_path: `${folder}/${n}.md`,
    content: `# Page ${n} of ${folder}\n\nText.\n\n${n % 5 === 0 ? '### Too deep' : '## A section'}\n\nText.\n`,
  }));
}
