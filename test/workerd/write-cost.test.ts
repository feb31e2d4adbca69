/** What a write costs in rows, which does not depend on the machine. */
import { env } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { ServiceContext } from '../../src/services/context.ts';
import { decideRecommendation } from '../../src/services/decisions/decide.ts';
import { enhance } from '../../src/services/decisions/enhance.ts';
import { validateDocument } from '../../src/services/documents/validate.ts';
import { openDatabase } from '../../src/store/database.ts';
import { goOnUnchanged } from '../../src/store/documents.ts';
import { validations } from '../../src/store/schema.ts';
import { instancesOf } from '../../src/workflows/instances.ts';
import { countRowsRead } from './rows-read.ts';
import { seededValidation, seedStatements } from './seed.ts';

const counted = countRowsRead(env.DB);
const context: ServiceContext = {
  db: openDatabase(counted.db),
  principal: { actor: 'tester', role: 'admin', families: null },
  publish: () => undefined,
  later: () => undefined,
  runner: instancesOf(env),
  now: () => new Date(),
};

/** A page with findings of about ten rules. */
const PAGE = [
  '# Title',
  'Text   ',
  '### Too deep',
  '',
  'Text with [gone](#nowhere) and [](empty.md).',
  '',
  '',
  'More\ttabs, and a very long line that goes on and on, and on, and on, and on, and on, and on, and on, and on, to here.',
  '* a',
  '- b',
  '',
  '```',
  'code',
  '```',
  '![](image.png)',
  'http://bare.example',
].join('\n');

async function costOf(act: () => Promise<unknown>): Promise<{ read: number; written: number }> {
  counted.rowsRead();
  counted.rowsWritten();
  await act();
  return { read: counted.rowsRead(), written: counted.rowsWritten() };
}
const submit = (filePath: string, content: string) => () =>
  validateDocument(context, { path: 'content', filePath, content }, { family: 'default' });

/** Rows read and written at most. Reading what is stored would be many thousand rows. */
const MOST: Record<string, { read: number; written: number }> = {
  'a new document': { read: 330, written: 290 },
  'the same findings in a changed text': { read: 740, written: 300 },
  'some findings less': { read: 690, written: 260 },
  'a clean version': { read: 390, written: 150 },
  'an unchanged document of a run': { read: 50, written: 0 },
  'an approval': { read: 105, written: 24 },
  'a rejection': { read: 105, written: 24 },
  'an enhancement': { read: 200, written: 40 },
  'a deletion': { read: 60, written: 25 },
};

/** Much of what a write does not concern: approvals, and results of a run. What was applied is seeded. */
const MANY = [
  `update recommendations set status = 'approved' where rowid <= 600`,
  `insert into workflows (id, type, name, family, created_at, updated_at) values ('run', 'batch_validation', '', 'pdf', '', '')`,
  `insert into workflow_documents (workflow_id, file_path, state, validation_id)
    select 'run', rowid, 'done', id from validations`,
];

it('a write costs a bounded number of rows, whatever is stored', async () => {
  for (const statement of seedStatements(4_000)) await env.DB.prepare(statement).run();
  for (const statement of MANY) await env.DB.prepare(statement).run();
  const made = await submit('guides/start/decided.md', PAGE)();
  const [first, second] = made.recommendations.filter(({ edits }) => edits.length > 0);
  const path = 'guides/start/new.md';
  const isBefore = sql`${validations.id} = (select v.supersedes from validations v join documents on validation_id = v.id
    where documents.family = 'default' and documents.ref = '' and documents.file_path = ${path})`;
  const acts: Record<string, () => Promise<unknown>> = {
    'a new document': submit(path, PAGE),
    'the same findings in a changed text': submit(path, `${PAGE}\n\nMore.\n`),
    'some findings less': submit(path, PAGE.replace('* a\n- b\n', '')),
    'a clean version': submit(path, '# Title\n\nText.\n'),
    'an unchanged document of a run': async () => {
      const [one, ...more] = goOnUnchanged(context.db, [seededValidation(7)]);
      await context.db.batch([one!, ...more]);
    },
    'an approval': () => decideRecommendation(context, first!.id, 'approve'),
    'a rejection': () => decideRecommendation(context, second!.id, 'reject'),
    'an enhancement': async () => {
      expect((await enhance(context, made.id)).applied).toEqual([first!.id]);
    },
    'a deletion': () => context.db.batch([context.db.delete(validations).where(isBefore)]),
  };
  const costs: typeof MOST = {};
  for (const [name, act] of Object.entries(acts)) costs[name] = await costOf(act);
  const tooMuch = Object.entries(costs).filter(
    ([name, { read, written }]) => read > MOST[name]!.read || written > MOST[name]!.written,
  );
  expect(Object.fromEntries(tooMuch)).toEqual({});
  expect(costs['a new document']!.written).toBeGreaterThan(100);
});
