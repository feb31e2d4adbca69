/** All tables. `npm run migrations` generates migrations from them; a migration is reviewed, and never edited afterwards. */
export * from './schema/access.ts';
export * from './schema/backup.ts';
export * from './schema/batches.ts';
export * from './schema/code-owners.ts';
export * from './schema/documents.ts';
export * from './schema/events.ts';
export * from './schema/families.ts';
export * from './schema/gates.ts';
export * from './schema/github.ts';
export * from './schema/idempotency-keys.ts';
export * from './schema/metrics.ts';
export * from './schema/quality.ts';
export * from './schema/recommendations.ts';
export * from './schema/run-documents.ts';
export * from './schema/runs.ts';
export * from './schema/texts.ts';
export * from './schema/validations.ts';
