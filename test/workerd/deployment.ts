/** A deployed service, for tests of access. Its mode is `token`, unless a test sets another. */
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, vi } from 'vitest';
import { app } from '../../src/app.ts';
import type { Ticket, TokenCreated, TokenRequest } from '../../src/shared/api/access.ts';

export const DEPLOYED = 'https://galley.example';
export const ADMIN = 'the-first-admin-of-this-service';

let asked = 0;

/** Sends a request, each time from another address, so that no rate limit is reached. */
export async function ask(
  path: string,
  { headers: sent = {}, ...init }: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
  variables: Record<string, string> = {},
  origin = DEPLOYED,
): Promise<Response> {
  asked += 1;
  const address = `10.${asked >> 16}.${(asked >> 8) & 255}.${asked & 255}`;
  const headers = { 'CF-Connecting-IP': address, ...sent };
  const deployed = { ...env, ACCESS_MODE: 'token', ADMIN_TOKEN: ADMIN, ...variables };
  const context = createExecutionContext();
  const response = await app.fetch(new Request(origin + path, { ...init, headers }), deployed, context);
  await waitOnExecutionContext(context);
  return response;
}

export const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

export function sendJson(method: string, body: unknown, headers: Record<string, string> = {}) {
  return { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', ...headers } };
}

/** Sends a request as the first admin. */
export async function admin<T>(path: string, body: unknown): Promise<T> {
  const response = await ask(path, sendJson('POST', body, bearer(ADMIN)));
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

export const makeToken = (request: TokenRequest) => admin<TokenCreated>('/api/tokens', request);

/** Opens a live connection. Returns its first message, all further ones, and the code that it is closed with. */
export async function connect(path: string, headers: Record<string, string> = {}) {
  const response = await ask(path, { headers: { Upgrade: 'websocket', ...headers } });
  const socket = response.webSocket;
  if (!socket) throw new Error(`no socket: ${response.status} ${await response.text()}`);
  const messages: string[] = [];
  const codes: number[] = [];
  const first = new Promise<string>((resolve) => {
    socket.addEventListener('message', ({ data }) => {
      messages.push(String(data));
      resolve(String(data));
    });
    socket.addEventListener('close', ({ code }) => {
      codes.push(code);
      resolve(String(code));
    });
  });
  socket.accept();
  return { socket, messages, codes, first: await first };
}

/**
 * Signs a browser in.
 *
 * @returns its cookie
 */
export async function signIn(token: string): Promise<string> {
  const response = await ask('/api/session', sendJson('POST', { token }, { Origin: DEPLOYED }));
  const cookie = response.headers.get('Set-Cookie')?.split(';')[0];
  if (response.status !== 201 || cookie === undefined) throw new Error(`no session: ${response.status}`);
  return cookie;
}

/** Issues a ticket for one connection. */
export async function ticketOf(token: string, topic = 'validation_updates'): Promise<string> {
  const response = await ask('/api/ws-ticket', sendJson('POST', { topic }, bearer(token)));
  if (response.status !== 201) throw new Error(`no ticket: ${response.status}`);
  const { ticket }: Ticket = await response.json();
  return ticket;
}

/** Waits until a connection is closed with this code. */
export const closedWith = (codes: number[], code: number) =>
  vi.waitFor(() => expect(codes).toEqual([code]), { timeout: 5_000 });

/** Keeps denials out of the test output. Most tests check only the answers. */
export const silenceDenials = () => vi.spyOn(console, 'warn').mockImplementation(() => undefined);
