/** The settings FAMILIES and MOVED_FAMILIES: what another service has is read and deleted here, and not stored. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../src/describe/index.ts';
import type { Operation } from '../../src/describe/operation.ts';
import { endIgnoring } from '../../src/services/decisions/end-ignoring.ts';
import { runStep } from '../../src/services/runs/run-step.ts';
import type { BulkResponse } from '../../src/shared/api/decisions.ts';
import type { FamilyDetail } from '../../src/shared/api/families.ts';
import type { RunDetail } from '../../src/shared/api/runs.ts';
import { readServedFamilies } from '../../src/shared/served-families.ts';
import { openDatabase } from '../../src/store/database.ts';
import { askRow, makeFixture } from './access-fixture.ts';
import { ACCESS_TABLE, type Fixture, type Row } from './access-table.ts';
import { admin, ADMIN, ask, bearer, makeToken, sendJson, silenceDenials } from './deployment.ts';
import { abandon, documents, reach, read, storyOf } from './runs.ts';
import { expectProblem, head, post, submit, SKIPPED } from './service.ts';

const ADDRESS = 'https://handbook.example.com';
const MOVED = { MOVED_FAMILIES: `cells=${ADDRESS}` };
const UNSERVED = { FAMILIES: 'words pdf' };
const MALFORMED = { MOVED_FAMILIES: 'cells=http://handbook.example.com' };
const HAS_MOVED = `The family "cells" has moved to ${ADDRESS}.`;

const describedAs: Readonly<Record<string, Operation>> = OPERATIONS;
const rowOf = (key: string): Row => {
  const row = ACCESS_TABLE.find(({ method, route }) => `${method} ${route}` === key);
  if (!row) throw new Error(`${key} is not in the table of access`);
  return row;
};
const STORING = Object.keys(describedAs).filter((key) => describedAs[key]?.isOfFamily);

/** What changes something, and is carried out of families that another service has. */
const GOES_ON = [
  // Each of its things is refused on its own: tested below.
  'POST /api/validations/bulk',
  'POST /api/recommendations/bulk',
  'POST /api/batches/:id/undo',
  // Takes back, or tries out.
  'POST /api/workflows/:id/cancel',
  'DELETE /api/documents',
  'POST /api/families/:name/test',
  // What it is about is passed over, which the answer says: tested below.
  'POST /api/github/webhook',
  // Fills an empty service with all that another one had; what is of other families is deleted after that.
  'POST /api/import',
  'DELETE /api/export/:id',
  // Of the service, not of a family.
  'POST /api/session',
  'DELETE /api/session',
  'POST /api/ws-ticket',
  'POST /api/tokens',
  'DELETE /api/tokens/:id',
  'POST /api/webhooks',
  'DELETE /api/webhooks/:id',
  'POST /api/webhooks/:id/resume',
  'POST /api/webhooks/:id/deliveries/:delivery/replay',
];

const readPack = async (variables: Record<string, string>) =>
  (await ask('/api/families/cells', { headers: bearer(ADMIN) }, variables)).json<FamilyDetail>();
const bulk = async (kind: string, body: object, variables: Record<string, string> = MOVED) => {
  const response = await ask(kind, sendJson('POST', body, bearer(ADMIN)), variables);
  expect(response.status, await response.clone().text()).toBe(200);
  return response.json<BulkResponse>();
};
const refused = (id: string) => ({
  id,
  ok: false,
  status: 422,
  error: { type: 'urn:galley:problem:family-moved', detail: HAS_MOVED, moved_to: ADDRESS },
});
const elsewhere = async (): Promise<Fixture> => makeFixture();
const context = (variables: Record<string, string>) => {
  const served = readServedFamilies(variables);
  return {
    db: openDatabase(env.DB),
    publish: () => undefined,
    now: () => new Date(),
    ...(served && { served }),
  };
};
const left = () => env.DB.prepare('select count(*) as n from ignored_findings').first('n');

beforeEach(() => void silenceDenials());

it('every operation that changes something is of a family, or known to go on', () => {
  const changing = Object.keys(describedAs).filter((key) => !key.startsWith('GET '));
  expect(changing.filter((key) => !STORING.includes(key)).toSorted()).toEqual(GOES_ON.toSorted());
});

