/** Owners of documents: by a CODEOWNERS file of a run, or by the rule pack. */
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { forgetRulesets } from '../../src/services/runs/run-ruleset.ts';
import type { DocumentDetail, DocumentPage, OwnerGroups } from '../../src/shared/api/documents.ts';
import type { RunRequest } from '../../src/shared/api/runs.ts';
import type { Run } from '../../src/shared/things.ts';
import { accepted } from './desk.ts';
import { add, create, reach, run as runOf } from './runs.ts';
import { CLEAN, getJson, post, request, SKIPPED } from './service.ts';

async function putPack(family: string, source: string): Promise<void> {
  const headers = { 'Content-Type': 'application/yaml' };
  const response = await request(`/api/families/${family}`, { method: 'PUT', headers, body: source });
  expect(response.status, await response.clone().text()).toBe(200);
}
const files = (contents: Record<string, string>) =>
  Object.entries(contents).map(([file_path, content]) => ({ file_path, content }));
const run = (
  family: string,
  contents: Record<string, string>,
  more: Partial<RunRequest> = {},
): Promise<Run> => runOf({ family, documents: files(contents), ...more });
const ownersOf = async (family: string, path: string, ref = '') =>
  (await getJson<DocumentDetail>(`/api/documents/one?family=${family}&file_path=${path}&ref=${ref}`)).document
    .owners;
const packOf = (owner: string) => `rules: {"*": off}\nowners: [{paths: ["**"], owners: ["${owner}"]}]\n`;
const list = (query: string) => getJson<DocumentPage>(`/api/documents?${query}`);
const groups = async (query: string) =>
  (await getJson<OwnerGroups>(`/api/documents/owners?${query}`)).results;
const put = async (family: string, path: string, content: string, ref?: string) =>
  accepted(await post('/api/validate', { family, file_path: path, content, ...(ref && { ref }) }), 201);

it('come from the pack, and from a CODEOWNERS file before it', async () => {
  await putPack(
    'owned',
    'owners:\n  - {paths: ["**"], owners: ["@all"]}\n  - {paths: ["api/**"], owners: ["@api", "@all"]}\n',
  );
  await put('owned', 'api/a.md', CLEAN);
  await put('owned', 'b.md', CLEAN);
  expect(await ownersOf('owned', 'api/a.md')).toEqual(['@api', '@all']);
  expect(await ownersOf('owned', 'b.md')).toEqual(['@all']);

  const made = await run('owned', {
    'docs/CODEOWNERS': '* @nobody',
    '.github/CODEOWNERS': '*.md @writers\n/api/ @api @api\n/free/\n',
    'api/a.md': SKIPPED,
    'free/c.md': CLEAN,
  });
  expect(made).toMatchObject({ total: 2, done: 2, failed: 0 });
  expect(await ownersOf('owned', 'api/a.md')).toEqual(['@api']);
  expect(await ownersOf('owned', 'free/c.md')).toEqual([]);
  // What a run did not bring keeps its owners until it is validated again, then the file holds for it.
  expect(await ownersOf('owned', 'b.md')).toEqual(['@all']);
  await put('owned', 'b.md', SKIPPED);
  expect(await ownersOf('owned', 'b.md')).toEqual(['@writers']);
  await run('owned', { 'api/a.md': CLEAN });
  expect(await ownersOf('owned', 'api/a.md')).toEqual(['@api']);
});

it('of a ref are those of the main line, until a run on the ref brings its own', async () => {
  await put('owned', 'api/a.md', CLEAN, 'pull/1');
  expect(await ownersOf('owned', 'api/a.md', 'pull/1')).toEqual(['@api']);
  await run('owned', { CODEOWNERS: '* @pull', 'api/a.md': CLEAN }, { ref: 'pull/1' });
  expect(await ownersOf('owned', 'api/a.md', 'pull/1')).toEqual(['@pull']);
  await put('owned', 'api/a.md', SKIPPED);
  expect(await ownersOf('owned', 'api/a.md')).toEqual(['@api']);
});

it('of a run that has not started do not hold yet', async () => {
  const { id } = await create({ family: 'owned' });
  await add(id, [{ file_path: 'CODEOWNERS', content: '* @first' }]);
  const added = await add(id, [
    { file_path: 'CODEOWNERS', content: '* @later' },
    { file_path: 'd.md', content: CLEAN },
  ]);
  expect(added).toMatchObject({ added: 1, workflow: { total: 1 } });
  await put('owned', 'd.md', CLEAN);
  expect(await ownersOf('owned', 'd.md')).toEqual(['@writers']);
  await accepted(await post(`/api/workflows/${id}/start`, {}));
  await reach(id, 'completed');
  expect(await ownersOf('owned', 'd.md')).toEqual(['@later']);
});

