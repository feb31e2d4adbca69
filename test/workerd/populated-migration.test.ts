/** The newest migrations, on a populated database of the schema before them: bounded, and with the same answers afterwards. */
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import type { ServiceContext } from '../../src/services/context.ts';
import { getHistory } from '../../src/services/events/read-events.ts';
import { getContent, getValidation } from '../../src/services/documents/validations.ts';
import { runMaintenance } from '../../src/services/maintenance.ts';
import { getStats } from '../../src/services/stats.ts';
import { openDatabase } from '../../src/store/database.ts';
import { listDocuments } from '../../src/store/document-list.ts';
import { packVersions } from '../../src/store/pack-versions.ts';
import { listValidations } from '../../src/store/validation-list.ts';
import { instancesOf } from '../../src/workflows/instances.ts';
import { goBackBefore } from './older-schema.ts';

const DOCUMENTS = 60;
const VERSIONS = 3;
const SUPERSEDED = DOCUMENTS * (VERSIONS - 1);
/** Rows that a statement of a migration may write, whatever is stored. */
const MOST_WRITTEN = 10;
/** Versions that a step of upkeep looks at, here. */
const STEP = 25;

const clock = new Date('2026-06-01T00:00:00.000Z');
const db = openDatabase(env.DB);
const principal = { actor: 'tester', role: 'admin', families: null } as const;
const context: ServiceContext = {
  db,
  principal,
  publish: () => undefined,
  later: () => undefined,
  runner: instancesOf(env),
  now: () => clock,
};

/** `d` is the document, `v` its version, `at` a time in the order of the versions. */
const EACH = `with recursive n(i) as (select 0 union all select i + 1 from n where i < ${DOCUMENTS * VERSIONS - 1}),
  each_one as (select i, i % ${DOCUMENTS} as d, i / ${DOCUMENTS} as v,
    strftime('%Y-%m-%dT%H:%M:%fZ', '2026-01-01', '+' || i || ' seconds') as at from n)`;

/** SQL: the id of a version. */
const id = (of = 'd', version = 'v') => `printf('%s-%d-%d', 'v', ${of}, ${version})`;

/** Versions with a text, an issue, a recommendation, and their events; and a run that has the first ones. */
async function fill(): Promise<void> {
  const statements = [
    `insert into workflows (id, type, name, family, state, created_at, updated_at)
      values ('run', 'batch_validation', 'r', 'default', 'completed', '2026', '2026')`,
    `${EACH} insert into texts (sha256, content, byte_length, created_at)
      select 's' || i, printf('# Page %d%s', i, replace(hex(zeroblob(60)), '00', ' word' || d)), 400, at from each_one`,
    `${EACH} insert into validations (id, file_path, family, content_sha256, status, outcome, counts_error, counts_warning,
        counts_info, validation_types, ruleset, created_at, updated_at, duration_ms, workflow_id, supersedes, superseded_by)
      select ${id()}, 'docs/' || d || '.md', 'default', 's' || i, 'completed', 'fail', 1, 0, 0, '["links"]', 'r', at, at, 1,
        iif(v = 0, 'run', null), iif(v > 0, ${id('d', 'v - 1')}, null), iif(v < ${VERSIONS - 1}, ${id('d', 'v + 1')}, null)
      from each_one`,
    `${EACH} insert into issues (validation_id, ordinal, rule_id, level, message, line, "column", end_line, end_column, start,
        "end", snippet, fixable, fingerprint)
      select ${id()}, 0, 'links/empty', 'error', 'The link has no text.', 1, 1, 1, 2, 0, 1, '[](a)', 'suggest', hex(i) from each_one`,
    `${EACH} insert into recommendations (id, validation_id, ordinal, title, instruction, rationale, rule_id, severity, scope,
        recommendation_type, confidence, status, edits, diff, created_at, updated_at, family)
      select 'r-' || d || '-' || v, ${id()}, 0, 'Complete empty links', 'Do', 'Because', 'links/empty', 'error', 'lines:1-1',
        'automated', 1, iif(v < ${VERSIONS - 1}, 'superseded', 'proposed'), '[]', '', at, at, 'default' from each_one`,
    `${EACH} insert into events (type, timestamp, actor, validation_id, recommendation_id, family, payload)
      select iif(kind = 0, 'validation_created', 'recommendation_created'), at, 'tester', ${id()},
        iif(kind = 0, null, 'r-' || d || '-' || v), 'default', iif(kind = 0, json_object('file_path', 'docs/' || d || '.md'),
          json_object('title', 'Complete empty links', 'recommendation_type', 'automated', 'status', 'proposed',
            'severity', 'error', 'rule_id', 'links/empty'))
      from each_one cross join (select 0 as kind union all select 1) order by i, kind`,
    `${EACH} insert into documents (family, ref, file_path, validation_id, content_sha256, outcome, review, counts_error,
        counts_warning, counts_info, open, issues_of, first_seen_at, validated_at)
      select 'default', '', 'docs/' || d || '.md', ${id()}, 's' || i, 'fail', 'pending', 1, 0, 0, 1, ${id()}, at, at
      from each_one where v = ${VERSIONS - 1}`,
    `${EACH} insert into workflow_documents (workflow_id, file_path, content_sha256, state, validation_id)
      select 'run', 'docs/' || d || '.md', 's' || i, 'done', ${id()} from each_one where v = 0`,
  ];
  for (const statement of statements) await env.DB.batch([env.DB.prepare(statement)]);
}

