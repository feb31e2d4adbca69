/** What a webhook sends and when, with a clock of our own. webhooks.test.ts has the requests and the sender itself. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { sendDue } from '../../src/services/webhooks/send-due.ts';
import { replayDelivery } from '../../src/store/webhook-deliveries.ts';
import { openDatabase, type Database } from '../../src/store/database.ts';
import { sumOf } from '../../src/metrics/read-figures.ts';
import { selectTotals, toTotals } from '../../src/store/metrics.ts';
import { selectWaiting, toWaiting } from '../../src/store/waiting-work.ts';
import { insertWebhook, readWebhook, resumeWebhook, type NewWebhook } from '../../src/store/webhooks.ts';
import { newWebhookSecret } from '../../src/webhooks/signature.ts';
import { CLEAN, submit } from './service.ts';
import { Receiver, RECEIVER } from './webhook-receiver.ts';

const HOUR = 3_600_000;
const db = openDatabase(env.DB);
const secret = newWebhookSecret();
let receiver: Receiver;
let clock = 0;

beforeEach(() => {
  vi.restoreAllMocks();
  receiver = new Receiver();
  clock = Date.now();
});

async function makeWebhook(about: Partial<NewWebhook> = {}): Promise<string> {
  const id = crypto.randomUUID();
  await insertWebhook(db, {
    id,
    url: RECEIVER,
    events: '["validation_created"]',
    families: null,
    format: 'standard',
    origin: 'https://galley.example',
    created_by: 'test',
    created_at: new Date().toISOString(),
    ...about,
  });
  return id;
}

const send = (id: string, through: Database = db) =>
  sendDue(
    {
      db: through,
      now: () => new Date(clock),
      publish: () => undefined,
      secret,
      isLoopbackAllowed: false,
      random: () => 0.5,
    },
    id,
  );

/** What was counted of deliveries since. */
async function counted(before = { delivered: 0, retried: 0, failed: 0 }) {
  const figures = toTotals(await selectTotals(db));
  const of = (result: string) => sumOf(figures, 'webhook_deliveries', ([one]) => one === result);
  return {
    delivered: of('delivered') - before.delivered,
    retried: of('retried') - before.retried,
    failed: of('failed') - before.failed,
  };
}

/** Sends a document. @returns the id of its event */
async function change(family = 'default'): Promise<number> {
  await submit(CLEAN, undefined, family);
  clock = Math.max(clock, Date.now());
  const id = await env.DB.prepare("select max(id) as id from events where type = 'validation_created'").first(
    'id',
  );
  return Number(id);
}

const deliveriesOf = async (id: string) =>
  (
    await env.DB.prepare('select * from webhook_deliveries where webhook_id = ? order by event_id')
      .bind(id)
      .all()
  ).results;

