/** The migrations since the last release, on a populated database of that release. */
import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { listDocuments } from '../../src/store/document-list.ts';
import { readDocument } from '../../src/store/documents.ts';
import { listQuality } from '../../src/store/quality.ts';
import { getStats } from '../../src/services/stats.ts';
import type { ServiceContext } from '../../src/services/context.ts';
import { instancesOf } from '../../src/workflows/instances.ts';
import { goBackBefore } from './older-schema.ts';

const principal = { actor: 'tester', role: 'admin', families: null } as const;

const validation = (id: string, path: string, sha: string, more = `null, null, 'pending'`) =>
  env.DB.prepare(
    `insert into validations (id, file_path, family, content_sha256, status, outcome, counts_error, counts_warning,
       counts_info, validation_types, ruleset, created_at, updated_at, duration_ms, issues_of, workflow_id, review)
     values (?1, ?2, 'cells', ?3, 'completed', 'fail', 1, 0, 0, '[]', 'r', ?1, ?1, 1, ${more})`,
  ).bind(id, path, sha);
const recommendation = (id: string, of: string, status: string) =>
  env.DB.prepare(
    `insert into recommendations (id, validation_id, ordinal, title, instruction, rationale, rule_id, severity, scope,
       recommendation_type, confidence, status, edits, diff, created_at, updated_at, family)
     values (?1, ?2, 0, 't', 'i', 'r', 'links/x', 'error', 'lines:1-1', 'automated', 1, ?3, '[]', '', 'n', 'n', 'cells')`,
  ).bind(id, of, status);
const issue = (of: string, rule: string) =>
  env.DB.prepare(
    `insert into issues (validation_id, ordinal, rule_id, level, message, line, "column", end_line, end_column, start,
       "end", snippet, fixable, fingerprint)
     values (?1, (select count(*) from issues where validation_id = ?1), ?2, 'error', 'm', 1, 1, 1, 1, 0, 1, 's', 'none', 'f')`,
  ).bind(of, rule);

it('keeps the data, and knows the newest version of each document', async () => {
  // A database of the last release.
  await goBackBefore('texts.sql');
  await env.DB.batch([
    env.DB.prepare(
      `insert into documents (sha256, content, byte_length, created_at) values ('s1', 'One', 3, 'n'), ('s2', 'Two', 3, 'n')`,
    ),
    validation('v1', 'a.md', 's1'),
    validation('v2', 'a.md', 's2', `null, null, 'approved'`),
    issue('v1', 'links/old'),
    issue('v2', 'links/x'),
    issue('v2', 'links/x'),
    recommendation('r1', 'v1', 'proposed'),
    recommendation('r2', 'v1', 'rejected'),
    recommendation('r3', 'v2', 'proposed'),
    // An unchanged text in a later run: its recommendations are with the earlier result.
    validation('v3', 'b.md', 's1'),
    issue('v3', 'links/x'),
    recommendation('r4', 'v3', 'proposed'),
    recommendation('r5', 'v3', 'approved'),
    validation('v4', 'b.md', 's1', `'v3', null, 'pending'`),
    // Texts without a path have nothing to do with one another.
    validation('v5', 'untitled.md', 's1'),
    recommendation('r6', 'v5', 'proposed'),
    validation('v6', 'untitled.md', 's2'),
  ]);
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);

  const db = openDatabase(env.DB);
  const page = await listDocuments(db, principal, { limit: 10, ref: '', removed: false, sort: 'file_path' });
  expect(page?.results).toEqual([
    expect.objectContaining({
      file_path: 'a.md',
      validation_id: 'v2',
      review: 'approved',
      open: 1,
      first_seen_at: 'v1',
      validated_at: 'v2',
    }),
    expect.objectContaining({ file_path: 'b.md', validation_id: 'v4', open: 1, first_seen_at: 'v3' }),
  ]);
  expect(page?.total).toBe(2);
  const a = await readDocument(db, principal, { family: 'cells', file_path: 'a.md' });
  expect(a?.history.map(({ id, superseded_by }) => [id, superseded_by])).toEqual([
    ['v2', undefined],
    ['v1', 'v2'],
  ]);
  const b = await readDocument(db, principal, { family: 'cells', file_path: 'b.md' });
  expect(b?.recommendations.map(({ id, status }) => [id, status])).toEqual([
    ['r4', 'proposed'],
    ['r5', 'approved'],
  ]);
  expect(b?.issues).toHaveLength(1);
  const { results: statuses } = await env.DB.prepare(
    'select id, status from recommendations order by id',
  ).all();
  expect(statuses.slice(0, 3)).toEqual([
    { id: 'r1', status: 'superseded' },
    { id: 'r2', status: 'rejected' },
    { id: 'r3', status: 'proposed' },
  ]);
  const context: ServiceContext = {
    db,
    principal,
    publish: () => undefined,
    later: () => undefined,
    runner: instancesOf(env),
    now: () => new Date(),
  };
  expect((await getStats(context)).recommendations).toEqual({
    total: 6,
    by_status: { proposed: 3, approved: 1, rejected: 1, applied: 0, superseded: 1 },
  });
  for (const query of [{ rule_id: 'links/x' }, { file_path: '.md' }, { folder: 'none' }]) {
    const filtered = await listDocuments(db, principal, {
      limit: 10,
      ref: '',
      removed: false,
      sort: '-findings',
      ...query,
    });
    expect(filtered?.results).toHaveLength('folder' in query ? 0 : 2);
  }
  const old = await listDocuments(db, principal, {
    limit: 10,
    ref: '',
    removed: false,
    sort: 'file_path',
    rule_id: 'links/old',
  });
  expect(old?.results).toEqual([]);
  // The days of quality: the times above stand for days.
  const quality = await listQuality(db, principal, { from: 'v1', to: 'v9', limit: 10 });
  expect(quality?.results.map(({ day, documents: { fail }, counts }) => [day, fail, counts.error])).toEqual([
    ['v1', 1, 1],
    ['v2', 1, 1],
    ['v3', 2, 2],
    ['v4', 2, 2],
  ]);
  const [first, , , newest] = quality?.results ?? [];
  expect(first?.rules).toEqual([{ rule_id: 'links/old', findings: 1, documents: 1 }]);
  expect(newest?.rules).toEqual([{ rule_id: 'links/x', findings: 3, documents: 2 }]);
  expect(newest?.open).toBe(2);
  // A new validation's text can still be found by its words: the triggers name the table by its new name.
  const words = await env.DB.prepare(
    `select count(*) as n from validation_texts where validation_texts match 'two'`,
  ).first();
  expect(words).toEqual({ n: 2 });
});