describe('what is stored of a family', () => {
  it.each(STORING)('%s is refused when another service has the family', async (key) => {
    const row = rowOf(key);
    const fixture = await makeFixture(row.route);
    const before = await head();
    const asked = (variables: Record<string, string>) => askRow(row, fixture, bearer(ADMIN), variables);

    const moved = await expectProblem(await asked(MOVED), 422);
    expect(moved).toMatchObject({
      type: 'urn:galley:problem:family-moved',
      detail: HAS_MOVED,
      moved_to: ADDRESS,
    });
    const unserved = await expectProblem(await asked(UNSERVED), 422);
    const path = row.route.includes(':name') && !row.route.endsWith('/deliver') ? 'name' : 'family';
    expect(unserved.errors).toEqual([
      { path, message: expect.stringContaining('must be one of words, pdf: this service has no other') },
    ]);
    const malformed = await expectProblem(await asked(MALFORMED), 500);
    expect(malformed.type).toBe('urn:galley:problem:misconfigured');
    expect(malformed.detail).toContain('MOVED_FAMILIES has "cells=http://handbook.example.com"');
    expect(await head()).toBe(before);

    // Those who may not do it are told nothing else than before.
    const viewer = await makeToken({ name: crypto.randomUUID(), role: 'viewer' });
    await expectProblem(await askRow(row, fixture, bearer(viewer.token), MOVED), 403);
    // Another family's being elsewhere changes nothing.
    const other = await asked({ MOVED_FAMILIES: `words=${ADDRESS}` });
    expect(other.status, await other.text()).toBe(row.status ?? 200);
  });
});

describe('what goes on of a family that has moved', () => {
  const READING = ACCESS_TABLE.filter(
    ({ method, needs, status = 200 }) => method === 'GET' && needs !== null && status === 200,
  );
  const GOING_ON = [
    'POST /api/workflows/:id/cancel',
    'POST /api/families/:name/test',
    'DELETE /api/documents',
  ];

  it.each([...READING.map(({ method, route }) => `${method} ${route}`), ...GOING_ON])('%s', async (key) => {
    const row = rowOf(key);
    const fixture = await makeFixture(row.route);
    for (const variables of [MOVED, UNSERVED, MALFORMED]) {
      const response = await askRow(
        row,
        key.startsWith('GET ') ? fixture : await makeFixture(row.route),
        bearer(ADMIN),
        variables,
      );
      expect(response.status, key).toBe(200);
      await response.body?.cancel();
    }
  });

  it('its pack says where it is', async () => {
    expect(await readPack(MOVED)).toMatchObject({ is_served: false, moved_to: ADDRESS });
    const unserved = await readPack(UNSERVED);
    expect(unserved.is_served).toBe(false);
    expect(unserved).not.toHaveProperty('moved_to');
    expect(await readPack({})).not.toHaveProperty('is_served');
  });

  it('a preview of what enhancing would change', async () => {
    const { validation } = await makeFixture();
    const preview = await ask(
      `/api/validations/${validation}/enhance`,
      sendJson('POST', { preview: true }, bearer(ADMIN)),
      MOVED,
    );
    expect(preview.status, await preview.text()).toBe(200);
  });
});

