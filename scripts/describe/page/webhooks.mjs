/** What receivers of webhooks are sent, from the OpenAPI document. */
import { html, inline } from './markup.mjs';
import { fieldList } from './schema.mjs';

/** @typedef {import('./schema.mjs').Schema} Schema */

/** @param {Schema} document */
export function webhookSection({ webhooks, components }) {
  const [first] = Object.values(webhooks);
  const headers = first.post.parameters.map(
    (/** @type {Schema} */ { $ref }) => components.parameters[$ref.split('/').at(-1)],
  );
  return html`<article class="operation" id="webhook-requests">
    <h3>
      <a href="#webhook-requests"
        ><span class="method" data-method="POST">POST</span> <code>the address of a webhook</code></a
      >
    </h3>
    <p class="summary">What receivers are sent, for each event of the types that the webhook names.</p>
    <h4>Headers</h4>
    ${fieldList(headers)}
    <h4>Body</h4>
    <p>
      <code>{"type": …, "timestamp": …, "data": …}</code> with the type of the event, its time, and as data
      the event. Messages for Slack and Teams have the shape that those expect.
    </p>
    <ul class="messages">
      ${Object.values(webhooks).map(({ post }) => {
        const name = post.requestBody.content['application/json'].schema.properties.data.$ref
          .split('/')
          .at(-1);
        return html`<li><a href="#schema-${name}">${name}</a></li>`;
      })}
    </ul>
    <h4>Answers</h4>
    <dl class="answers">
      ${Object.entries(first.post.responses).map(
        ([status, { description }]) =>
          html`<div>
            <dt><span class="status">${status}</span></dt>
            <dd>${inline(description)}</dd>
          </div>`,
      )}
    </dl>
  </article>`;
}
