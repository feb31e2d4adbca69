import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { getDocument, listOfDocuments } from '../../src/services/documents/documents.ts';
import {
  groupsOfRecommendations,
  listOfRecommendations,
} from '../../src/services/decisions/recommendations.ts';
import { decideRecommendationsById } from '../../src/services/decisions/decide.ts';
import { putFamily } from '../../src/services/families/families.ts';
import { createRun, getRun } from '../../src/services/runs/runs.ts';
import { runStep } from '../../src/services/runs/run-step.ts';
import type { ServiceContext } from '../../src/services/context.ts';
import type { DocumentDetail } from '../../src/shared/api/documents.ts';
import type { Document, Recommendation } from '../../src/shared/things.ts';
import { openDatabase } from '../../src/store/database.ts';
import { INSTALLED_DOCUMENTS } from './installed-documents.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const DAYS = 7;
/** One run after another each night, so that only the clock of the test says what is later. */
let clock = Date.parse('2026-03-02T02:00:00Z');
const context: ServiceContext = {
  db: openDatabase(env.DB),
  principal: { actor: 'ada', role: 'admin', families: null },
  publish: () => undefined,
  later: () => undefined,
  runner: { start: async () => undefined, resume: async () => undefined, watch: async () => undefined },
  now: () => new Date((clock += 1)),
};

async function push(tree: ReadonlyMap<string, string>, family = 'default'): Promise<void> {
  const documents = [...tree].map(([file_path, content]) => ({ file_path, content }));
  const { id } = await createRun(context, { type: 'batch_validation', family, complete: true, documents });
  while (await runStep(context, id));
  expect(await getRun(context, id)).toMatchObject({ state: 'completed', done: tree.size, failed: 0 });
}

async function documentsOf(family: string): Promise<Document[]> {
  const query = { family, ref: '', removed: false, sort: 'file_path', limit: 200 } as const;
  const { results, next_cursor } = await listOfDocuments(context, query);
  expect(next_cursor).toBe(null);
  return results;
}

async function proposedIn(family: string): Promise<Recommendation[]> {
  const all: Recommendation[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const query = { family, status: 'proposed', limit: 200, ...(cursor && { cursor }) } as const;
    const page = await listOfRecommendations(context, query);
    all.push(...page.results);
    cursor = page.next_cursor;
  }
  return all;
}

const read = (file_path: string, family = 'default') => getDocument(context, { family, file_path });
const ofRule = ({ recommendations }: DocumentDetail, rule: string) =>
  recommendations.find(({ rule_id }) => rule_id === rule);
/** What a recommendation is about, wherever it is. */
const findingsOf = ({ issues }: DocumentDetail, rule: string) =>
  issues.flatMap(({ rule_id, fingerprint }) => (rule_id === rule ? [fingerprint] : [])).toSorted();

/** What a writer does on a day: a paragraph at the end of some documents, and one after the first heading of others. */
function edit(tree: Map<string, string>, day: number): void {
  for (const [index, [path, content]] of [...tree].entries()) {
    const words = `A sentence of day ${day} that says nothing wrong.`;
    if (index % DAYS === day) tree.set(path, `${content.trimEnd()}\n\n${words}\n`);
    else if (index % DAYS === day - 1) {
      tree.set(
        path,
        content.replace(/^(?:#.*|.*\n=+)\n\n/m, (heading) => `${heading}${words}\n\n`),
      );
    }
  }
}

it('a real tree over seven days: what is decided once is not asked again, and nothing else is lost', async () => {
  const tree = new Map(INSTALLED_DOCUMENTS.map(({ file_path, content }) => [file_path, content]));
  expect(tree.size).toBe(160);
  await push(tree);

  const decided: { path: string; rule: string; to: 'approved' | 'rejected'; findings: string[] }[] = [];
  const withOpen = (await documentsOf('default')).filter(({ open }) => open > 0);
  for (const [index, { file_path: path }] of withOpen
    // The second is removed later.
    .filter((_, n) => n !== 1)
    .slice(0, 20)
    .entries()) {
    const action = index % 2 === 0 ? 'reject' : 'approve';
    const detail = await read(path);
    const one = detail.recommendations[index % detail.recommendations.length]!;
    const { outcomes } = await decideRecommendationsById(context, [one.id], action, {
      note: `day 1: ${action}`,
    });
    const to = action === 'reject' ? 'rejected' : 'approved';
    expect(outcomes).toEqual([{ id: one.id, state: to }]);
    decided.push({ path, rule: one.rule_id, to, findings: findingsOf(detail, one.rule_id) });
  }
  expect(decided).toHaveLength(20);

  for (let day = 1; day < DAYS; day += 1) {
    clock += DAY_MS;
    edit(tree, day);
    if (day === 3) {
      // Somebody moves a document that was decided on, and removes another one.
      const moved = decided[0]!;
      const path = `moved/${moved.path}`;
      tree.set(path, tree.get(moved.path)!);
      tree.delete(moved.path);
      moved.path = path;
      tree.delete(withOpen[1]!.file_path);
    }
    await push(tree);
    for (const { path, rule, to, findings } of decided) {
      const detail = await read(path);
      // Whoever edits may add to the findings of a rule, or take some away: that is another question.
      const isSame = JSON.stringify(findingsOf(detail, rule)) === JSON.stringify(findings);
      if (isSame) expect([path, rule, ofRule(detail, rule)?.status]).toEqual([path, rule, to]);
    }
  }

  const pack = 'name: fresh\nextends: default\n';
  await putFamily(context, 'fresh', pack);
  await push(tree, 'fresh');
  const fresh = new Map((await documentsOf('fresh')).map((one) => [one.file_path, one]));
  const settled = new Map<string, number>();
  for (const { path, rule, to, findings } of decided) {
    const asked = findingsOf(await read(path, 'fresh'), rule);
    if (JSON.stringify(asked) !== JSON.stringify(findings)) continue;
    settled.set(path, (settled.get(path) ?? 0) + 1);
    expect(ofRule(await read(path), rule)).toMatchObject({
      status: to,
      notes: expect.stringContaining('day 1'),
    });
  }
  // Otherwise this test would show little.
  expect(settled.size).toBeGreaterThan(15);
  const now = await documentsOf('default');
  expect(now.map(({ file_path }) => file_path)).toEqual([...tree.keys()].toSorted());
  for (const { file_path, open, counts } of now) {
    const alone = fresh.get(file_path)!;
    expect([file_path, open, counts]).toEqual([
      file_path,
      alone.open - (settled.get(file_path) ?? 0),
      alone.counts,
    ]);
  }
  const open = now.reduce((sum, one) => sum + one.open, 0);
  expect(await proposedIn('default')).toHaveLength(open);
  const { results } = await groupsOfRecommendations(context, { status: 'proposed', family: 'default' });
  expect(results.reduce((sum, { total }) => sum + total, 0)).toBe(open);
  expect(open).toBe((await proposedIn('fresh')).length - settled.size);
}, 120_000);
