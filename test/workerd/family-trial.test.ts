import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { tryFamily } from '../../src/services/families/families.ts';
import type { FamilyTrial } from '../../src/shared/api/families.ts';
import { MAX_WORK_BYTES, MAX_WORK_MS } from '../../src/shared/limits.ts';
import { openDatabase } from '../../src/store/database.ts';
import { request, submit } from './service.ts';

const send = (method: string, path: string, body: string) =>
  request(path, { method, body, headers: { 'Content-Type': 'application/yaml' } });
const tried = async (family: string, pack: string) =>
  (await send('POST', `/api/families/${family}/test`, pack)).json<FamilyTrial>();
const BASE = 'extends: default\n';
const OFF = 'extends: default\nrules: {links/empty: off}\n';

/** As that of a request of an admin. */
const context = {
  db: openDatabase(env.DB),
  principal: { actor: 'a', role: 'admin', families: null } as const,
  publish: () => undefined,
  later: () => undefined,
  runner: { start: () => Promise.resolve(), resume: () => Promise.resolve(), watch: () => Promise.resolve() },
  now: () => new Date(),
};

describe('the trial of a pack', () => {
  it('tells findings whose level would change', async () => {
    await send('PUT', '/api/families/levels', BASE);
    await submit('# A\n\n![](a)\n\n[x]()\n\n[y]()\n', 'levels.md', 'levels');
    const { impact } = await tried(
      'levels',
      'extends: default\nrules: {links/empty: info, images/missing-alt: off}\n',
    );
    expect(impact).toMatchObject({ documents: 1, added: 0, removed: 1, changed: 2 });
    expect(impact.by_rule).toEqual([
      { rule_id: 'links/empty', added: 0, removed: 0, changed: 2 },
      { rule_id: 'images/missing-alt', added: 0, removed: 1, changed: 0 },
    ]);
    expect(impact.summary).toBe('this change adds 0 findings, removes 1, changes the level of 2');
  });

  it('gives way to other requests between the documents', async () => {
    await send('PUT', '/api/families/polite', BASE);
    const count = 20;
    for (let n = 0; n < count; n += 1) await submit(`# A\n\n[x${n}]()\n`, `${n}.md`, 'polite');
    const order: string[] = [];
    // The clock is read before each document: how many turns have others had by then?
    let turns = 0;
    const turnsBefore: number[] = [];
    const now = () => {
      turnsBefore.push(turns);
      return new Date();
    };
    const trial = tryFamily({ ...context, now }, 'polite', OFF).finally(() => order.push('trial'));
    while (!order.includes('trial')) {
      await scheduler.wait(0);
      turns += 1;
    }
    expect((await trial).impact).toMatchObject({ documents: count, removed: count, more_documents: false });
    expect(new Set(turnsBefore).size).toBeGreaterThanOrEqual(count);
  });

  it('ends when its time is up, and says that there are more documents', async () => {
    await send('PUT', '/api/families/timed', BASE);
    for (let n = 0; n < 3; n += 1) await submit(`# A\n\n[x${n}]()\n`, `${n}.md`, 'timed');
    let ms = 0;
    const now = () => new Date((ms += MAX_WORK_MS / 2));
    const { impact } = await tryFamily({ ...context, now }, 'timed', OFF);
    expect(impact.more_documents).toBe(true);
    expect(impact.documents).toBeGreaterThan(0);
    expect(impact.documents).toBeLessThan(3);
  });

  it('reads no more text than it tries', async () => {
    await send('PUT', '/api/families/wide', BASE);
    for (let n = 0; n < 3; n += 1) await submit(`# A\n\n[x${n}]()\n`, `${n}.md`, 'wide');
    await env.DB.prepare(
      `update texts set byte_length = ? where sha256 in (select content_sha256 from validations where family = 'wide')`,
    )
      .bind(MAX_WORK_BYTES / 2)
      .run();
    const { impact } = await tried('wide', OFF);
    expect(impact).toMatchObject({ documents: 2, more_documents: true });
  });
});
