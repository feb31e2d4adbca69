/** What GitHub sends, under /api/github. Without the GitHub App there is nothing here. */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { takeWebhook } from '../../services/github/webhook.ts';
import { MAX_WEBHOOK_BYTES } from '../../shared/limits.ts';
import type { AppEnvironment } from '../environment.ts';
import { notSignedIn, ProblemError } from '../problem.ts';
import { requireGitHub } from '../require-github.ts';
import { decodeUtf8 } from '../../services/utf8.ts';

const NOT_SIGNED = 'The request is not signed by GitHub with the secret of this service.';

const limitedWebhook = bodyLimit({
  maxSize: MAX_WEBHOOK_BYTES,
  onError: () => {
    throw new ProblemError('request-too-large', `A webhook has at most ${MAX_WEBHOOK_BYTES} bytes.`);
  },
});

export const github = new Hono<AppEnvironment>()
  .use(async function onlyWithApp(c, next) {
    requireGitHub(c);
    await next();
  })
  .post('/webhook', limitedWebhook, async function webhook(c) {
    const services = c.get('services');
    const body = decodeUtf8(await c.req.arrayBuffer());
    const signature = c.req.header('X-Hub-Signature-256') ?? '';
    // Nothing of a body is parsed before this.
    const isSigned = body !== undefined && (await services.github?.verify(body, signature));
    if (!isSigned) throw notSignedIn(NOT_SIGNED);
    const answer = await takeWebhook(services, {
      id: c.req.header('X-GitHub-Delivery') ?? '',
      event: c.req.header('X-GitHub-Event') ?? '',
      body,
      origin: new URL(c.req.url).origin,
    });
    return c.json(answer, 202);
  });
