import { MAX_IMPORT_BYTES, MAX_IMPORTED_LINES, MAX_IMPORTED_VALIDATIONS } from '../../src/shared/limits.ts';
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { runMaintenance } from '../../src/services/maintenance.ts';
import { composeServices } from '../../src/compose.ts';
import { openDatabase } from '../../src/store/database.ts';
import { packVersions } from '../../src/store/pack-versions.ts';
import {
  DERIVED,
  EXPORTED_TABLES,
  LEFT_OUT,
  REFILLED,
  TABLE_NAMES,
} from '../../src/store/exported-tables.ts';
import {
  emptyService,
  everyAnswer,
  everyRow,
  readPage,
  importAll,
  readPages,
  sendLines,
  toFile,
} from './backup.ts';
import { accepted, decide, submitFixable, THREE } from './desk.ts';
import { add, control, create, reach } from './runs.ts';
import { expectProblem, getJson, head, post, request, submit } from './service.ts';

/** Filling a service takes as long as a test. */
const PATIENCE_MS = 60_000;
const GATED = 'extends: default\ngate:\n  all: { error: 0 }\n';
/** All there is for a text: SQL has functions of its own for some of it. */
const ODD = '# Odd\n\nQuotes "\' and \\ and \u0001 and 💡 and \u2028, unmistakable.\n';

const LONG = `# Long\n\n### Too deep\n\n${'See [gone](#nowhere), an unmistakable word. '.repeat(8)}\n`;

/** Decisions of all kinds, runs of two lines, families, tokens, and a gap in the log. */
async function fill(): Promise<void> {
  await accepted(
    await request('/api/families/words', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/yaml' },
      body: GATED,
    }),
  );
  await accepted(await post('/api/tokens', { name: 'a bot', role: 'editor' }), 201);
  await submit(ODD, 'odd/guide.md', 'words');
  await submit('No path\n', 'untitled.md');
  const one = await submitFixable(THREE, 'docs/guide.md');
  const [first, second, third] = one.recommendations.filter(({ edits }) => edits.length > 0);
  await accepted(await decide('recommendations', first!.id, 'approve', { note: 'yes' }));
  await accepted(await decide('recommendations', second!.id, 'approve', { edits: [{ index: 0, text: '' }] }));
  await accepted(await decide('recommendations', second!.id, 'undo'));
  await accepted(await decide('recommendations', third!.id, 'reject'));
  await accepted(await decide('validations', one.id, 'enhance'));
  await accepted(
    await post(`/api/validations/${one.id}/ignore`, {
      fingerprints: [one.issues[0]!.fingerprint],
      note: 'no',
    }),
  );
  await accepted(await post(`/api/validations/${one.id}/revalidate`, {}), 201);
  const two = await submitFixable(THREE, 'docs/deep/er/guide.md');
  await accepted(
    await post('/api/recommendations/bulk', {
      action: 'approve',
      ids: two.recommendations.map(({ id }) => id),
    }),
  );
  await accepted(await post('/api/validations/bulk', { action: 'approve', ids: [two.id] }));
  for (const [ref, complete] of [
    [null, true],
    ['pull/1', false],
  ] as const) {
    const { id } = await create({ name: 'nightly', family: 'words', ref, complete });
    await add(id, [
      { file_path: 'CODEOWNERS', content: '* @docs\n' },
      { file_path: 'docs/a.md', content: `${THREE}\nLine ${ref}\n` },
      { file_path: 'docs/b.md', content: '# B\n\nUnmistakable.\n' },
    ]);
    await control(id, 'start');
    await reach(id, 'completed');
  }
  // A version that upkeep has packed, with its text and the events of its findings.
  for (const more of ['', 'More.\n']) await submit(`${LONG}\n${more}`, 'odd/packed.md');
  expect(await packVersions(openDatabase(env.DB), { after: 0, before: '9999', limit: 1_000 })).toMatchObject({
    isDone: true,
  });
  for (const table of ['packed_findings', 'packed_texts', "counters where name = 'thinned_events'"]) {
    expect(await env.DB.prepare(`select count(*) as n from ${table}`).first('n'), table).toBeGreaterThan(0);
  }
  // A run that waits, and an id of the log that was given and is gone.
  const { id } = await create({ name: 'waiting', family: 'words' });
  await add(id, [{ file_path: 'later.md', content: 'Later\n' }]);
  await env.DB.prepare('delete from events where id = (select max(id) from events)').run();
}

