/**
 * The HTTP server of `npm start`. It checks the Host header of each request, then forwards it to `wrangler dev`.
 *
 * In open mode the Host header is what protects the service from pages of other sites (DNS rebinding), and the Worker
 * cannot check it: `wrangler dev` replaces it with the host in the header `MF-Original-URL`, which such a page can send.
 * The proxy drops these headers. It adds a key, without which the Worker refuses requests that bypass the proxy. See
 * docs/decisions/0032.
 */
import { Agent, createServer, request as sendRequest } from 'node:http';
import { connect, Socket } from 'node:net';
import { relayFrames } from './websocket-relay.mjs';

/** The hosts under which the service may be reached. */
export const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);
/** The header that carries the key to the Worker: see `OPEN_MODE_KEY` in src/env.d.ts. */
const KEY_HEADER = 'Galley-Open-Mode-Key';
/** Headers that steer `wrangler dev`, that belong to one connection (RFC 9110, 7.6.1), or that the proxy sets itself. */
const DROPPED =
  /^(?:mf-.*|galley-open-mode-key|host|connection|keep-alive|proxy-connection|te|trailer|expect)$/i;
/** Tools of `wrangler dev` that read and change all data, such as /cdn-cgi/explorer. */
const TOOLS = /^\/+cdn-cgi(?:[/?#]|$)/i;
/** workerd closes idle connections after 5 s. They must not be reused when that may have happened. */
const IDLE_MS = 2_000;

/** @typedef {{ port: number; key: string }} Target where `wrangler dev` listens on 127.0.0.1, and the Worker's key */

/**
 * @param {Target} target
 * @returns {import('node:http').Server} not listening yet
 */
export function createLoopbackProxy(target) {
  const agent = new Agent({ keepAlive: true, timeout: IDLE_MS });
  const server = createServer((request, response) => {
    const refusal = refuse(request);
    if (refusal) return answer(response, refusal);
    forward(request, response, target, agent);
  });
  server.on('upgrade', (request, socket, head) => {
    const refusal = refuse(request);
    if (refusal) return socket.end(`HTTP/1.1 ${refusal.status} Refused\r\nConnection: close\r\n\r\n`);
    // Always: the type allows for servers that are not on a port.
    if (socket instanceof Socket) forwardUpgrade(request, socket, head, target);
  });
  // Uploads may be slow, and clients keep connections as long as they like.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 0;
  return server;
}

/** @typedef {{ status: number; type: string; title: string; detail: string }} Refusal */
/** @typedef {import('node:http').IncomingMessage} IncomingMessage */
/** @typedef {import('node:http').ServerResponse} ServerResponse */

/**
 * @param {IncomingMessage} request
 * @returns {Refusal | undefined}
 */
function refuse({ headers: { host = '' }, url = '' }) {
  if (!LOOPBACK_HOSTS.has(hostname(host))) {
    const detail = 'Open mode answers on loopback only.';
    return { status: 403, type: 'forbidden', title: 'Not allowed', detail };
  }
  // An absolute URL would name another host.
  if (!url.startsWith('/')) {
    return { status: 400, type: 'malformed-request', title: 'Malformed request', detail: 'Send a path.' };
  }
  if (!TOOLS.test(decode(url))) return undefined;
  return { status: 404, type: 'not-found', title: 'Not found', detail: 'There is no /cdn-cgi.' };
}

/** @param {string} host the value of a Host header */
function hostname(host) {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
}

/**
 * Decodes the path as far as wrangler could.
 *
 * @param {string} url
 */
function decode(url) {
  return new URL(`http://127.0.0.1${url}`).pathname.replaceAll(/%([0-7][0-9a-f])/gi, (_, digits) =>
    String.fromCodePoint(Number.parseInt(digits, 16)),
  );
}

/**
 * @param {IncomingMessage} request
 * @param {string} key
 * @returns {string[]} names and values in turn
 */
function forwardedHeaders({ headers: { host = '' }, rawHeaders }, key) {
  const kept = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 && !DROPPED.test(name) ? [name, rawHeaders[index + 1] ?? ''] : [],
  );
  return ['Host', host, KEY_HEADER, key, ...kept];
}

/**
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 * @param {Target} target
 * @param {Agent} agent
 */
function forward(request, response, { port, key }, agent) {
  const { method, url } = request;
  const headers = forwardedHeaders(request, key);
  const sent = sendRequest({ agent, host: '127.0.0.1', port, method, path: url, headers });
  sent.on('response', (received) => {
    const { statusCode = 502, statusMessage } = received;
    const own = received.rawHeaders.flatMap((name, index, all) =>
      index % 2 === 0 && !/^(?:connection|keep-alive|transfer-encoding)$/i.test(name)
        ? [name, all[index + 1] ?? '']
        : [],
    );
    response.writeHead(statusCode, statusMessage, own);
    // The headers of an event stream must not wait for its first event.
    response.flushHeaders();
    received.on('error', () => response.destroy()).pipe(response);
  });
  sent.on('error', () => {
    if (response.headersSent) return response.destroy();
    const detail = 'The service is starting or has stopped; try again soon.';
    answer(response, { status: 503, type: 'unavailable', title: 'Service unavailable', detail });
  });
  response.on('close', () => {
    if (!response.writableFinished) sent.destroy();
  });
  request.pipe(sent);
}

/**
 * @param {IncomingMessage} request
 * @param {Socket} client
 * @param {Buffer} head the first bytes after the request
 * @param {Target} target
 */
function forwardUpgrade(request, client, head, { port, key }) {
  const headers = ['Connection', 'Upgrade', ...forwardedHeaders(request, key)];
  const lines = headers.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${headers[index + 1]}`] : []));
  const service = connect({ host: '127.0.0.1', port, noDelay: true });
  service.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  let isRelayed = false;
  service
    .on('error', () => client.destroy())
    .on('end', () => isRelayed || client.end())
    .on('close', () => isRelayed || client.destroySoon());
  client
    .on('error', () => service.destroy())
    .on('end', () => service.end())
    .on('close', () => service.destroySoon());
  client.pause();
  readHead(service, (answered, rest) => {
    client.write(answered);
    isRelayed = answered.toString('latin1').startsWith('HTTP/1.1 101 ');
    if (isRelayed) relayFrames(client, service);
    else service.pipe(client).pipe(service);
    if (rest.length > 0) service.unshift(rest);
    if (head.length > 0) client.unshift(head);
    client.resume();
    service.resume();
  });
}

/**
 * Reads the head of a response.
 *
 * @param {Socket} service
 * @param {(head: Buffer, rest: Buffer) => void} done called with the head, and with what came after it
 */
function readHead(service, done) {
  let received = Buffer.alloc(0);
  service.on('data', function read(chunk) {
    received = Buffer.concat([received, chunk]);
    const end = received.indexOf('\r\n\r\n') + 4;
    if (end < 4) return;
    service.off('data', read).pause();
    done(received.subarray(0, end), received.subarray(end));
  });
}

/**
 * @param {ServerResponse} response
 * @param {Refusal} refusal
 */
function answer(response, { status, type, title, detail }) {
  const body = JSON.stringify({ type: `urn:galley:problem:${type}`, title, status, detail });
  const headers = {
    'Content-Type': 'application/problem+json',
    Connection: 'close',
    'Cache-Control': 'no-store',
  };
  response.writeHead(status, status === 503 ? { ...headers, 'Retry-After': '2' } : headers).end(body);
}