it('filter the list, and are counted', async () => {
  const CODEOWNERS = '/a/ @one @two\n/b/ @two\n';
  await putPack('counted', 'rules: {"*": off, headings/increment: error}\n');
  await run('counted', { CODEOWNERS, 'a/1.md': CLEAN, 'a/2.md': SKIPPED, 'b/3.md': SKIPPED, 'c.md': CLEAN });
  const paths = async (query: string) =>
    (await list(`family=counted&${query}`)).results.map(({ file_path }) => file_path);
  expect(await paths('owner=@one')).toEqual(['a/1.md', 'a/2.md']);
  expect(await paths('owner=@two&sort=-findings')).toEqual(['b/3.md', 'a/2.md', 'a/1.md']);
  expect(await paths('owner=@two&outcome=fail&folder=a')).toEqual(['a/2.md']);
  expect(await paths('owner=@none')).toEqual([]);
  expect((await list('family=counted&owner=@two')).total).toBe(3);
  const two = { owner: '@two', documents: 3, by_outcome: { pass: 1, warning: 0, fail: 2 }, open: 2 };
  const one = { owner: '@one', documents: 2, by_outcome: { pass: 1, warning: 0, fail: 1 }, open: 1 };
  expect(await groups('family=counted')).toEqual([two, one]);
  expect(await groups('family=counted&ref=pull/1')).toEqual([]);

  // They follow what becomes of the documents: fixed, decided on, removed and given to others.
  const { recommendations } = await getJson<DocumentDetail>(
    '/api/documents/one?family=counted&file_path=b/3.md',
  );
  await accepted(await post(`/api/recommendations/${recommendations[0]!.id}/reject`, {}));
  await put('counted', 'a/2.md', CLEAN);
  expect(await groups('family=counted')).toEqual([
    { owner: '@two', documents: 3, by_outcome: { pass: 2, warning: 0, fail: 1 }, open: 0 },
    { owner: '@one', documents: 2, by_outcome: { pass: 2, warning: 0, fail: 0 }, open: 0 },
  ]);
  await run(
    'counted',
    { CODEOWNERS: '/a/ @three\n/b/ @two\n', 'a/1.md': CLEAN, 'b/3.md': SKIPPED },
    { complete: true },
  );
  expect(await groups('family=counted')).toEqual([
    { owner: '@three', documents: 1, by_outcome: { pass: 1, warning: 0, fail: 0 }, open: 0 },
    { owner: '@two', documents: 1, by_outcome: { pass: 0, warning: 0, fail: 1 }, open: 0 },
  ]);
  expect(await paths('owner=@one')).toEqual([]);
  // One that is removed is still listed among the removed, with its owners.
  expect(await paths('owner=@three&removed=true')).toEqual([]);
  expect(await paths('owner=@one&removed=true')).toEqual(['a/2.md']);
});

it('of a pack are those that it has now, also in a run by an older ruleset', async () => {
  await putPack('moved', packOf('@before'));
  await run('moved', { 'a.md': CLEAN });
  expect(await ownersOf('moved', 'a.md')).toEqual(['@before']);
  await putPack('moved', packOf('@after'));
  const { id } = await create({ family: 'moved', documents: files({ 'a.md': CLEAN }) });
  // Another isolate has nothing in memory: the packs kept with the ruleset are those of the first run.
  forgetRulesets();
  await reach(id, 'completed');
  expect(await ownersOf('moved', 'a.md')).toEqual(['@after']);
});

const all = async (query: string) => (await env.DB.prepare(query).all()).results;

it('has in the quality of each owner what they own, whatever happened above', async () => {
  const owned = `documents d join document_owners o on o.document_id = d.id
    where d.ref = '' and d.removed_at is null`;
  const count = `count(*) as documents, sum(d.counts_error) as errors, sum(d.counts_warning) as warnings, sum(d.open) as open`;
  const kept = `select family, substr(folder, 2) as owner, documents_pass + documents_warning + documents_fail + documents_failed
      as documents, findings_error as errors, findings_warning as warnings, open
    from quality_days q where folder like '/%' and documents > 0
      and day = (select max(day) from quality_days l where l.family = q.family and l.folder = q.folder)`;
  const days = await all(`${kept} order by 1, 2`);
  expect(days.length).toBeGreaterThan(2);
  expect(days).toEqual(
    await all(`select d.family, o.owner, ${count} from ${owned} group by 1, 2 order by 1, 2`),
  );
  const parts = `select family, substr(folder, 2) as owner, name, documents, findings from quality_parts
    where folder like '/%' and (documents <> 0 or findings <> 0) order by 1, 2, 3`;
  const rules = `select d.family, d.owner, r.rule_id as name, count(*) as documents, sum(r.n) as findings
    from (select d.id, d.family, o.owner from ${owned}) d join document_rules r on r.document_id = d.id
    group by 1, 2, 3 order by 1, 2, 3`;
  expect(await all(parts)).toEqual(await all(rules));
});
