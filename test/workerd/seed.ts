/** Statements that fill a database as if it had been used for long, for tests of cost and for benchmarks. */

/** Documents that one statement inserts. Each statement is one transaction. */
const CHUNK = 2_000;

/**
 * Validations with a document of about a kilobyte, 10 issues, 2 recommendations and 3 events each. Most are pending;
 * there are some in every other state.
 *
 * @param count - the number of validations
 * @param start - the number of those that exist already
 * @param versions - versions of each document: earlier ones are a month apart, with the same text, 3 issues, one
 *   recommendation and one event each
 * @returns statements, to be run in this order
 */
export function seedStatements(count: number, start = 0, versions = 1): string[] {
  const statements: string[] = [];
  for (let from = start; from < count; from += CHUNK) {
    const numbers = `with recursive n (i) as (select ${from} union all select i + 1 from n where i + 1 < ${Math.min(count, from + CHUNK)})`;
    statements.push(
      `insert into texts (sha256, content, byte_length, created_at)
        ${numbers} select printf('%064x', i), ${CONTENT}, 1000, ${TIME} from n`,
      ...earlierVersions(numbers, versions),
      `insert into validations (id, file_path, family, content_sha256, status, outcome, review, counts_error,
          counts_warning, counts_info, validation_types, ruleset, notes, created_at, updated_at, duration_ms, supersedes)
        ${numbers} select ${id('7000', 'i')}, 'docs/area-' || (i % 97) || '/page-' || i || '.md',
          ${FAMILY}, printf('%064x', i), case when i % 401 = 0 then 'failed' else 'completed' end,
          case when i % 401 = 0 then null when i % 3 = 0 then 'fail' when i % 3 = 1 then 'warning' else 'pass' end,
          case when i % 503 = 0 then 'rejected' when i % 53 = 0 then 'approved' else 'pending' end,
          1, 4, 5, '["links"]', 'seed@1', case when i % 53 = 0 then 'as agreed with team ' || (i % 7) end,
          ${TIME}, ${TIME}, 3, ${versions > 1 ? id(versionGroup(versions - 1), 'i') : 'null'} from n`,
      `insert into issues (validation_id, ordinal, rule_id, level, message, line, column, end_line, end_column, start,
          "end", snippet, fixable, fingerprint)
        ${numbers}, o (k) as (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9))
        select ${id('7000', 'i')}, k, 'links/rule-' || k, case k when 0 then 'error' else 'info' end,
          'A message about something that was found here', k + 1, 1, k + 1, 9, k * 80, k * 80 + 8, 'snippet',
          'none', printf('%032x', i * 10 + k) from n, o`,
      `insert into recommendations (id, validation_id, ordinal, title, instruction, rationale, rule_id, severity, scope,
          recommendation_type, confidence, status, edits, diff, created_at, updated_at, family)
        ${numbers}, o (k) as (values (0), (1))
        select ${id('7001', 'i * 2 + k')}, ${id('7000', 'i')}, k, 'Fix a link', 'Fix it.', 'It leads nowhere.',
          'links/rule-' || ((i + k) % 20), 'info', 'lines:1-2', 'automated', 0.9,
          case when i % 307 = 0 then 'approved' when i % 311 = 0 then 'rejected'
            when i % 3 = 2 and k = 1 then 'applied' else 'proposed' end,
          '[{"start":0,"end":1,"expected":"#","text":"##"}]', '', ${TIME}, ${TIME}, ${FAMILY} from n, o`,
      `insert into events (type, timestamp, actor, validation_id, recommendation_id, family, payload)
        ${numbers}, o (k) as (values (0), (1), (2))
        select case k when 0 then 'validation_created' else 'recommendation_created' end, ${TIME}, 'seed',
          ${id('7000', 'i')}, case when k > 0 then ${id('7001', 'i * 2 + k - 1')} end, ${FAMILY},
          '{"file_path":"x.md","title":"Fix a link","status":"proposed","outcome":"pass","counts":{"error":0,"warning":0,"info":0}}'
          from n, o`,
      `insert into documents (family, ref, file_path, validation_id, content_sha256, outcome, review, counts_error,
          counts_warning, counts_info, open, issues_of, first_seen_at, validated_at, owners)
        ${numbers} select v.family, v.ref, v.file_path, v.id, v.content_sha256, v.outcome, v.review, v.counts_error,
          v.counts_warning, v.counts_info,
          (select count(*) from recommendations where validation_id = v.id and status = 'proposed'), v.id, v.created_at,
          v.created_at, '["@everyone","@team-' || (i % 97) || '"]'
        from n join validations v on v.id = ${id('7000', 'i')}`,
    );
  }
  return statements;
}