it('exports every table, makes it again, or leaves it out', () => {
  const named = [...EXPORTED_TABLES.map(({ name }) => name), ...DERIVED, ...LEFT_OUT];
  expect(named.toSorted()).toEqual(TABLE_NAMES.toSorted());
  expect(EXPORTED_TABLES.map(({ name }) => name)).toEqual(expect.arrayContaining([...REFILLED]));
});

describe('an export', () => {
  let before: Map<string, unknown>;
  let rows: Record<string, unknown[]>;
  let file: string[];
  beforeAll(async () => {
    await fill();
    before = await everyAnswer();
    rows = await everyRow();
    file = await toFile(await readPages());
  }, PATIENCE_MS);

  it('gives an empty service the same answers, also when it is cut off, and repeats nothing', async () => {
    await emptyService();
    const half = Math.floor(file.length / 2);
    await importAll(file.slice(0, half));
    // An answer was lost: the same lines come again, and later ones with them.
    expect(await accepted(await sendLines(half - 3, file.slice(half - 3, half + 2)))).toMatchObject({
      state: 'running',
      lines: half + 2,
    });
    const events = await env.DB.prepare('select count(*) as n from events').first('n');
    // Nothing else is stored meanwhile, nor swept.
    await expectProblem(await post('/api/validate', { content: 'Too early\n' }), 503);
    await expectProblem(await request('/api/export'), 409);
    const context = composeServices(env, { waitUntil: () => undefined });
    await runMaintenance(env, context);
    expect(await env.DB.prepare('select count(*) as n from events').first('n')).toBe(events);
    expect(await importAll(file, half + 2)).toMatchObject({ state: 'finished', lines: file.length });
    const after = await everyAnswer();
    expect([...after.keys()]).toEqual([...before.keys()]);
    for (const [path, answer] of before) expect(after.get(path), path).toEqual(answer);
    expect(await everyRow()).toEqual(rows);
    // From the beginning again: all of it is there.
    expect(await importAll(file)).toMatchObject({ state: 'finished', lines: file.length });
    expect(await everyRow()).toEqual(rows);
    // It is a service like any other again.
    const position = await head();
    await submit('# After\n', 'after.md');
    expect(await head()).toBe(position + 1);
  });

  it('is taken by an empty service only, of its own schema, line by line', async () => {
    const [header = '', row = '', ...rest] = file;
    await expectProblem(await sendLines(0, [header.replace(/"id":"./, '"id":"f')]), 409);
    await emptyService();
    await expectProblem(await sendLines(1, [row]), 409);
    await expectProblem(await sendLines(0, [row]), 422);
    const other = await expectProblem(
      await sendLines(0, [header.replace(/"schema":"[^"]*"/, '"schema":"0099_next.sql"')]),
      422,
    );
    expect(other.detail).toMatch(/0099_next\.sql.*deploy the version/);
    expect((await sendLines(0, [header])).status).toBe(200);
    const { table, rowid, row: cells } = JSON.parse(row) as { table: string; rowid: number; row: object };
    for (const wrong of [
      { table: 'sqlite_master', rowid, row: cells },
      { table, rowid, row: { ...cells, more: 1 } },
      { table, rowid, row: {} },
      { table, rowid: 'a', row: cells },
      { end: { position: 1, rows: 99, sha256: '' } },
    ]) {
      await expectProblem(await sendLines(1, [JSON.stringify(wrong)]), 422);
    }
    const validation = rest.find((line) => line.startsWith('{"table":"validations"'));
    await expectProblem(
      await sendLines(
        1,
        Array.from({ length: MAX_IMPORTED_LINES + 1 }, () => row),
      ),
      422,
    );
    const tooMany = Array.from({ length: MAX_IMPORTED_VALIDATIONS + 1 }, () => validation!);
    await expectProblem(await sendLines(1, tooMany), 422);
    await expectProblem(await sendLines(1, [' '.repeat(MAX_IMPORT_BYTES + 1)]), 413);
    const late = rest.find((line) => line.startsWith('{"table":"events"'));
    await expectProblem(await sendLines(1, [late!, row]), 422);
    await expectProblem(await sendLines(9, [row]), 409);
    expect(await getJson('/api/import')).toMatchObject({ state: 'running', lines: 1 });
  });
});

it('is of one position, whatever is written between its pages', async () => {
  await emptyService();
  const made = await submitFixable(THREE, 'docs/guide.md');
  // Two texts are longer than a page, and the JSON of one is longer than a parameter.
  await submit(`# Long 1\n\n${'Word.\n'.repeat(160_000)}`, 'long-1.md');
  await submit(`# Long 2\n\n${'"\\".\n'.repeat(190_000)}`, 'long-2.md');
  let deleted: string | undefined;
  const pages = await readPages(async (page) => {
    await submit(`# Between ${page}\n`, `between-${page}.md`);
    if (page === 1) {
      const [one, two] = made.recommendations.filter(({ edits }) => edits.length > 0);
      await accepted(await decide('recommendations', one!.id, 'approve'));
      await accepted(await decide('recommendations', two!.id, 'reject'));
      await submitFixable(THREE.replace('A page', 'A new page'), 'docs/guide.md');
      const gone = await submit('# Gone\n', 'untitled.md');
      deleted = gone.id;
    }
    if (page === 2) await env.DB.prepare('delete from validations where id = ?').bind(deleted).run();
    // It has an end, although something is written after each page.
    expect(page).toBeLessThan(12);
  });
  const { end } = JSON.parse(pages.at(-1)!) as { end: { position: number } };
  expect(end.position).toBe(await head());
  const before = await everyRow();
  const file = await toFile(pages);
  expect(file.some((line) => line.includes(`{"id":"${deleted}"`))).toBe(false);
  await emptyService();
  await importAll(file);
  expect(await everyRow()).toEqual(before);
});

const noted = () => env.DB.prepare('select count(*) as n from export_changes').first<number>('n');

it('notes changes for as long as an export is read, and can read a page again', async () => {
  await emptyService();
  await submit('# One\n', 'one.md');
  expect(await noted()).toBe(0);
  const [header = '', ...rest] = (await readPage('')).trimEnd().split('\n');
  const { id } = JSON.parse(header) as { id: string };
  const { cursor } = JSON.parse(rest.at(-1)!) as { cursor: string };
  await submit('# Two\n', 'two.md');
  const page = await readPage(`?cursor=${cursor}`);
  expect(page).toContain('two.md');
  expect(await readPage(`?cursor=${cursor}`)).toBe(page);
  const context = composeServices(env, { waitUntil: () => undefined });
  await runMaintenance(env, context);
  expect(await noted()).toBeGreaterThan(0);
  expect((await request(`/api/export/${id}`, { method: 'DELETE' })).status).toBe(204);
  await expectProblem(await request(`/api/export?cursor=${cursor}`), 404);
  await expectProblem(await request('/api/export?cursor=none'), 422);
  // An export that nobody reads ends by itself, and what was noted is swept.
  await request('/api/export');
  await runMaintenance(env, { ...context, now: () => new Date(Date.now() + 25 * 60 * 60 * 1_000) });
  expect(await env.DB.prepare('select count(*) as n from exports').first('n')).toBe(0);
  expect(await noted()).toBe(0);
});