describe('a webhook', () => {
  it('sends what happened since it was made, in order', async () => {
    await change();
    const id = await makeWebhook();
    const events = [await change(), await change(), await change()];
    expect(await send(id)).toBe(60_000);
    expect(receiver.ids).toEqual(events);
    expect(await deliveriesOf(id)).toMatchObject(
      events.map((event_id) => ({ event_id, state: 'delivered', attempts: 1, status: 204, error: null })),
    );
    expect(await send(id)).toBe(60_000);
    expect(receiver.ids).toEqual(events);
    expect(await readWebhook(db, id)).toMatchObject({ reached: events[2], delivered: 3, failed: 0 });
  });

  it('sends events of its types and families only', async () => {
    const id = await makeWebhook({ events: '["validation_created"]', families: '["words"]' });
    await change('cells');
    const wanted = await change('words');
    await change('cells');
    await send(id);
    expect(receiver.ids).toEqual([wanted]);
  });

  it('sends an event that fails again, with the same id, before the next one', async () => {
    const id = await makeWebhook();
    const [first, second] = [await change(), await change()];
    receiver.answerInTurn(500, 503);
    expect(await send(id)).toBe(5_000);
    // Woken too early, it waits.
    expect(await send(id)).toBe(5_000);
    expect(receiver.ids).toEqual([first]);
    clock += 5_000;
    expect(await send(id)).toBe(30_000);
    expect(await deliveriesOf(id)).toMatchObject([
      { event_id: first, state: 'waiting', attempts: 2, status: 503, error: 'answered 503' },
    ]);
    clock += 30_000;
    expect(await send(id)).toBe(60_000);
    expect(receiver.ids).toEqual([first, first, first, second]);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(2);
    expect(await deliveriesOf(id)).toMatchObject([
      { event_id: first, state: 'delivered', attempts: 3 },
      { event_id: second, state: 'delivered', attempts: 1 },
    ]);
    expect(await readWebhook(db, id)).toMatchObject({ failures: 0, failing_since: null, error: null });
  });

  it('counts what is delivered, tried again and given up, with what is noted of it', async () => {
    const before = await counted();
    const id = await makeWebhook();
    await change();
    await change();
    receiver.answerInTurn(500, 503);
    await send(id);
    expect(await counted(before)).toEqual({ delivered: 0, retried: 1, failed: 0 });
    const [runs, deliveries, failing] = await db.batch(selectWaiting(db));
    const { depth, since } = toWaiting(runs, deliveries, failing).queues.webhook_deliveries;
    expect(depth).toBeGreaterThanOrEqual(1);
    expect(since).not.toBeNull();
    clock += 5_000;
    await send(id);
    clock += 25 * HOUR;
    await send(id);
    expect(await counted(before)).toEqual({ delivered: 2, retried: 2, failed: 0 });
    // A day of failures: the next one is given up.
    await change();
    receiver.answer = () => new Response(null, { status: 500 });
    await send(id);
    clock += 25 * HOUR;
    await send(id);
    expect(await counted(before)).toEqual({ delivered: 2, retried: 3, failed: 1 });
  });

  it('does not follow redirects, and waits as long as it is asked to', async () => {
    const id = await makeWebhook();
    await change();
    receiver.answer = () => Response.redirect('https://10.0.0.1/', 307);
    await send(id);
    expect(receiver.received).toMatchObject([{ url: RECEIVER, redirect: 'manual' }]);
    expect(await readWebhook(db, id)).toMatchObject({ error: 'answered 307: redirects are not followed' });
    clock += 5_000;
    receiver.answer = () => new Response('', { status: 429, headers: { 'Retry-After': '600' } });
    await send(id);
    const { next_attempt_at } = (await readWebhook(db, id))!;
    expect(Date.parse(next_attempt_at!) - clock).toBe(600_000);
  });

  it('says when the receiver cannot be reached or does not answer', async () => {
    const id = await makeWebhook();
    await change();
    receiver.answer = () => Promise.reject(new TypeError('network'));
    await send(id);
    expect(await deliveriesOf(id)).toMatchObject([{ status: null, error: 'could not be reached' }]);
    clock += 5_000;
    receiver.answer = () => Promise.reject(new DOMException('late', 'TimeoutError'));
    await send(id);
    expect(await deliveriesOf(id)).toMatchObject([{ status: null, error: 'no answer within 10 s' }]);
  });

  it('gives an event up after a day, and goes on with the next one', async () => {
    const id = await makeWebhook();
    const first = await change();
    receiver.answer = ({ body }) => new Response('', { status: body.data.id === first ? 500 : 200 });
    let attempts = 0;
    for (const end = clock + 24 * HOUR; clock < end; clock += HOUR, attempts += 1) await send(id);
    expect(await deliveriesOf(id)).toMatchObject([{ state: 'waiting', attempts }]);
    const second = await change();
    await send(id);
    expect(await deliveriesOf(id)).toMatchObject([
      { event_id: first, state: 'failed', next_attempt_at: null },
    ]);
    clock += HOUR;
    await send(id);
    expect(await readWebhook(db, id)).toMatchObject({ delivered: 1, failed: 1, failing_since: null });
    expect(receiver.ids.at(-1)).toBe(second);
  });

  it('is disabled after five days of nothing but failures, and goes on from there when it is resumed', async () => {
    const id = await makeWebhook();
    await change();
    receiver.answer = () => new Response('', { status: 500 });
    await send(id);
    clock += 24 * HOUR;
    await send(id);
    clock += 4 * 24 * HOUR;
    const missed = await change();
    expect(await send(id)).toBe('idle');
    const told = await env.DB.prepare('select * from events order by id desc limit 1').first();
    expect(told).toMatchObject({ type: 'webhook_disabled', actor: 'galley' });
    expect(told?.['payload']).not.toContain('/galley');
    expect(await send(id)).toBe('idle');
    await resumeWebhook(db, id);
    receiver.answerInTurn();
    await send(id);
    expect(receiver.ids.at(-1)).toBe(missed);
  });

  it('is disabled when its receiver is gone, its key is lost, or its address is allowed no more', async () => {
    const gone = await makeWebhook();
    const local = await makeWebhook({ url: 'http://127.0.0.1:3000/' });
    await change();
    receiver.answerInTurn(410);
    expect(await send(gone)).toBe('idle');
    expect(await readWebhook(db, gone)).toMatchObject({ state: 'disabled', error: /410/ });
    expect(await send(local)).toBe('idle');
    expect(receiver.received).toHaveLength(1);
    expect(await send(crypto.randomUUID())).toBe('gone');
  });

  it('sends again what was sent, when that could not be noted', async () => {
    const id = await makeWebhook();
    const events = [await change(), await change()];
    const broken = new Proxy(db, {
      get: (target, name: keyof Database) =>
        name === 'batch' && receiver.received.length > 0
          ? () => Promise.reject(new Error('the process ends here'))
          : target[name],
    });
    await expect(send(id, broken)).rejects.toThrow('ends here');
    expect(receiver.ids).toEqual(events);
    await send(id);
    expect(receiver.ids).toEqual([...events, ...events]);
    expect(await deliveriesOf(id)).toMatchObject([{ state: 'delivered' }, { state: 'delivered' }]);
  });

  it('sends a replay with the same id, beside those that wait', async () => {
    const id = await makeWebhook();
    const first = await change();
    await send(id);
    const [delivery] = await deliveriesOf(id);
    const second = await change();
    receiver.answerInTurn(500, 500);
    await send(id);
    await replayDelivery(db, String(delivery?.['id']), new Date(clock).toISOString());
    await send(id);
    expect(receiver.ids).toEqual([first, second, first]);
    expect(receiver.received[2]?.headers['webhook-id']).toBe(receiver.received[0]?.headers['webhook-id']);
    clock += 5_000;
    await send(id);
    expect(receiver.ids).toHaveLength(5);
    expect(await deliveriesOf(id)).toMatchObject([
      { event_id: first, state: 'delivered', is_replay: 1, attempts: 2 },
      { event_id: second, state: 'delivered', is_replay: 0, attempts: 2 },
    ]);
  });
});