describe('many at once', () => {
  it.each(['approve', 'reject', 'apply'])('to %s: each recommendation on its own', async (action) => {
    const { recommendation, approved } = await elsewhere();
    const here = await submit(SKIPPED, undefined, 'words');
    const [own] = here.recommendations;
    const theirs = action === 'apply' ? approved : recommendation;
    if (action === 'apply') {
      for (const id of [theirs, own!.id]) await admin(`/api/recommendations/${id}/approve`, {});
    }
    const { results } = await bulk('/api/recommendations/bulk', { action, ids: [theirs, own!.id] });
    expect(results).toEqual([refused(theirs), expect.objectContaining({ id: own!.id, ok: true })]);
  });

  it.each(['approve', 'enhance'])('to %s: each validation on its own', async (action) => {
    const { validation, approved } = await elsewhere();
    if (action === 'enhance') await admin(`/api/recommendations/${approved}/approve`, {});
    const here = await submit(SKIPPED, undefined, 'words');
    const { results } = await bulk('/api/validations/bulk', { action, ids: [validation, here.id] });
    expect(results).toEqual([refused(validation), expect.objectContaining({ id: here.id, ok: true })]);
  });

  it('a bulk decision is taken back for what is here', async () => {
    const { recommendation } = await elsewhere();
    const here = await submit(SKIPPED, undefined, 'words');
    const own = here.recommendations[0]!.id;
    const { batch_id } = await admin<BulkResponse>('/api/recommendations/bulk', {
      action: 'approve',
      ids: [recommendation, own],
    });
    const { results } = await bulk(`/api/batches/${batch_id}/undo`, {});
    expect(results.toSorted((a, b) => Number(a.ok) - Number(b.ok))).toEqual([
      refused(recommendation),
      expect.objectContaining({ id: own, ok: true }),
    ]);
  });

  it('of a rule, those elsewhere are left alone, and it is said', async () => {
    await env.DB.exec("update recommendations set status = 'rejected'");
    await elsewhere();
    const here = await submit(SKIPPED, undefined, 'words');
    const own = here.recommendations[0]!;
    for (const action of ['approve', 'apply'] as const) {
      const of = { action, rule_id: own.rule_id };
      const { results, remaining, passed_over } = await bulk('/api/recommendations/bulk', of);
      expect(results.map(({ id, ok }) => [id, ok])).toEqual([[own.id, true]]);
      expect({ remaining, passed_over }).toEqual({ remaining: 0, passed_over: HAS_MOVED });
      const none = await bulk('/api/recommendations/bulk', of, { FAMILIES: 'pdf' });
      expect(none).toMatchObject({ results: [], passed_over: 'This service has only pdf (FAMILIES).' });
      const asked = (variables: Record<string, string>, family?: string) =>
        ask(
          '/api/recommendations/bulk',
          sendJson('POST', { ...of, ...(family !== undefined && { family }) }, bearer(ADMIN)),
          variables,
        );
      await expectProblem(await asked(MOVED, 'cells'), 422);
      await expectProblem(await asked(UNSERVED, 'cells'), 422);
      await expectProblem(await asked(MALFORMED), 500);
    }
  });
});

describe('a run under way', () => {
  it.each([
    [{ MOVED_FAMILIES: `default=${ADDRESS}` }, `The family "default" has moved to ${ADDRESS}.`],
    [UNSERVED, 'family: must be one of words, pdf'],
    [MALFORMED, 'Nothing is stored until the settings are mended. MOVED_FAMILIES has'],
  ])('fails with the reason at its next part, and goes on where the family is: %j', async (settings, why) => {
    const id = await abandon(3);
    expect(await runStep(context(settings), id)).toBe(false);
    expect(await read(id)).toMatchObject({ state: 'failed', done: 0, error: expect.stringContaining(why) });
    expect((await storyOf(id)).at(-1)).toMatchObject({
      type: 'workflow_failed',
      error: expect.stringContaining(why),
    });
    // The service that has the family has the same rows, by an import.
    expect((await post(`/api/workflows/${id}/retry`, {})).status).toBe(200);
    expect(await reach(id, 'completed')).toMatchObject({ total: 3, done: 3, failed: 0 });
  });

  it('of another family goes on', async () => {
    const { id } = await admin<RunDetail>('/api/workflows', {
      type: 'batch_validation',
      documents: documents(2, 'served'),
    });
    await reach(id, 'completed');
  });

  it('what was ignored until now stays so here, because it ends where the family is', async () => {
    await env.DB.exec('delete from ignored_findings');
    const { validation, fingerprint } = await makeFixture();
    const until = new Date(Date.now() + 60_000).toISOString();
    await admin(`/api/validations/${validation}/ignore`, { fingerprints: [fingerprint], until });
    await env.DB.prepare('update ignored_findings set until = ?').bind(new Date(0).toISOString()).run();
    for (const settings of [MOVED, UNSERVED, MALFORMED]) await endIgnoring(context(settings));
    expect(await left()).toBe(1);
    await endIgnoring(context({ MOVED_FAMILIES: `words=${ADDRESS}` }));
    expect(await left()).toBe(0);
  });
});
