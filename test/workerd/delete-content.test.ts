import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Deletion } from '../../src/shared/api/documents.ts';
import { MAX_DELETE_STEPS } from '../../src/shared/limits.ts';
import { DERIVED } from '../../src/store/exported-tables.ts';
import { emptyService, everyRow, importAll, readPages, toFile } from './backup.ts';
import { accepted, decide, submitFixable, THREE } from './desk.ts';
import { add, control, create, reach } from './runs.ts';
import { expectProblem, getJson, post, readLog, request, submit } from './service.ts';

/** A word that is its own stem. */
const MARKER = 'qzebraqux';
const SECRET = THREE.replace('Text   ', `The ${MARKER} [${MARKER}](gone.md)   `).replace(
  '# Title',
  `# ${MARKER}`,
);

/** The tables that have the marker in any column, those of the search indexes included. */
async function tablesWithMarker(): Promise<string[]> {
  const { results } = await env.DB.prepare(
    "select name from sqlite_master where type = 'table' and name not glob '_cf_*' and sql not like '%virtual%'",
  ).all<{ name: string }>();
  const found: string[] = [];
  for (const { name } of results) {
    const rows = await env.DB.prepare(`select * from "${name}"`).all();
    const has = rows.results.some((row) =>
      Object.values(row).some((value) =>
        (Array.isArray(value) ? new TextDecoder().decode(new Uint8Array(value)) : String(value)).includes(
          MARKER,
        ),
      ),
    );
    if (has) found.push(name);
  }
  return found;
}

/** Whether an index of parts of texts, of three characters each, has the beginning of the marked note or path. */
async function hasPart(table: string): Promise<boolean> {
  const { results } = await env.DB.prepare(`select block from ${table}`).all<{ block: number[] }>();
  const blocks = results.map(({ block }) => new TextDecoder('latin1').decode(new Uint8Array(block)));
  return blocks.some((block) => block.includes('qxz'));
}

async function remove(query: Record<string, string>): Promise<Deletion> {
  const search = new URLSearchParams(query);
  const total = { documents: 0, versions: 0 };
  for (let requests = 1; ; requests += 1) {
    const answer = await accepted<Deletion>(
      await request(`/api/documents?${search.toString()}`, { method: 'DELETE' }),
    );
    total.documents += answer.deleted.documents;
    total.versions += answer.deleted.versions;
    if (!answer.remaining) return { ...answer, deleted: total };
    expect(requests).toBeLessThan(20);
  }
}

/** A document whose text, findings and decisions are in as many places as can be. */
async function write(path: string): Promise<string> {
  const made = await submitFixable(SECRET, path);
  const [first, second] = made.recommendations.filter(({ edits }) => edits.length > 0);
  await accepted(
    await decide('recommendations', first!.id, 'approve', {
      note: MARKER,
      edits: [{ index: 0, text: ` ${MARKER}` }],
    }),
  );
  await accepted(await decide('recommendations', second!.id, 'reject', { note: MARKER }));
  await accepted(await decide('validations', made.id, 'enhance'));
  await accepted(
    await post(`/api/validations/${made.id}/ignore`, {
      fingerprints: made.issues.map(({ fingerprint }) => fingerprint),
      note: MARKER,
    }),
  );
  await accepted(await decide('validations', made.id, 'approve', { note: MARKER }), 409);
  await accepted(await post(`/api/validations/${made.id}/revalidate`, {}), 201);
  return made.id;
}

async function run(ref: string | null, path: string): Promise<string> {
  const { id } = await create({ ref });
  await add(id, [{ file_path: path, content: `${SECRET}\nOf a run.\n` }]);
  await control(id, 'start');
  await reach(id, 'completed');
  return id;
}

const status = async ({ id }: { id: string }) => (await request(`/api/validations/${id}`)).status;

