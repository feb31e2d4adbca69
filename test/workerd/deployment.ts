/** A deployed service, as tests of access ask it: in mode `token` unless told otherwise. */
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, vi } from 'vitest';
import { app } from '../../src/app.ts';
import type { Ticket, TokenCreated, TokenRequest } from '../../src/shared/api/access.ts';

export const DEPLOYED = 'https://galley.example';
export const ADMIN = 'the-first-admin-of-this-service';

let asked = 0;

/** Asks it; each time from an address of its own, so that no rate is reached. */
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

/** As the first admin. */
export async function admin<T>(path: string, body: unknown): Promise<T> {
  const response = await ask(path, sendJson('POST', body, bearer(ADMIN)));
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

export const makeToken = (request: TokenRequest) => admin<TokenCreated>('/api/tokens', request);

/** A live connection, as it goes: what came first, and the code that it was closed with. */
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

/** Signs a browser in. @returns its cookie */
export async function signIn(token: string): Promise<string> {
  const response = await ask('/api/session', sendJson('POST', { token }, { Origin: DEPLOYED }));
  const cookie = response.headers.get('Set-Cookie')?.split(';')[0];
  if (response.status !== 201 || cookie === undefined) throw new Error(`no session: ${response.status}`);
  return cookie;
}

/** A ticket for one connection. */
export async function ticketOf(token: string, topic = 'validation_updates'): Promise<string> {
  const response = await ask('/api/ws-ticket', sendJson('POST', { topic }, bearer(token)));
  if (response.status !== 201) throw new Error(`no ticket: ${response.status}`);
  const { ticket }: Ticket = await response.json();
  return ticket;
}

/** Waits until a connection is closed with a code. */
export const closedWith = (codes: number[], code: number) =>
  vi.waitFor(() => expect(codes).toEqual([code]), { timeout: 5_000 });

/** Who is denied is written to the log; most tests look at what is answered. */
export const silenceDenials = () => vi.spyOn(console, 'warn').mockImplementation(() => undefined);
