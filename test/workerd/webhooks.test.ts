import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { Webhook as Verifier } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hubOf } from '../../src/live/hub-stub.ts';
import type {
  WebhookCreated,
  WebhookDelivery,
  WebhookDeliveryPage,
  WebhookDetail,
  WebhookList,
} from '../../src/shared/api/webhooks.ts';
import { MAX_WEBHOOK_DELIVERIES, MAX_WEBHOOK_URL_LENGTH, MAX_WEBHOOKS } from '../../src/shared/limits.ts';
import { forgetWebhookDeliveries } from '../../src/store/webhook-deliveries.ts';
import { openDatabase } from '../../src/store/database.ts';
import { senderOf } from '../../src/workflows/webhook-senders.ts';
import { CLEAN, expectProblem, getJson, post, request, submit } from './service.ts';
import { Receiver, RECEIVER } from './webhook-receiver.ts';

let receiver: Receiver;
beforeEach(() => {
  receiver = new Receiver();
});
afterEach(async () => {
  for (const { id } of (await getJson<WebhookList>('/api/webhooks')).results) await remove(id);
  vi.restoreAllMocks();
});

async function make(more: object = {}): Promise<WebhookCreated> {
  const response = await post('/api/webhooks', { url: RECEIVER, events: ['validation_created'], ...more });
  expect(response.status).toBe(201);
  return response.json();
}
const remove = (id: string) => request(`/api/webhooks/${id}`, { method: 'DELETE' });
const deliveriesOf = (id: string, query = '') =>
  getJson<WebhookDeliveryPage>(`/api/webhooks/${id}/deliveries${query}`);
const wrong = async (body: object, path: string) =>
  expect(await expectProblem(await post('/api/webhooks', body), 422)).toMatchObject({ errors: [{ path }] });
/** The events of all deliveries, in order. */
const kept = async () =>
  (await env.DB.prepare('select event_id from webhook_deliveries order by event_id').all()).results.map(
    (row) => row['event_id'],
  );
const forget = (before: string) =>
  forgetWebhookDeliveries(openDatabase(env.DB), { before, keep: MAX_WEBHOOK_DELIVERIES, limit: 20_000 });
const patience = { timeout: 20_000, interval: 20 };
const arrived = (count: number) =>
  vi.waitFor(() => expect(receiver.received.length).toBeGreaterThanOrEqual(count), patience);

describe('a webhook', () => {
  it('is sent what happens, signed as Standard Webhooks says', async () => {
    const { secret, ...made } = await make();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const { file_path } = await submit(CLEAN);
    await arrived(1);
    const [{ text, headers, body }] = receiver.received as [(typeof receiver.received)[0]];
    expect(new Verifier(secret).verify(text, headers)).toEqual(body);
    expect(body).toMatchObject({
      type: 'validation_created',
      data: { type: 'validation_created', file_path },
    });
    expect(() => new Verifier(secret).verify(`${text} `, headers)).toThrow();
    await vi.waitFor(async () => {
      expect((await deliveriesOf(made.id)).results).toMatchObject([
        {
          id: headers['webhook-id'],
          event_id: body.data.id,
          state: 'delivered',
          status: 204,
          is_replay: false,
        },
      ]);
    }, patience);
  });

  it('shows its key once, and keeps it out of the database', async () => {
    const { secret, ...made } = await make({ families: ['cells', 'cells'], format: 'slack' });
    expect(made).toMatchObject({ url: RECEIVER, families: ['cells'], format: 'slack', state: 'active' });
    const { results } = await getJson<WebhookList>('/api/webhooks');
    expect(results).toEqual([made]);
    expect((await getJson<WebhookDetail>(`/api/webhooks/${made.id}`)).webhook).toEqual(made);
    const rows = await env.DB.prepare('select * from webhooks').all();
    const log = await env.DB.prepare('select * from events').all();
    expect(JSON.stringify([rows.results, log.results])).not.toContain(secret.slice(6, 30));
    expect(JSON.stringify(log.results)).not.toContain(RECEIVER);
    expect(log.results.at(-1)).toMatchObject({ type: 'webhook_created', actor: 'local' });
  });

  it('that was deleted is sent nothing more, and loses its key', async () => {
    const { id } = await make();
    expect((await remove(id)).status).toBe(204);
    await expectProblem(await remove(id), 404);
    await submit(CLEAN);
    expect(await runDurableObjectAlarm(senderOf(env, id))).toBe(false);
    expect(receiver.received).toEqual([]);
  });

  it('looks at the log by itself, when nobody wakes it', async () => {
    const { id } = await make();
    await vi.waitFor(() => hubOf(env).followWebhooks([]));
    await submit(CLEAN);
    await vi.waitFor(async () => {
      await runDurableObjectAlarm(senderOf(env, id));
      expect(receiver.received).toHaveLength(1);
    }, patience);
  });

  it('sends again what was on its way when its sender ended', async () => {
    const { id, secret } = await make();
    receiver.answer = () => new Promise(() => undefined);
    await submit(CLEAN);
    await arrived(1);
    receiver.answerInTurn();
    const ended = runInDurableObject(senderOf(env, id), (_sender, state) => state.abort('the process ends'));
    await expect(ended).rejects.toThrow('the process ends');
    await runDurableObjectAlarm(senderOf(env, id));
    await arrived(2);
    const [first, second] = receiver.received;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(new Verifier(secret).verify(second!.text, second!.headers)).toEqual(first?.body);
  });

  it('is sent a delivery again on request', async () => {
    const { id } = await make();
    await submit(CLEAN);
    const delivery = await vi.waitFor(async () => {
      const [only] = (await deliveriesOf(id)).results;
      expect(only?.state).toBe('delivered');
      return only!;
    }, patience);
    const path = `/api/webhooks/${id}/deliveries/${delivery.id}/replay`;
    const response = await post(path, {});
    expect(response.status).toBe(202);
    expect(await response.json<WebhookDelivery>()).toMatchObject({ id: delivery.id, is_replay: true });
    await arrived(2);
    expect(receiver.received[1]?.headers['webhook-id']).toBe(delivery.id);
    await expectProblem(await post(`/api/webhooks/${id}/deliveries/none/replay`, {}), 404);
    await env.DB.prepare("update webhooks set state = 'disabled' where id = ?").bind(id).run();
    await expectProblem(await post(path, {}), 409);
    const resumed = await post(`/api/webhooks/${id}/resume`, {});
    expect(await resumed.json<WebhookDetail>()).toMatchObject({ webhook: { state: 'active' } });
  });
});

