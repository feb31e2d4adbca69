/** Webhooks, under /api/webhooks: what the service tells other services of its events. */
import { Hono } from 'hono';
import { readDeliveries, replay } from '../../services/webhooks/deliveries.ts';
import {
  continueWebhook,
  createWebhook,
  endWebhook,
  getWebhook,
  readWebhooks,
} from '../../services/webhooks/webhooks.ts';
import { webhookDeliveryQuerySchema, webhookRequestSchema } from '../../shared/api/webhooks.ts';
import { parseInput, readJsonInput, readQuery } from '../body.ts';
import type { AppEnvironment } from '../environment.ts';
import { limited } from '../middleware/limited.ts';

export const webhooks = new Hono<AppEnvironment>()
  .get('/', async function listWebhooks(c) {
    return c.json(await readWebhooks(c.get('services')));
  })
  .post('/', limited, async function makeWebhook(c) {
    const request = await readJsonInput(c, webhookRequestSchema);
    const place = {
      origin: new URL(c.req.url).origin,
      isLoopbackAllowed: c.get('settings').mode === 'open',
    };
    const webhook = await createWebhook(c.get('services'), request, place);
    return c.json(webhook, 201, { Location: `/api/webhooks/${webhook.id}` });
  })
  .get('/:id', async function readOne(c) {
    return c.json(await getWebhook(c.get('services'), c.req.param('id')));
  })
  .delete('/:id', async function deleteWebhook(c) {
    await endWebhook(c.get('services'), c.req.param('id'));
    return c.body(null, 204);
  })
  .post('/:id/resume', async function resume(c) {
    return c.json(await continueWebhook(c.get('services'), c.req.param('id')));
  })
  .get('/:id/deliveries', async function listDeliveries(c) {
    const query = parseInput(webhookDeliveryQuerySchema, readQuery(c));
    return c.json(await readDeliveries(c.get('services'), c.req.param('id'), query));
  })
  .post('/:id/deliveries/:delivery/replay', async function replayDelivery(c) {
    const { id, delivery } = c.req.param();
    return c.json(await replay(c.get('services'), id, delivery), 202);
  });
