import { env } from 'cloudflare:workers';
import { beforeAll, expect, it } from 'vitest';
import type { Principal } from '../../src/access/principal.ts';
import { openDatabase, type Database } from '../../src/store/database.ts';
import { readAnchors } from '../../src/store/texts.ts';
import { readLog } from '../../src/store/events.ts';
import { readKnown } from '../../src/store/validations.ts';
import { listRunDocuments, readPending } from '../../src/store/run-documents.ts';
import { readMissing, readNewPaths, readSameText } from '../../src/store/renames.ts';
import { listRuns } from '../../src/store/runs.ts';
import { countRowsRead } from './rows-read.ts';

const RUNS = 10_000;
const NIGHTS = 2_000;
const DOCUMENTS = 10_000;
/** Rows of tables and indexes: some pages, and bounded counts. Reading everything would be far more. */
const MAX_ROWS_READ = 3_500;

const principal: Principal = { actor: 'tester', role: 'admin', families: null };
const counted = countRowsRead(env.DB);

/**
 * Runs of many nights, most of them of one name; the same two documents validated each night; one run with many
 * documents.
 */
const SEEDS = [
  `insert into texts (sha256, content, byte_length, anchors, created_at) values ('s', 'x', 1, '["a"]', 'now')`,
  `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${RUNS})
   insert into workflows (id, type, name, family, state, created_at, updated_at)
   select 'run-' || i, 'batch_validation', iif(i % 2, 'nightly', 'weekly'), iif(i % 3, 'default', 'pdf'),
     iif(i % 5, 'completed', 'cancelled'), 'now', 'now' from n`,
  `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${NIGHTS})
   insert into validations (id, file_path, family, content_sha256, status, outcome, review, counts_error, counts_warning,
     counts_info, validation_types, ruleset, workflow_id, created_at, updated_at, duration_ms, inputs_sha256)
   select path.value || i, path.value, 'default', 's', 'completed', 'pass', 'pending', 0, 0, 0, '[]', 'r', 'run-' || i,
     'now', 'now', 1, 'inputs' from n, json_each('["a.md", "b.md"]') path`,
  `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${DOCUMENTS})
   insert into workflow_documents (workflow_id, file_path, content_sha256, state)
   select 'run-1', 'docs/' || i, 's', iif(i < ${DOCUMENTS} / 2, 'done', 'pending') from n`,
  `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${DOCUMENTS})
   insert into validations (id, file_path, family, content_sha256, status, outcome, review, counts_error, counts_warning,
     counts_info, validation_types, ruleset, workflow_id, created_at, updated_at, duration_ms, inputs_sha256)
   select 'done' || i, 'docs/' || i, 'default', 's', 'completed', 'pass', 'pending', 0, 0, 0, '[]', 'r', 'run-1',
     'now', 'now', 1, 'inputs' from n`,
  `insert into documents (family, ref, file_path, validation_id, content_sha256, outcome, review, counts_error,
     counts_warning, counts_info, open, issues_of, first_seen_at, validated_at)
   select family, '', file_path, id, content_sha256, outcome, review, 0, 0, 0, 0, id, 'now', 'now'
     from validations where id like 'done%'`,
  `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${DOCUMENTS})
   insert into events (type, timestamp, actor, validation_id, workflow_id, family, payload)
   select 'validation_created', 'now', 'a', 'v' || i, 'run-1', 'default', '{}' from n`,
];
/** A run that brings the documents that are there for the first time. */
const RUN = { id: 'run-1', family: 'default', ref: '', created_at: 'before' };
const NEW_PATHS = Array.from({ length: 25 }, (_, n) => `new/${n}.md`);
const list = (query: object) => (db: Database) => listRuns(db, principal, { limit: 20, ...query });
const QUESTIONS: Record<string, (db: Database) => Promise<unknown>> = {
  'all runs': list({}),
  'of a family': list({ family: 'pdf' }),
  'of a state': list({ state: 'cancelled' }),
  'of a family and a state': list({ family: 'pdf', state: 'cancelled' }),
  'of a name, from a cursor': list({ name: 'nightly', family: 'default', cursor: 'run-5000' }),
  'what is known of a document': (db) =>
    readKnown(db, 'default', [{ content_sha256: 's', file_path: 'a.md', inputs_sha256: 'inputs' }]),
  'where links lead': (db) => readAnchors(db, { family: 'default', ref: '' }, ['a.md', 'b.md']),
  'the next documents of a run': (db) => readPending(db, 'run-1', { limit: 10, maxBytes: 1_000 }),
  'which of its paths are new': (db) => readNewPaths(db, RUN, NEW_PATHS),
  'where a text was before': (db) =>
    readSameText(
      db,
      RUN,
      NEW_PATHS.map((file_path) => ({ file_path, content_sha256: 's' })),
    ),
  'what a run does not have, if that is nothing': (db) => readMissing(db, RUN),
  'a page of its documents': (db) => listRunDocuments(db, 'run-1', { limit: 50, cursor: 5_000 }),
  'what was done with it': (db) =>
    readLog(db, {
      after: 0,
      limit: 50,
      audience: { principal, topics: [{ topic: '', key: 'workflow_id', value: 'run-1' }] },
      ofRuns: true,
    }),
};

beforeAll(async () => {
  for (const seed of SEEDS) await env.DB.prepare(seed).run();
});

it.each(Object.entries(QUESTIONS))('%s: costs no more than its page', async (name, ask) => {
  counted.rowsRead();
  await ask(openDatabase(counted.db));
  // The total of a run's documents is exact, and is counted on an index.
  const limit = MAX_ROWS_READ + (name === 'a page of its documents' ? DOCUMENTS : 0);
  expect(counted.rowsRead()).toBeLessThan(limit);
});