async function answers() {
  const ids = [0, 1, 7, DOCUMENTS - 1].flatMap((d) =>
    Array.from({ length: VERSIONS }, (_, v) => `v-${d}-${v}`),
  );
  const things = ids.map(async (one) => {
    const { position: _moves, ...detail } = await getValidation(context, one);
    const history = await getHistory(context, { validation_id: one }, { after: 0, limit: 10 });
    return { detail, content: await getContent(context, one), history: history.results };
  });
  const page = { limit: 5, sort: '-created_at' } as const;
  const found = await listValidations(db, principal, { ...page, q: 'word7' });
  const all = await listValidations(db, principal, page);
  const documents = await listDocuments(db, principal, {
    limit: 5,
    ref: '',
    removed: false,
    sort: 'file_path',
    rule_id: 'links/empty',
  });
  return {
    things: await Promise.all(things),
    lists: [found, all, documents].map((one) => [one?.results, one?.total]),
    validations: (await getStats(context)).validations.total,
  };
}

const countOf = (from: string) => env.DB.prepare(`select count(*) as n from ${from}`).first<number>('n');

it('write little, whatever is stored, and upkeep fills what they made in bounded steps', async () => {
  const [first, ...more] = await goBackBefore('less_storage.sql');
  await fill();
  expect(await countOf('validations')).toBe(DOCUMENTS * VERSIONS);
  const written: number[] = [];
  for (const statement of [first!, ...more].flatMap(({ queries }) => queries)) {
    const { meta } = await env.DB.prepare(statement).run();
    written.push(meta.rows_written);
  }
  expect(Math.max(...written)).toBeLessThanOrEqual(MOST_WRITTEN);

  const before = await answers();
  expect(before.things[0]?.history).toHaveLength(2);
  expect(before.lists[0]?.[1]).toBe(VERSIONS);
  const progress = [0];
  for (let after = 0, isDone = false; !isDone;) {
    ({ after, isDone } = await packVersions(db, { after, before: '9999', limit: STEP }));
    const packed = (await countOf('packed_findings')) ?? 0;
    expect(packed - (progress.at(-1) ?? 0)).toBeLessThanOrEqual(STEP);
    progress.push(packed);
  }
  expect(progress.at(-1)).toBe(SUPERSEDED);
  // Upkeep says how far it has come.
  await runMaintenance(
    { ...env, RETENTION_VALIDATION_DAYS: '0', EVENT_RETENTION_DAYS: '0', EVENT_RETENTION_COUNT: '0' },
    context,
  );
  expect(await countOf('packed_texts')).toBe(SUPERSEDED);
  expect(await countOf(`counters where name = 'packed_versions' and value = ${DOCUMENTS * VERSIONS}`)).toBe(
    1,
  );
  expect(await answers()).toEqual(before);
});