describe('limits', () => {
  it('refuse what is no webhook, and name the field', async () => {
    const events = ['gate_changed'];
    await wrong({ url: 'https://10.0.0.1/', events }, 'url');
    await wrong({ url: `${RECEIVER}?${'x'.repeat(MAX_WEBHOOK_URL_LENGTH)}`, events }, 'url');
    await wrong({ url: RECEIVER, events: [] }, 'events');
    await wrong({ url: RECEIVER, events: ['nothing'] }, 'events.0');
    await wrong({ url: RECEIVER, events, families: [] }, 'families');
    await wrong({ url: RECEIVER, events, format: 'xml' }, 'format');
    await make({ url: RECEIVER.padEnd(MAX_WEBHOOK_URL_LENGTH, 'x') });
  });

  it(`allow ${MAX_WEBHOOKS} webhooks`, async () => {
    for (let n = 0; n < MAX_WEBHOOKS; n += 1) await make({ events: ['token_revoked'] });
    const problem = await expectProblem(
      await post('/api/webhooks', { url: RECEIVER, events: ['token_revoked'] }),
      422,
    );
    expect(problem.detail).toContain(String(MAX_WEBHOOKS));
  });

  it('forget deliveries that are old or too many, and keep those that wait', async () => {
    const { id } = await make();
    const insert = env.DB.prepare(
      `insert into webhook_deliveries (id, webhook_id, event_id, type, state, attempts, created_at, updated_at, since)
        select ?1 || value, ?1, value, 'gate_changed', iif(value = 1, 'waiting', 'delivered'), 1, '', ?2, ''
        from (with recursive n(value) as (select 1 union all select value + 1 from n where value < ?3) select * from n)`,
    );
    await insert.bind(id, '2026-01-01T00:00:00.000Z', MAX_WEBHOOK_DELIVERIES + 3).run();
    await forget('2025-01-01');
    expect((await kept()).slice(0, 2)).toEqual([1, 4]);
    expect(await kept()).toHaveLength(MAX_WEBHOOK_DELIVERIES + 1);
    const page = await deliveriesOf(id, '?limit=1&state=waiting');
    expect(page.results).toMatchObject([{ event_id: 1 }]);
    const newest = await deliveriesOf(id, '?limit=2');
    expect(newest).toMatchObject({
      next_cursor: String(MAX_WEBHOOK_DELIVERIES + 2),
      total_is_estimate: true,
    });
    expect((await deliveriesOf(id, `?limit=1&cursor=${newest.next_cursor}`)).results).toMatchObject([
      { event_id: MAX_WEBHOOK_DELIVERIES + 1 },
    ]);
    await forget('2026-02-01');
    expect(await kept()).toEqual([1]);
  });
});
