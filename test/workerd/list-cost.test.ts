import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import {
  getRecommendation,
  groupsOfRecommendations,
  listOfRecommendations,
} from '../../src/services/decisions/recommendations.ts';
import { getValidation, historyOfFile, listOfValidations } from '../../src/services/documents/validations.ts';
import { getEvents, getHistory } from '../../src/services/events/read-events.ts';
import { getDocument, groupsOfOwners, listOfDocuments } from '../../src/services/documents/documents.ts';
import { listApproved } from '../../src/services/git/approved.ts';
import { qualityOverTime } from '../../src/services/documents/quality.ts';
import { DOCUMENT_SORTS, type DocumentListQuery } from '../../src/shared/api/documents.ts';
import type { ApprovedQuery } from '../../src/shared/api/patches.ts';
import { toDocumentCursor } from '../../src/store/document-cursor.ts';
import { getStats } from '../../src/services/stats.ts';
import type { ServiceContext } from '../../src/services/context.ts';
import { decideRecommendation } from '../../src/services/decisions/decide.ts';
import { decideReview } from '../../src/services/decisions/decide-reviews.ts';
import { OUTCOMES, REVIEWS } from '../../src/shared/things.ts';
import { openDatabase } from '../../src/store/database.ts';
import { instancesOf } from '../../src/workflows/instances.ts';
import { countRowsRead } from './rows-read.ts';
import { SEED_QUALITY, seededRecommendation, seededValidation, seedStatements } from './seed.ts';

/** Bounded counts, which end at 1,000, are at their end in both. */
const FEW = 1_500;
const MANY = 4_500;
/**
 * How many rows of tables and indexes more a question may read of many than of few: some of those that pass a rare filter.
 * To read one row of each document would be six times as much.
 */
const MORE = 500;
const PAGE = 20;

const counted = countRowsRead(env.DB);
const context = (families: string[] | null = null): ServiceContext => ({
  db: openDatabase(counted.db),
  principal: { actor: 'tester', role: 'admin', families },
  publish: () => undefined,
  later: () => undefined,
  runner: instancesOf(env),
  now: () => new Date(),
});

type Ask = (services: ServiceContext) => Promise<unknown>;
const list =
  (query: object): Ask =>
  (services) =>
    listOfValidations(services, { limit: PAGE, sort: '-created_at', ...query });
const recommendations =
  (query: object): Ask =>
  (services) =>
    listOfRecommendations(services, { limit: PAGE, ...query });

const documents =
  (query: Partial<DocumentListQuery>): Ask =>
  (services) =>
    listOfDocuments(services, { limit: PAGE, ref: '', removed: false, sort: 'file_path', ...query });
const documentsSorted = (name: string, query: Partial<DocumentListQuery>) =>
  Object.fromEntries(
    DOCUMENT_SORTS.map((sort) => [`documents ${name}, by ${sort}`, documents({ ...query, sort })]),
  );

const approved =
  (query: Partial<ApprovedQuery>): Ask =>
  (services) =>
    listApproved(services, 'default', { limit: PAGE, ref: '', ...query });
const quality =
  (query: { family?: string; folder?: string; owner?: string }): Ask =>
  (services) =>
    qualityOverTime(services, { from: '2025-12-01', to: '2026-11-30', limit: 366, ...query });

