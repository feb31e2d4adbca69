/** Comparison with the main line, quality gates, and their events. */
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DocumentDetail } from '../../src/shared/api/documents.ts';
import type { FamilyDetail, FamilyList } from '../../src/shared/api/families.ts';
import type { RunComparison, RunRequest } from '../../src/shared/api/runs.ts';
import type {
  MainLineComparison,
  ValidateResponse,
  ValidationDetail,
} from '../../src/shared/api/validations.ts';
import type { LiveEvent } from '../../src/shared/events.ts';
import type { Run } from '../../src/shared/things.ts';
import { accepted } from './desk.ts';
import { control, create, reach, run as runOf } from './runs.ts';
import { CLEAN, expectProblem, getJson, head, post, readLog, request, SKIPPED } from './service.ts';

/** Two findings of one rule, which is an error in the packs below. */
const TWICE = `${SKIPPED}\n# Again\n\nText.\n\n### Too deep again\n\nText.\n`;
const RULES = 'rules:\n  "*": off\n  headings/increment: error\n';

async function putPack(family: string, source: string): Promise<void> {
  const response = await request(`/api/families/${family}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/yaml' },
    body: source,
  });
  expect(response.status, await response.clone().text()).toBe(200);
}
async function put(family: string, path: string, content: string, ref?: string): Promise<ValidateResponse> {
  const body = { family, file_path: path, content, ...(ref !== undefined && { ref }) };
  return accepted(await post('/api/validate', body), 201);
}
async function run(
  family: string,
  contents: Record<string, string>,
  more: Partial<RunRequest> = {},
): Promise<Run> {
  const documents = Object.entries(contents).map(([file_path, content]) => ({ file_path, content }));
  return runOf({ family, documents, ...more });
}
const one = async (family: string, path: string, ref = '') =>
  (await getJson<DocumentDetail>(`/api/documents/one?family=${family}&file_path=${path}&ref=${ref}`))
    .document;
const gateOf = async (family: string) => (await getJson<FamilyDetail>(`/api/families/${family}`)).gate;
const told = async (family: string, after = 0) =>
  (await readLog(after, `family_${family}`)).filter(
    (event): event is Extract<LiveEvent, { type: 'gate_changed' }> => event.type === 'gate_changed',
  );
const errors = (n: number) => ({ error: n, warning: 0, info: 0 });

describe('the comparison with the main line', () => {
  const family = 'compared';
  beforeAll(() => putPack(family, RULES));

  it('is not made while there is no main line, and made of everything else', async () => {
    const first = await run(family, { 'a.md': SKIPPED, 'b.md': CLEAN });
    expect(first.compared).toBeUndefined();
    expect((await one(family, 'a.md')).compared).toBeUndefined();

    const pull = await run(family, { 'a.md': TWICE, 'b.md': CLEAN, 'c.md': SKIPPED }, { ref: 'pull/1' });
    expect(pull.compared).toEqual({ new: errors(2), resolved: errors(0) });
    expect((await one(family, 'a.md', 'pull/1')).compared).toEqual({ new: errors(1), resolved: errors(0) });
    expect((await one(family, 'b.md', 'pull/1')).compared).toEqual({ new: errors(0), resolved: errors(0) });
    expect((await one(family, 'c.md', 'pull/1')).compared).toEqual({ new: errors(1), resolved: errors(0) });
    const page = await getJson<RunComparison>(`/api/workflows/${pull.id}/comparison?limit=1`);
    expect(page).toMatchObject({ compared: pull.compared, total: 2 });
    const rest = await getJson<RunComparison>(
      `/api/workflows/${pull.id}/comparison?cursor=${page.next_cursor}`,
    );
    const main = await one(family, 'a.md');
    expect([...page.results, ...rest.results]).toEqual([
      expect.objectContaining({ file_path: 'a.md', new: errors(1), since: main.validation_id }),
      expect.objectContaining({ file_path: 'c.md', new: errors(1), since: null }),
    ]);
    expect(rest.next_cursor).toBeNull();
  });

  it('names what is new and resolved, in the answer, the event and the list of findings', async () => {
    const main = await one(family, 'a.md');
    const after = await head();
    const made = await put(family, 'a.md', CLEAN, 'pull/2');
    const compared = { new: errors(0), resolved: errors(1) };
    expect(made.compared).toEqual(compared);
    const [event] = await readLog(after);
    expect(event).toMatchObject({
      type: 'validation_created',
      compared: { ...compared, since: main.validation_id },
    });
    const comparison = await getJson<MainLineComparison>(`/api/validations/${made.id}/comparison`);
    expect(comparison).toMatchObject({ since: main.validation_id, compared, new: [], persisting: [] });
    expect(comparison.resolved.map(({ rule_id }) => rule_id)).toEqual(['headings/increment']);
    // It is what was true then, whatever becomes of the main line.
    await put(family, 'a.md', CLEAN);
    expect((await one(family, 'a.md', 'pull/2')).compared).toEqual(compared);
    const untitled = await accepted<ValidateResponse>(
      await post('/api/validate', { family, content: SKIPPED }),
      201,
    );
    expect(untitled.compared).toBeUndefined();
    expect(await getJson(`/api/validations/${untitled.id}/comparison`)).toEqual({
      since: null,
      compared: null,
      resolved: [],
      new: [],
      persisting: untitled.issues,
    });
    await expectProblem(await request('/api/validations/none/comparison'), 404);
  });

  it('of a version on the main line is with the version before, and stays when nothing changes', async () => {
    await put(family, 'd.md', CLEAN);
    expect((await put(family, 'd.md', SKIPPED)).compared).toEqual({ new: errors(1), resolved: errors(0) });
    const again = await run(family, { 'd.md': SKIPPED });
    expect(again.compared).toEqual({ new: errors(1), resolved: errors(0) });
    expect((await put(family, 'd.md', `${SKIPPED}\nMore.\n`)).compared).toEqual({
      new: errors(0),
      resolved: errors(0),
    });
  });

  it('does not blame a text that has not changed for new rules', async () => {
    await putPack('newer', 'rules: {"*": off}\n');
    await put('newer', 'a.md', SKIPPED);
    await putPack('newer', RULES);
    expect((await put('newer', 'a.md', SKIPPED, 'pull/1')).compared).toEqual({
      new: errors(0),
      resolved: errors(0),
    });
    expect((await put('newer', 'a.md', TWICE, 'pull/1')).compared?.new).toEqual(errors(2));
  });
});

describe('a quality gate', () => {
  const family = 'gated';
  beforeAll(() =>
    putPack(family, `${RULES}gate:\n  new: {error: 0}\n  all: {error: 3}\n  rules: {"headings/*": 2}\n`),
  );

  it('judges documents and runs, and says why', async () => {
    const first = await run(family, { 'a.md': SKIPPED, 'b.md': CLEAN });
    expect(first.gate).toEqual({ passed: true, reasons: [] });
    expect((await one(family, 'a.md')).gate).toEqual({ passed: true, reasons: [] });
    const pull = await run(family, { 'a.md': SKIPPED, 'b.md': TWICE, 'c.md': TWICE }, { ref: 'pull/1' });
    expect(pull.gate).toEqual({
      passed: false,
      reasons: [
        { scope: 'new', level: 'error', limit: 0, found: 4, message: '4 new errors; 0 allowed' },
        { scope: 'all', level: 'error', limit: 3, found: 5, message: '5 errors; 3 allowed' },
        { scope: 'rule', rule_id: 'headings/*', limit: 2, found: 5, message: '5 of headings/*; 2 allowed' },
      ],
    });
    expect((await one(family, 'b.md', 'pull/1')).gate?.reasons.map(({ scope }) => scope)).toEqual(['new']);
    const document = await one(family, 'b.md', 'pull/1');
    const detail = await getJson<ValidationDetail>(`/api/validations/${document.validation_id}`);
    expect(detail.gate).toEqual(document.gate);
    const { results } = await getJson<{ results: { gate?: { passed: boolean } }[] }>(
      `/api/documents?family=${family}&ref=pull/1`,
    );
    expect(results.map(({ gate }) => gate?.passed)).toEqual([true, false, false]);
    expect((await getJson<Run>(`/api/workflows/${pull.id}/summary`)) as unknown).toMatchObject({
      workflow: { gate: pull.gate },
    });
    const ungated = await run('cells', { 'a.md': SKIPPED });
    expect(ungated.gate).toBeUndefined();
  });

  it('tells when the verdict on the main line changes, once', async () => {
    expect(await gateOf(family)).toEqual({ passed: true, reasons: [] });
    expect((await told(family)).map(({ passed }) => passed)).toEqual([true]);
    const before = await head();
    await put(family, 'b.md', SKIPPED);
    const [failed, ...more] = await told(family, before);
    expect(more).toEqual([]);
    expect(failed).toMatchObject({ family, passed: false, actor: expect.any(String) });
    expect(failed!.reasons).toEqual((await gateOf(family))!.reasons);
    expect(failed!.reasons).toEqual([
      { scope: 'new', level: 'error', limit: 0, found: 1, message: '1 new error; 0 allowed' },
    ]);
    // It stays failed: what is told is the verdict, not each figure.
    await put(family, 'c.md', TWICE);
    await put(family, 'x.md', TWICE, 'pull/9');
    expect(await told(family, failed!.id)).toEqual([]);
    expect((await gateOf(family))?.reasons.map(({ message }) => message)).toEqual([
      '3 new errors; 0 allowed',
      '4 errors; 3 allowed',
      '4 of headings/*; 2 allowed',
    ]);
    // A complete run without the documents that fail removes them.
    const cleared = await run(family, { 'a.md': SKIPPED }, { complete: true });
    const [passed, ...later] = await told(family, failed!.id);
    expect(later).toEqual([]);
    expect(passed).toMatchObject({ passed: true, reasons: [] });
    const log = await readLog(failed!.id);
    const at = log.findIndex(({ id }) => id === passed!.id);
    expect(log.findLastIndex(({ type }) => type === 'document_removed')).toBe(at - 1);
    expect(cleared.gate?.passed).toBe(true);
    await put(family, 'c.md', TWICE);
    expect((await told(family, passed!.id)).map((event) => event.passed)).toEqual([false]);
    await put(family, 'c.md', CLEAN);
    expect((await told(family, passed!.id)).map((event) => event.passed)).toEqual([false, true]);
  });

  it('follows its pack and the packs that it extends, and counts what is there', async () => {
    await putPack('base-gate', RULES);
    await putPack('child-gate', 'extends: base-gate\n');
    await put('child-gate', 'a.md', TWICE);
    expect(await gateOf('child-gate')).toBeUndefined();
    const before = await head();
    await putPack('base-gate', `${RULES}gate: {all: {error: 1}, rules: {headings/increment: 1}}\n`);
    expect(await gateOf('child-gate')).toMatchObject({
      passed: false,
      reasons: [{ found: 2 }, { found: 2, rule_id: 'headings/increment' }],
    });
    expect(await gateOf('base-gate')).toEqual({ passed: true, reasons: [] });
    expect((await told('child-gate', before)).map(({ passed }) => passed)).toEqual([false]);
    await putPack(
      'child-gate',
      'extends: base-gate\ngate: {all: {error: 2}, rules: {headings/increment: 2}}\n',
    );
    expect((await told('child-gate', before)).map(({ passed }) => passed)).toEqual([false, true]);
    await putPack('child-gate', RULES);
    expect(await gateOf('child-gate')).toBeUndefined();
    expect(await told('child-gate', before)).toHaveLength(2);
    const { results } = await getJson<FamilyList>('/api/families');
    expect(results.find(({ name }) => name === 'base-gate')?.gate?.passed).toBe(true);
  });

  it('counts the same as a count of all documents, whatever happens at once', async () => {
    await putPack(
      'race-gate',
      `${RULES}gate: {new: {error: 2}, all: {error: 4}, rules: {"headings/*": 3}}\n`,
    );
    const texts = [CLEAN, SKIPPED, TWICE];
    const after = await head();
    for (let round = 0; round < 4; round += 1) {
      await Promise.all(
        ['a', 'b', 'c', 'd'].map((name, n) =>
          put('race-gate', `${name}.md`, `${texts[(n * round + round) % 3]}\nRound ${round}.\n`),
        ),
      );
      if (round === 1) await run('race-gate', { 'a.md': TWICE, 'b.md': SKIPPED }, { complete: true });
    }
    const sums = await env.DB.prepare(
      `select coalesce(sum(counts_error), 0) as every, coalesce(sum(compared ->> '$.new.error'), 0) as fresh,
        (select coalesce(sum(r.n), 0) from document_rules r join documents d on d.id = r.document_id
          where d.family = 'race-gate' and d.ref = '' and d.removed_at is null) as ruled
       from documents where family = 'race-gate' and ref = '' and removed_at is null`,
    ).first();
    const { results } = await env.DB.prepare(
      `select scope, found from gate_limits where family = 'race-gate' order by ordinal`,
    ).all();
    expect(results).toEqual([
      { scope: 'new', found: sums!['fresh'] },
      { scope: 'all', found: sums!['every'] },
      { scope: 'rule', found: sums!['ruled'] },
    ]);
    const verdicts = (await told('race-gate', after)).map(({ passed }) => passed);
    expect(verdicts.filter((verdict, n) => verdict === verdicts[n - 1])).toEqual([]);
    const last = (await told('race-gate')).at(-1);
    expect(last?.passed).toBe((await gateOf('race-gate'))!.passed);
  });

  it('of a run is gone while it is retried', async () => {
    const { id } = await create({ family, documents: [{ file_path: 'r.md', content: CLEAN }] });
    await reach(id, 'completed');
    await env.DB.prepare(`update workflow_documents set state = 'failed' where workflow_id = ?`)
      .bind(id)
      .run();
    await env.DB.prepare('update workflows set failed = 1 where id = ?').bind(id).run();
    const retried = await accepted<Run>(await control(id, 'retry'));
    expect(retried.gate).toBeUndefined();
    expect((await reach(id, 'completed')).gate?.passed).toBe(true);
  });
});
