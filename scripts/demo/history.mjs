/**
 * Eight weeks of quality before today, as a family has them that grows and gets better. The service has no way to say what was
 * true in the past, so they are written into the database of a local one.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { numbers } from './texts.mjs';

const DAYS = 56;
const DAY_MS = 24 * 60 * 60 * 1_000;
const NOTHING = '{"list":[],"more":0}';

/**
 * Writes the days before today of what the demonstration has made. Days that are there stay.
 *
 * @param {string} folder the data folder of the service
 * @param {readonly string[]} families
 * @returns {boolean} whether it was the folder of the service that was filled
 */
export function addHistory(folder, families) {
  const databases = join(folder, 'v3/d1/miniflare-D1DatabaseObject');
  const file =
    existsSync(databases) && readdirSync(databases).find((name) => /^[0-9a-f]{64}\.sqlite$/.test(name));
  if (!file) return false;
  const database = new DatabaseSync(join(databases, file), { timeout: 5_000 });
  try {
    const today = new Date().toISOString().slice(0, 10);
    const rows = database
      .prepare('select * from quality_days where day = ? and family in (select value from json_each(?))')
      .all(today, JSON.stringify(families));
    const insert =
      database.prepare(`insert into quality_days (family, folder, day, documents_pass, documents_warning,
        documents_fail, documents_failed, findings_error, findings_warning, findings_info, open, decided, applied, waits,
        rules, folders, new_error, new_warning, new_info, resolved_error, resolved_warning, resolved_info)
      values (?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`);
    database.exec('begin immediate');
    for (const [index, row] of rows.entries())
      for (const day of daysBefore(row, numbers(index + 11)))
        insert.run(row['family'] ?? '', row['folder'] ?? '', ...day);
    database.exec('commit');
    return rows.length > 0;
  } finally {
    database.close();
  }
}

/**
 * The days before a day, the oldest first: fewer documents, more findings in each, a gate that failed in the fourth week.
 *
 * @param {Record<string, unknown>} now the row of the last day
 * @param {() => number} next
 */
function daysBefore(now, next) {
  /** @param {string} name */
  const of = (name) => Number(now[name]);
  const documents = of('documents_pass') + of('documents_warning') + of('documents_fail');
  /** @type {number[] | undefined} */
  let before;
  return Array.from({ length: DAYS }, (_, index) => {
    const ago = DAYS - index;
    const time = new Date(Date.parse(String(now['day'])) - ago * DAY_MS);
    const isWeekend = time.getUTCDay() % 6 === 0;
    // A team works in steps of some days, not evenly.
    const progress = Math.floor((index / DAYS) * 14) / 14;
    const total = Math.round(documents * (0.55 + 0.45 * progress));
    const worse = 1 + 1.1 * (1 - progress) + (ago < 32 && ago > 25 ? 0.5 : 0);
    const failing = Math.min(total, Math.round(total * (0.16 * (1 - progress))) + (worse > 2 ? 1 : 0));
    const share = documents === 0 ? 0 : total / documents;
    const warned = Math.min(
      total - failing,
      Math.round(of('documents_warning') * share * Math.min(1.3, worse)),
    );
    /** @param {string} name */
    const findings = (name) => Math.round(of(name) * share * worse);
    const found = [
      Math.max(findings('findings_error'), failing + Math.round(next())),
      findings('findings_warning'),
      findings('findings_info'),
    ];
    const last = before ?? found;
    before = found;
    // Some findings come and go on the same day.
    const passing = isWeekend ? 0 : Math.round(next() * 3 * share);
    const changes = found.map((n, level) => n - (last[level] ?? n));
    const decided = isWeekend ? 0 : Math.round(next() * 9 * share);
    return [
      time.toISOString().slice(0, 10),
      total - failing - warned,
      warned,
      failing,
      ...found,
      findings('open'),
      decided,
      Math.min(decided, Math.round(next() * 6)),
      JSON.stringify(decided === 0 ? {} : { '0.0': decided }),
      NOTHING,
      NOTHING,
      ...changes.map((change) => Math.max(change, 0) + passing),
      ...changes.map((change) => Math.max(-change, 0) + passing),
    ];
  });
}