/** The versions before the newest, oldest first: validations that were superseded, and what they have. */
function earlierVersions(numbers: string, versions: number): string[] {
  return Array.from({ length: versions - 1 }, (_one, n) => n + 1).flatMap((version) => {
    const [before, own, after] = [version - 1, version, version + 1].map((n) =>
      n === 0 ? 'null' : id(n === versions ? '7000' : versionGroup(n), 'i'),
    );
    const time = timeOf(`i * 30 - ${(versions - version) * 30 * 24 * 60 * 60}`);
    const recommendation = id(versionGroup(version + versions), 'i');
    return [
      `insert into validations (id, file_path, family, content_sha256, status, outcome, review, counts_error,
          counts_warning, counts_info, validation_types, ruleset, created_at, updated_at, duration_ms, supersedes,
          superseded_by)
        ${numbers} select ${own}, 'docs/area-' || (i % 97) || '/page-' || i || '.md', ${FAMILY}, printf('%064x', i),
          'completed', 'fail', 'pending', 1, 0, 2, '["links"]', 'seed@1', ${time}, ${time}, 3, ${before}, ${after} from n`,
      `insert into issues (validation_id, ordinal, rule_id, level, message, line, column, end_line, end_column, start,
          "end", snippet, fixable, fingerprint)
        ${numbers}, o (k) as (values (0), (1), (2))
        select ${own}, k, 'links/rule-' || k, case k when 0 then 'error' else 'info' end,
          'A message about something that was found here', k + 1, 1, k + 1, 9, k * 80, k * 80 + 8, 'snippet',
          'none', printf('%032x', i * 10 + k) from n, o`,
      `insert into recommendations (id, validation_id, ordinal, title, instruction, rationale, rule_id, severity, scope,
          recommendation_type, confidence, status, edits, diff, created_at, updated_at, family)
        ${numbers} select ${recommendation}, ${own}, 0, 'Fix a link', 'Fix it.', 'It leads nowhere.',
          'links/rule-' || (i % 20), 'info', 'lines:1-2', 'automated', 0.9, 'superseded', '[]', '', ${time}, ${time},
          ${FAMILY} from n`,
      `insert into events (type, timestamp, actor, validation_id, family, payload)
        ${numbers} select 'validation_created', ${time}, 'seed', ${own}, ${FAMILY}, '{"file_path":"x.md"}' from n`,
    ];
  });
}

/** A year of quality before the newest day, with what the newest has. It follows all others. */
export const SEED_QUALITY = `insert or ignore into quality_days (family, folder, day,
    documents_pass, documents_warning, documents_fail, documents_failed, findings_error, findings_warning, findings_info,
    open, decided, applied, waits, rules, folders)
  with recursive ago (n) as (select 1 union all select n + 1 from ago where n < 365)
  select q.family, q.folder, date(q.day, '-' || n || ' days'), documents_pass, documents_warning, documents_fail,
    documents_failed, findings_error, findings_warning, findings_info, open, 3, 2, '{"1.0":3}',
    json_object('list', (
      select json_group_array(json_array(name, findings, documents)) from (
        select * from quality_parts p where p.family = q.family and p.folder = q.folder and kind = 'rule' limit 30
      )
    ), 'more', 0),
    json_object('list', json('[]'), 'more', 0)
  from quality_days q, ago
  where q.day = (select max(day) from quality_days l where l.family = q.family and l.folder = q.folder)
    and q.folder in ('', 'docs', 'docs/area-5', '/@team-5')`;

/** The ids of the seeded rows, by number. */
export const seededValidation = (n: number) => uuid('7000', n);
export const seededRecommendation = (n: number) => uuid('7001', n);

function uuid(version: string, n: number): string {
  return `01900000-0000-${version}-8000-${n.toString(16).padStart(12, '0')}`;
}

function id(version: string, n: string): string {
  return `printf('01900000-0000-${version}-8000-%012x', ${n})`;
}

/** The part of the ids of a version that says which one it is. */
const versionGroup = (version: number) => `70${(version + 15).toString(16).padStart(2, '0')}`;

function timeOf(seconds: string): string {
  return `strftime('%Y-%m-%dT%H:%M:00.000Z', 1790000000 + ${seconds}, 'unixepoch')`;
}

/** The newest version. */
const TIME = timeOf('i * 30');
const FAMILY = `case i % 5 when 0 then 'cells' when 1 then 'words' when 2 then 'pdf' else 'default' end`;
/** A word that every document has, one that every hundredth has, one that a single document has, and filler. */
const CONTENT = `'# Page ' || i || char(10, 10) || 'Everything here is common. Word' || (i % 100) || ' and unique' || i ||
  '. ' || replace(hex(zeroblob(120)), '00', 'text ') || char(10)`;
