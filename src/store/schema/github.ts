import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** What a webhook of GitHub is about. What is true is asked of GitHub when it is worked off. */
export const DELIVERY_KINDS = [
  'branch',
  'pull',
  'closed',
  'comment',
  'button',
  'check',
  'installed',
] as const;
export const DELIVERY_STATES = ['waiting', 'done', 'failed'] as const;

/** Webhooks of GitHub that have something to do. Of what they said, only what they are about is kept. */
export const githubDeliveries = sqliteTable(
  'github_deliveries',
  {
    /** `X-GitHub-Delivery`: each delivery is taken once. */
    id: text().primaryKey(),
    installation_id: integer().notNull(),
    /** `owner/name` */
    repository: text().notNull(),
    kind: text({ enum: DELIVERY_KINDS }).notNull(),
    /**
     * The name of a branch, or the number of a pull request. Of a comment: that number, a slash and its id; of a check, its
     * run; of a button of a check, the run, a slash and who has pressed it, until it is worked off.
     * Empty for a new installation.
     */
    subject: text().notNull(),
    /** Empty until it was asked for. */
    default_branch: text().notNull(),
    /**
     * Whether it is validated again, although its commit was. Of a comment or a button: whether a commit was begun for it, so
     * that nothing is left to commit when it is tried again.
     */
    is_again: integer({ mode: 'boolean' }).notNull(),
    /** The address of this service, as GitHub knows it. */
    origin: text().notNull(),
    state: text({ enum: DELIVERY_STATES }).notNull().default('waiting'),
    error: text(),
    received_at: text().notNull(),
    /** The last progress; a time in the future while a rate limit is waited for. */
    updated_at: text().notNull(),
    /** How often it was resumed since its last progress. */
    resumes: integer().notNull().default(0),
  },
  (table) => [index('github_deliveries_state').on(table.state, table.updated_at)],
);

/** What is done of the main line of a family, or of a pull request. One delivery at a time works on it. */
export const githubLines = sqliteTable(
  'github_lines',
  {
    family: text().notNull(),
    /** Empty for the main line. */
    ref: text().notNull(),
    /** JSON of the repository, the branch and the paths by which `done_sha` was validated. */
    source: text(),
    /** The last commit that was validated. */
    done_sha: text(),
    /** The delivery that validated it. */
    done_by: text(),
    /** The commit that is being validated, and its run. */
    sha: text(),
    run_id: text(),
    /** The delivery that works on it, and until when it may. */
    claimed_by: text(),
    claimed_until: text(),
    /** A later delivery that waits for it: the run is outdated. */
    wanted_by: text(),
  },
  (table) => [primaryKey({ columns: [table.family, table.ref] })],
);
