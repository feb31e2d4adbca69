/** The page of the API, rendered from the OpenAPI and the AsyncAPI document. It needs no script and no other site. */
import { html, inline, prose } from './markup.mjs';
import { liveSection } from './live.mjs';
import { breakable, operationSection } from './operation.mjs';
import { schemaSection } from './schema.mjs';
import { webhookSection } from './webhooks.mjs';

/** @typedef {import('./schema.mjs').Schema} Schema */

/**
 * Renders the page.
 *
 * @param {{ openApi: Schema; asyncApi: Schema; style: string; script: string }} from - documents, and addresses of assets
 * @returns {string} HTML
 */
export function docsPage({ openApi, asyncApi, style, script }) {
  const groups = openApi['tags'].map((/** @type {Schema} */ { name, description }) => ({
    name,
    description,
    operations: Object.entries(openApi['paths']).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, operation]) =>
        operation.tags.includes(name) ? [{ method: method.toUpperCase(), path, operation }] : [],
      ),
    ),
  }));
  const schemas = Object.entries(openApi['components'].schemas);
  return `<!doctype html>\n${
    html`<html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="description" content="The API of Galley: operations, schemas, and live messages." />
        <title>API · Galley</title>
        <link rel="icon" href="/dashboard/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="${style}" />
        <script type="module" src="${script}"></script>
      </head>
      <body>
        <a class="skip-link" href="#main">Skip to the operations</a>
        <header class="masthead">
          <a class="brand" href="/dashboard/"
            ><img src="/dashboard/icon.svg" alt="" width="24" height="24" />Galley</a
          >
          <strong>API</strong>
          <nav aria-label="Documents">
            <a href="/api/openapi.json">OpenAPI</a> <a href="/api/asyncapi.json">AsyncAPI</a>
          </nav>
        </header>
        <div class="frame">
          <details class="contents" open>
            <summary>Contents</summary>
            <nav aria-label="Contents">
              <label class="find"
                ><span class="visually-hidden">Find an operation</span
                ><input type="search" placeholder="Find an operation" hidden
              /></label>
              ${groups.map(contentsOf)}
              <section>
                <h2><a href="#live">Live</a></h2>
                <ul>
                  ${Object.entries(asyncApi['channels']).map(
                    ([name, { address }]) =>
                      html`<li>
                        <a href="#live-${name}"
                          ><span class="method" data-method="LIVE">LIVE</span
                          ><span>${address} (${name})</span></a
                        >
                      </li>`,
                  )}
                </ul>
              </section>
              <section>
                <h2><a href="#problems">Problems</a></h2>
              </section>
              <section>
                <h2><a href="#schemas">Schemas</a></h2>
              </section>
            </nav>
          </details>
          <main id="main" tabindex="-1">
            <h1>The API of Galley</h1>
            ${prose(openApi['info'].description)}
            ${groups.map(
              (/** @type {Schema} */ { name, description, operations }) =>
                html`<section class="group" id="${idOf(name)}">
                  <h2>${name}</h2>
                  ${prose(description)}
                  ${operations.map((/** @type {Schema} */ { method, path, operation }) =>
                    operationSection(method, path, operation, openApi),
                  )}
                  ${name === 'Webhooks' && webhookSection(openApi)}
                </section>`,
            )}
            <section class="group" id="live">
              <h2>Live</h2>
              ${liveSection(asyncApi)}
            </section>
            <section class="group" id="problems">
              <h2>Problems</h2>
              <p>Every error is <code>application/problem+json</code> with one of these types.</p>
              ${problemList(openApi)}
            </section>
            <section class="group" id="schemas">
              <h2>Schemas</h2>
              ${schemas.map(([name, schema]) => schemaSection(name, schema))}
            </section>
          </main>
        </div>
      </body>
    </html>`.markup
  }\n`;
}

/** @param {string} name */
const idOf = (name) => `group-${name.toLowerCase().replaceAll(' ', '-')}`;

/** @param {Schema} group */
function contentsOf({ name, operations }) {
  return html`<section>
    <h2><a href="#${idOf(name)}">${name}</a></h2>
    <ul>
      ${operations.map(
        (/** @type {Schema} */ { method, path, operation }) =>
          html`<li>
            <a href="#${operation.operationId}" title="${operation.summary.replaceAll('`', '')}"
              ><span class="method" data-method="${method}">${method}</span
              ><span>${breakable(path.replace('/api', ''))}</span></a
            >
          </li>`,
      )}
    </ul>
  </section>`;
}

/** @param {Schema} openApi */
function problemList(openApi) {
  /** @type {Map<string, { status: number; title: string; detail: string }>} */
  const types = new Map();
  for (const { content } of Object.values(openApi['components'].responses)) {
    for (const [name, { value }] of Object.entries(content['application/problem+json'].examples))
      types.set(name, value);
  }
  const sorted = [...types].toSorted(([, a], [, b]) => a.status - b.status);
  return html`<dl class="answers">
    ${sorted.map(
      ([name, { status, title, detail }]) =>
        html`<div id="problem-${name}">
          <dt><span class="status">${status}</span></dt>
          <dd><code>urn:galley:problem:${name}</code> <span>${title}. ${inline(detail)}</span></dd>
        </div>`,
    )}
  </dl>`;
}