const combinations = OUTCOMES.flatMap((outcome) => REVIEWS.map((review) => ({ outcome, review })));
const LISTS: Record<string, Ask> = {
  'all validations': list({}),
  'all, by path': list({ sort: 'file_path' }),
  'all, by path, backwards': list({ sort: '-file_path' }),
  'all, from a cursor': list({ cursor: seededValidation(250) }),
  'by path, from a cursor': list({ sort: 'file_path', cursor: seededValidation(250) }),
  ...Object.fromEntries(combinations.map((query) => [`${query.outcome}, ${query.review}`, list(query)])),
  'of a family, rare': list({ family: 'pdf', review: 'rejected', outcome: 'fail' }),
  'failed ones': list({ status: 'failed' }),
  'completed ones, by path': list({ status: 'completed', sort: 'file_path' }),
  'rejected ones, by path, from a cursor': list({
    review: 'rejected',
    sort: 'file_path',
    cursor: seededValidation(0),
  }),
  'a path that one has': list({ file_path: 'page-77.' }),
  'a path that all have': list({ file_path: 'docs/area' }),
  'a word that all have': list({ q: 'common' }),
  'a word that one has': list({ q: 'unique123' }),
  'a word that none has': list({ q: 'zebra crossing' }),
  'all recommendations': recommendations({}),
  'approved ones': recommendations({ status: 'approved' }),
  'applied ones, of which there are none': recommendations({ status: 'applied' }),
  'of a rule': recommendations({ rule_id: 'links/rule-3', status: 'proposed' }),
  'of a rule and a family, rare': recommendations({
    rule_id: 'links/rule-3',
    status: 'rejected',
    family: 'pdf',
  }),
  'of a validation': recommendations({ validation_id: seededValidation(5) }),
  ...documentsSorted('all', {}),
  ...documentsSorted('with open recommendations', { open: true, family: 'pdf' }),
  ...documentsSorted('that are done', { open: false, outcome: 'fail' }),
  ...documentsSorted('that are removed', { removed: true }),
  ...documentsSorted('of a ref', { ref: 'pull/1' }),
  ...documentsSorted('of a folder', { folder: 'docs/area-5' }),
  ...documentsSorted('of the folder of all', { folder: 'docs' }),
  ...documentsSorted('with a rule that all have', { rule_id: 'links/rule-3' }),
  ...documentsSorted('with a rule that none has', { rule_id: 'none' }),
  ...documentsSorted('with a rule, that are open', { rule_id: 'links/rule-3', open: true }),
  ...documentsSorted('with a rule, in a folder', { rule_id: 'links/rule-3', folder: 'docs/area-5' }),
  ...documentsSorted('with a rule, rare', {
    rule_id: 'links/rule-3',
    outcome: 'fail',
    family: 'pdf',
    open: false,
  }),
  ...documentsSorted('of an owner of all', { owner: '@everyone' }),
  ...documentsSorted('of an owner of some', { owner: '@team-5', family: 'pdf', open: true }),
  ...documentsSorted('of an owner of none', { owner: '@nobody' }),
  'owners of documents': (services) => groupsOfOwners(services, { ref: '' }),
  ...documentsSorted('with a part of a path that one has', { file_path: 'page-77.' }),
  ...documentsSorted('with a part of a path that all have', { file_path: 'docs/area' }),
  'documents with approved changes': approved({}),
  'documents with approved changes of a rule and a folder': approved({ rule_id: ['none'], folder: 'docs' }),
  'documents with approved changes of an owner': approved({ owner: '@everyone' }),
  'documents from a cursor': documents({
    sort: '-findings',
    cursor: toDocumentCursor('-findings', { value: 10, id: 15_000 }),
  }),
  'quality of a year': quality({ family: 'default' }),
  'quality of a year, of all families': quality({}),
  'quality of a year, in a folder': quality({ folder: 'docs/area-5' }),
  'quality of a year, of an owner': quality({ owner: '@team-5' }),
};
const QUESTIONS: Record<string, Ask> = {
  ...LISTS,
  groups: (services) => groupsOfRecommendations(services, { status: 'proposed' }),
  stats: (services) => getStats(services),
  'one validation': (services) => getValidation(services, seededValidation(5)),
  'one recommendation': (services) => getRecommendation(services, seededRecommendation(5)),
  'the history of a file': (services) =>
    historyOfFile(services, { limit: PAGE, file_path: 'docs/area-5/page-5.md' }),
  'one document': (services) =>
    getDocument(services, { family: 'cells', file_path: 'docs/area-5/page-5.md' }),
  'events of a validation': (services) =>
    getHistory(services, { validation_id: seededValidation(5) }, { after: 0, limit: PAGE }),
  'events, newest': (services) => getEvents(services, { after: 1_400, limit: PAGE }),
};
const CHANGES: readonly Ask[] = [
  (services) => decideRecommendation(services, seededRecommendation(20), 'approve'),
  (services) => decideReview(services, seededValidation(20), 'approve'),
];

/** The rows that each question reads, by its name. */
async function costs(): Promise<Map<string, number>> {
  const read = new Map<string, number>();
  counted.rowsRead();
  for (const [name, ask] of Object.entries(QUESTIONS)) {
    await ask(context(null));
    read.set(name, counted.rowsRead());
  }
  for (const [name, ask] of Object.entries(LISTS)) {
    await ask(context(['default', 'pdf', 'cells']));
    read.set(`${name}, limited to families`, counted.rowsRead());
  }
  return read;
}

it('what a question reads does not grow with what is stored', async () => {
  for (const statement of [...seedStatements(FEW), SEED_QUALITY]) await env.DB.prepare(statement).run();
  const few = await costs();
  for (const statement of [...seedStatements(MANY, FEW), SEED_QUALITY]) await env.DB.prepare(statement).run();
  const many = await costs();
  const grown = [...many].filter(([name, rows]) => rows > 1.2 * (few.get(name) ?? 0) + MORE);
  expect(grown.map(([name, rows]) => [name, few.get(name), rows])).toEqual([]);
  expect(few.get('one validation')).toBeGreaterThan(10);
}, 60_000);

it('a decision reads only what it is about', async () => {
  for (const ask of CHANGES) {
    await ask(context(null));
    expect(counted.rowsRead()).toBeLessThan(MORE);
  }
});
