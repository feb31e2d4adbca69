/**
 * The pages that make the GitHub App, under /github/setup. They have no script. GitHub leads back to a page without data,
 * because browsers send no session cookie with a navigation from another site; its button then asks for the secrets.
 */
import { Hono, type Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { html } from 'hono/html';
import * as v from 'valibot';
import { newAppOf, registrationOf, type NewApp } from '../../services/github/setup.ts';
import { parseInput, readQuery } from '../body.ts';
import type { AppEnvironment } from '../environment.ts';
import { limited } from '../middleware/limited.ts';
import { ProblemError } from '../problem.ts';
import { strictObject } from '../../shared/objects.ts';

/** Shows that it is this browser that began. GitHub leads back within an hour. */
const STATE_COOKIE = 'galley_github_state';
const STATE_SECONDS = 60 * 60;
const STYLE = /\/assets\/style-[\w-]+\.css/;

const text = v.pipe(
  v.string(),
  v.regex(/^[\w-]{1,200}$/, 'must be letters, digits, hyphens and underscores'),
);
const setupQuery = strictObject({ organization: v.exactOptional(v.union([text, v.literal('')])) });
const doneInput = strictObject({ code: text, state: text });

export const githubSetup = new Hono<AppEnvironment>()
  .get('/', function setup(c) {
    const { organization = '' } = parseInput(setupQuery, readQuery(c));
    const state = crypto.randomUUID();
    const { origin, protocol } = new URL(c.req.url);
    const { url, manifest } = registrationOf(c.get('services'), c.env, {
      origin,
      organization: organization || null,
      state,
    });
    const isSecure = protocol === 'https:';
    setCookie(c, STATE_COOKIE, state, {
      path: '/github/setup',
      httpOnly: true,
      sameSite: 'Lax',
      secure: isSecure,
      maxAge: STATE_SECONDS,
    });
    return page(
      c,
      html`<p class="quiet">
          GitHub asks for a name and makes the App, with everything that Galley needs. Then it leads back
          here, where its secrets are shown once.
        </p>
        <form class="submit" action="/github/setup" method="get">
          <label class="wide">
            <span>Organization, if it is to belong to one</span>
            <input class="plain-text" type="text" name="organization" value="${organization}" />
          </label>
          <div class="actions wide"><button class="button">Use</button></div>
        </form>
        <form class="submit" action="${url}" method="post">
          <input type="hidden" name="manifest" value="${manifest}" />
          <div class="actions wide">
            <button class="button primary">
              Make the GitHub App${organization === '' ? '' : ` for ${organization}`}
            </button>
          </div>
        </form>`,
      new URL(url).origin,
    );
  })
  .get('/done', function done(c) {
    const { code, state } = parseInput(doneInput, readQuery(c));
    requireState(c, state);
    return page(
      c,
      html`<p class="quiet">The App is made. Its secrets can be asked for once, within an hour.</p>
        <form class="submit" action="/github/setup/done" method="post">
          <input type="hidden" name="code" value="${code}" />
          <input type="hidden" name="state" value="${state}" />
          <div class="actions wide"><button class="button primary">Show the secrets</button></div>
        </form>`,
    );
  })
  .post('/done', limited, async function secrets(c) {
    const form = await c.req.parseBody();
    const { code, state } = parseInput(doneInput, form);
    requireState(c, state);
    return page(c, secretsOf(await newAppOf(c.get('services'), c.env, code)));
  });

function secretsOf({ id, name, url, webhookSecret, privateKey }: NewApp) {
  return html`<p>
      Give these to the Worker; they are not kept here and not shown again. Then
      <a href="${url}" rel="noreferrer">install ${name}</a> on the repository.
    </p>
    <p><code>npx wrangler secret put GITHUB_APP_ID</code></p>
    <pre>${id}</pre>
    <p><code>npx wrangler secret put GITHUB_WEBHOOK_SECRET</code></p>
    <pre>${webhookSecret}</pre>
    <p>
      Save this as <code>key.pem</code>, then
      <code>npx wrangler secret put GITHUB_PRIVATE_KEY &lt; key.pem</code>
    </p>
    <pre>${privateKey}</pre>`;
}

/** Someone else's App must not be shown as the own one. @throws {ProblemError} `forbidden` */
function requireState(c: Context<AppEnvironment>, state: string): void {
  if (getCookie(c, STATE_COOKIE) === state) return;
  throw new ProblemError('forbidden', 'This browser did not begin this here: start again at /github/setup.');
}

/** @param formTarget - another site that a form of the page may be sent to */
async function page(c: Context<AppEnvironment>, content: ReturnType<typeof html>, formTarget = '') {
  const policy = `default-src 'none'; style-src 'self'; form-action 'self' ${formTarget}; frame-ancestors 'none'; base-uri 'none'`;
  c.header('Content-Security-Policy', policy.replace(' ;', ';'));
  c.header('X-Content-Type-Options', 'nosniff');
  // Without a referrer, browsers would not say that a form was sent by this page. The first one is sent to GitHub.
  c.header('Referrer-Policy', formTarget === '' ? 'same-origin' : 'strict-origin');
  c.header('Strict-Transport-Security', 'max-age=15552000');
  c.header('Cache-Control', 'no-store');
  return c.html(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>Connect GitHub - Galley</title>
          <link rel="stylesheet" href="${await styleOf(c)}" />
        </head>
        <body>
          <header class="masthead"><a class="brand" href="/dashboard/">Galley</a></header>
          <main>
            <section class="panel empty sign-in">
              <h1>Connect GitHub</h1>
              ${content}
            </section>
          </main>
        </body>
      </html>`,
  );
}

/** The style of the dashboard. Its name has a hash, which the shell knows. */
async function styleOf(c: Context<AppEnvironment>): Promise<string> {
  const shell = await c.env.ASSETS.fetch(new URL('/dashboard/', c.req.url));
  return STYLE.exec(await shell.text())?.[0] ?? '';
}
