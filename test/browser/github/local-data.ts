/** What a local service has stored, seen from outside: what is not done yet, and how time passes while it is away. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const AWAY_SECONDS = 60;
const EARLIER = `strftime('%Y-%m-%dT%H:%M:%fZ', updated_at, '-${AWAY_SECONDS} seconds')`;
const HUB_ALARMS = 'v3/do/galley-LiveHub/metadata.sqlite';

export class LocalData {
  readonly #file: string;
  readonly #alarms: string;

  /** @param folder - of the service */
  constructor(folder: string) {
    const databases = join(folder, 'v3/d1/miniflare-D1DatabaseObject');
    const files = readdirSync(databases).filter(
      (name) => name.endsWith('.sqlite') && !name.startsWith('metadata'),
    );
    if (files.length !== 1) throw new Error(`${databases} has ${files.join(', ') || 'no database'}`);
    this.#file = join(databases, files[0] ?? '');
    this.#alarms = join(folder, HUB_ALARMS);
  }

  read<Row>(sql: string): Row[] {
    return within(this.#file, true, (db) => db.prepare(sql).all() as Row[]);
  }

  /** Lets a minute pass, as far as the service can tell. It must not be running. */
  letAMinutePass(): void {
    within(this.#file, false, (db) => {
      db.exec(`update github_deliveries set updated_at = ${EARLIER} where state = 'waiting'`);
      db.exec(`update workflows set updated_at = ${EARLIER} where state = 'running'`);
    });
    // In nanoseconds.
    within(this.#alarms, false, (db) =>
      db.exec(`update _cf_ALARM set scheduled_time = scheduled_time - ${AWAY_SECONDS}000000000`),
    );
  }
}

function within<Result>(file: string, readOnly: boolean, work: (db: DatabaseSync) => Result): Result {
  const db = new DatabaseSync(file, { readOnly });
  try {
    return work(db);
  } finally {
    db.close();
  }
}
