/** An operation: what it takes, what it answers, and how it is called. */
import { html, inline, prose } from './markup.mjs';
import { fieldList, fieldsOf, typeOf } from './schema.mjs';

/** @typedef {import('./schema.mjs').Schema} Schema */

const RESPONSE = '#/components/responses/';
/** @type {Record<string, string>} */
const PLACES = { path: 'in the path', query: 'in the query', header: 'a header' };

/**
 * @param {string} method
 * @param {string} path
 * @param {Schema} operation
 * @param {Schema} document
 */
export function operationSection(method, path, operation, document) {
  const { operationId: id, summary, description, parameters = [], requestBody, responses } = operation;
  return html`<article class="operation" id="${id}">
    <h3>
      <a href="#${id}"
        ><span class="method" data-method="${method}">${method}</span> <code>${breakable(path)}</code></a
      >
    </h3>
    <p class="summary">${inline(summary)}</p>
    <div class="halves">
      <div>
        ${prose(description)}
        ${
          parameters.length > 0 &&
          html`<h4>Parameters</h4>
            ${fieldList(
              parameters.map((/** @type {Schema} */ one) => ({
                name: one.name,
                where: PLACES[one.in],
                required: one.required ?? false,
                schema: one.schema,
                description: one.description,
              })),
            )}`
        }
        ${requestBody && bodySection(requestBody)}
        <h4>Answers</h4>
        ${answers(responses)}
      </div>
      <div class="examples">${examples(method, path, operation, document)}</div>
    </div>
  </article>`;
}

/** @param {Schema} body */
function bodySection({ content, required }) {
  return html`<h4>Body${!required && html` <span class="where">may be absent</span>`}</h4>
    ${Object.entries(content).map(
      ([type, { schema }]) =>
        html`<p class="media">
            <code>${type}</code> ${schema.$ref || !schema.properties ? typeOf(schema) : ''}
          </p>
          ${prose(schema.properties ? undefined : schema.description)} ${fieldList(fieldsOf(schema))}`,
    )}`;
}

/** A path may be broken after each of its slashes. @param {string} path */
export const breakable = (path) =>
  path.split('/').map((part, index) => (index === 0 ? part : html`/<wbr />${part}`));

/** @param {Schema} responses */
function answers(responses) {
  const [good, problems] = [true, false].map((isGood) =>
    Object.entries(responses).filter(([, response]) => !response.$ref === isGood),
  );
  return html`<dl class="answers">
      ${(good ?? []).map(
        ([status, { description, content = {} }]) =>
          html`<div>
            <dt><span class="status" data-good>${status}</span></dt>
            <dd>
              ${Object.keys(content).length === 0 && description}
              ${Object.entries(content).map(
                ([type, { schema }]) =>
                  html`<span class="media"><code>${type}</code> ${typeOf(schema)}</span>`,
              )}
            </dd>
          </div>`,
      )}
    </dl>
    <p class="problems">
      Problems:
      ${(problems ?? []).map(
        ([status, { $ref }]) =>
          html`<span class="problem"
            ><span class="status">${status}</span> ${$ref
              .replace(RESPONSE, '')
              .split('.')
              .map((/** @type {string} */ name, /** @type {number} */ index) => [
                index > 0 && ', ',
                html`<a href="#problem-${name}">${name}</a>`,
              ])}</span
          > `,
      )}
    </p>`;
}

/**
 * @param {string} method
 * @param {string} path
 * @param {Schema} operation
 * @param {Schema} _document
 */
function examples(method, path, { parameters = [], requestBody, responses, security }, _document) {
  const filled = parameters
    .filter((/** @type {Schema} */ one) => one.in === 'path')
    .reduce(
      (/** @type {string} */ all, /** @type {Schema} */ { name, example }) =>
        all.replace(`{${name}}`, String(example)),
      path,
    );
  const query = parameters
    .filter((/** @type {Schema} */ one) => one.in === 'query' && 'example' in one)
    .map((/** @type {Schema} */ { name, example }) => `${name}=${encodeURIComponent(String(example))}`)
    .join('&');
  const url = `$GALLEY_SERVER${filled}${query && `?${query}`}`;
  const [type, media] = Object.entries(requestBody?.content ?? {}).find(([, one]) => 'example' in one) ?? [];
  const sent = media && (typeof media.example === 'string' ? media.example : JSON.stringify(media.example));
  const lines = [
    `curl${method === 'GET' ? '' : ` -X ${method}`} "${url}"`,
    ...(security?.length === 0 ? [] : [`-H "Authorization: Bearer $GALLEY_TOKEN"`]),
    ...(type === undefined ? [] : [`-H 'Content-Type: ${type}'`]),
    ...(sent ? [`-d '${sent.replaceAll("'", String.raw`'\''`)}'`] : []),
  ];
  const shown = Object.entries(responses).flatMap(([status, { content = {} }]) => {
    const example = content['application/json']?.example;
    return example === undefined ? [] : [{ status, example }];
  });
  const command = (path.startsWith('/ws/') ? [`wscat -c "$GALLEY_SERVER${filled}"`] : lines).join(' \\\n  ');
  return html`<pre tabindex="0" aria-label="Request">${command}</pre>
    ${shown.map(
      ({ status, example }) =>
        html`<pre tabindex="0" aria-label="Answer"><span class="note">${status}</span>
${JSON.stringify(example, null, 2)}</pre>`,
    )}`;
}