describe('deleting a document', () => {
  beforeEach(emptyService);

  it('leaves nothing of its text, and tells it', async () => {
    const other = await submit('# Other\n\nAnother text.\n', 'other.md');
    const id = await write('docs/a.md');
    const workflow = await run('pull/1', 'docs/a.md');
    // As many versions as make more than one transaction.
    for (let n = 0; n < 22; n += 1) await submit(`${SECRET}\nVersion ${n}.\n`, 'docs/a.md');
    expect(await tablesWithMarker()).toEqual(
      expect.arrayContaining(['texts', 'issues', 'events', 'decisions', 'validation_texts_data']),
    );
    const answer = await remove({ family: 'default', file_path: 'docs/a.md', confirm: 'docs/a.md' });
    expect(answer.deleted).toEqual({ documents: 1, versions: 25 });
    expect(await tablesWithMarker()).toEqual([]);
    expect((await request(`/api/validations/${id}`)).status).toBe(404);
    expect((await request('/api/documents/one?file_path=docs/a.md')).status).toBe(404);
    expect(await getJson(`/api/workflows/${workflow}/documents`)).toMatchObject({ results: [] });
    expect((await request(`/api/validations/${other.id}`)).status).toBe(200);
    const log = await readLog();
    expect(log.at(-1)?.id).toBe(answer.position);
    expect(log.filter(({ type }) => type === 'document_removed')).toHaveLength(2);
    expect(log.filter(({ type }) => type === 'document_deleted')).toEqual([
      expect.objectContaining({ family: 'default', file_path: 'docs/a.md', versions: 20, is_last: false }),
      expect.objectContaining({ family: 'default', file_path: 'docs/a.md', versions: 5, is_last: true }),
    ]);
    // Who did what and when is still there.
    expect(log.filter(({ type }) => type === 'recommendation_rejected')).toEqual([
      expect.objectContaining({ actor: 'local', title: 'Deleted', after: { status: 'rejected' } }),
    ]);
    // Counts and indexes are those of what is left: they are made again from it by an import.
    const before = await everyRow();
    const file = await toFile(await readPages());
    await emptyService();
    await importAll(file);
    const after = await everyRow();
    for (const name of DERIVED) expect(after[name], name).toEqual(before[name]);
  });

  it('leaves no part of a note or a path in the indexes of these', async () => {
    await submit('# Other\n', 'other.md');
    const { id } = await submit('# A\n\nText.\n', 'qxzaa.md');
    await accepted(await decide('validations', id, 'approve', { note: 'qxzbb' }));
    await submit('# Another\n', 'another.md');
    expect([await hasPart('validation_search_data'), await hasPart('document_search_data')]).toEqual([
      true,
      true,
    ]);
    await remove({ family: 'default', file_path: 'qxzaa.md', confirm: 'qxzaa.md' });
    expect([await hasPart('validation_search_data'), await hasPart('document_search_data')]).toEqual([
      false,
      false,
    ]);
  });

  it('keeps a text that another document has too', async () => {
    const text = '# Shared\n\nThe same text.\n';
    await submit(text, 'a.md');
    const { id } = await submit(text, 'b.md');
    await remove({ family: 'default', file_path: 'a.md', confirm: 'a.md' });
    expect(await (await request(`/api/validations/${id}/content`)).text()).toBe(text);
    expect(await getJson('/api/validations?q=shared')).toMatchObject({ total: 1 });
    // Also out of a search index that is in one part.
    await submit(`# ${MARKER}\n`, 'c.md');
    await env.DB.prepare("insert into validation_texts (validation_texts) values ('optimize')").run();
    await remove({ family: 'default', file_path: 'c.md', confirm: 'c.md' });
    expect(await tablesWithMarker()).toEqual([]);
    expect(await getJson('/api/validations?q=shared')).toMatchObject({ total: 1 });
  });

  it('deletes only what is confirmed, and nothing that a run is about to store', async () => {
    await submit('# A\n', 'a.md');
    const wrong: Record<string, string>[] = [
      { family: 'default', file_path: 'a.md' },
      { family: 'default', file_path: 'a.md', confirm: 'b.md' },
      { family: 'default', confirm: 'a.md' },
      { before: '2030-01-01T00:00:00.000Z', confirm: 'default' },
      { before: 'yesterday', confirm: 'yesterday' },
      { file_path: 'a.md', confirm: 'a.md' },
      { confirm: 'default' },
      {},
    ];
    for (const query of wrong) {
      const path = `/api/documents?${new URLSearchParams(query).toString()}`;
      await expectProblem(await request(path, { method: 'DELETE' }), 422);
    }
    const { id } = await create();
    await add(id, [{ file_path: 'a.md', content: '# A\n' }]);
    const path = '/api/documents?family=default&file_path=a.md&confirm=a.md';
    await expectProblem(await request(path, { method: 'DELETE' }), 409);
    expect((await request('/api/documents/one?file_path=a.md')).status).toBe(200);
    await control(id, 'cancel');
    expect((await remove({ family: 'default', file_path: 'a.md', confirm: 'a.md' })).deleted.documents).toBe(
      1,
    );
  });

  it('deletes all documents of a family, more than one request may, and no others', async () => {
    const owners = { file_path: 'CODEOWNERS', content: `* @${MARKER}\n` };
    const { id } = await create();
    await add(id, [owners, { file_path: 'docs/a.md', content: SECRET }]);
    await control(id, 'start');
    await reach(id, 'completed');
    await submit(SECRET, 'untitled.md');
    for (let n = 0; n <= MAX_DELETE_STEPS; n += 1) await submit(`# ${MARKER} ${n}\n`, `${n}.md`);
    const other = await submit('# Other\n', 'other.md', 'words');
    const { deleted } = await remove({ family: 'default', confirm: 'default' });
    expect(deleted.documents).toBe(MAX_DELETE_STEPS + 3);
    expect(await tablesWithMarker()).toEqual([]);
    expect(await getJson('/api/validations')).toMatchObject({ total: 1, results: [{ id: other.id }] });
  });

  it('deletes everything older than a time, except what is still true', async () => {
    const old = await submit(`# ${MARKER}\n\nOld.\n`, 'gone.md');
    const first = await submit('# Kept\n\nOld version.\n', 'kept.md');
    const alone = await submit(`# ${MARKER}\n`, 'untitled.md');
    const same = await submit('# Same\n\nNever changes.\n', 'same.md');
    await env.DB.batch(
      ['validations.created_at', 'documents.validated_at'].map((column) => {
        const [table = '', name = ''] = column.split('.');
        return env.DB.prepare(`update ${table} set ${name} = '2020-01-01T00:00:00.000Z'`);
      }),
    );
    const newest = await submit('# Kept\n\nNew version.\n', 'kept.md');
    const again = await submit('# Same\n\nNever changes.\n', 'same.md');
    const young = await submit('# Young\n', 'untitled.md');
    const before = '2021-01-01T00:00:00.000Z';
    expect((await remove({ before, confirm: before })).deleted).toMatchObject({ documents: 1 });
    expect(await Promise.all([old, first, alone].map(status))).toEqual([404, 404, 404]);
    expect(await Promise.all([newest, again, young].map(status))).toEqual([200, 200, 200]);
    expect(await getJson(`/api/validations/${again.id}`)).toMatchObject({ issues: same.issues });
    expect(await tablesWithMarker()).toEqual([]);
    expect((await readLog()).filter(({ type }) => type === 'versions_deleted')).toEqual([
      expect.objectContaining({ before, family: 'default' }),
    ]);
  });
});
