/** The live side, from the AsyncAPI document. */
import { html, inline, prose } from './markup.mjs';
import { fieldList, fieldsOf } from './schema.mjs';

/** @typedef {import('./schema.mjs').Schema} Schema */

/** @type {Record<string, string>} */
const TITLES = { flat: 'A WebSocket, flat', framed: 'A WebSocket, framed', stream: 'Server-sent events' };
/** What a client does after a close code. @param {number} code */
const afterClose = (code) =>
  code >= 4200 ? 'reconnect now' : code >= 4100 || code < 4000 ? 'back off, reconnect' : 'stop';

/** @param {Schema} document */
export function liveSection({ channels, operations, components, info, 'x-close-codes': codes }) {
  return html`${prose(info.description)}
    ${Object.entries(channels).map(
      ([name, channel]) =>
        html`<article class="operation" id="live-${name}">
          <h3>
            <a href="#live-${name}"
              ><span class="method" data-method="LIVE">LIVE</span> <code>${channel.address}</code></a
            >
          </h3>
          <p class="summary">${TITLES[name]}</p>
          ${prose(channel.description)}
          <h4>Parameters</h4>
          ${fieldList(fieldsOf(channel.bindings?.ws.query ?? channel['x-query']))}
          ${Object.values(operations)
            .filter((one) => one.channel.$ref === `#/channels/${name}`)
            .map(
              (one) =>
                html`<h4>${one.summary.replace(/\.$/, '')}</h4>
                  <ul class="messages">
                    ${one.messages.map((/** @type {Schema} */ { $ref }) => messageLink($ref.split('/').at(-1)))}
                  </ul>`,
            )}
        </article>`,
    )}
    <article class="operation" id="live-messages">
      <h3>Messages that are no events</h3>
      ${Object.entries(components.messages)
        .filter(([, { payload }]) => !payload.$ref)
        .map(
          ([name, { summary, payload }]) =>
            html`<section class="schema" id="message-${name}">
              <h4>${name}</h4>
              <p>${inline(summary)}</p>
              ${fieldList(fieldsOf(payload))}
            </section>`,
        )}
      <h4>Close codes</h4>
      <dl class="answers">
        ${Object.entries(codes).map(
          ([name, code]) =>
            html`<div>
              <dt><span class="status">${code}</span></dt>
              <dd>
                ${name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}: ${afterClose(code)}
              </dd>
            </div>`,
        )}
      </dl>
    </article>`;
}

/** @param {string} name */
function messageLink(name) {
  const isEvent = name.endsWith('Event');
  return html`<li><a href="#${isEvent ? 'schema' : 'message'}-${name}">${name}</a></li>`;
}
