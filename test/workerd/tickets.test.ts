import { env } from 'cloudflare:workers';
import { beforeEach, expect, it, vi } from 'vitest';
import { TICKET_TTL_MS } from '../../src/shared/limits.ts';
import {
  admin,
  ADMIN,
  ask,
  bearer,
  connect,
  makeToken,
  sendJson,
  silenceDenials,
  ticketOf,
} from './deployment.ts';

beforeEach(() => void silenceDenials());

it('a ticket works once', async () => {
  const path = `/ws/validation_updates?ticket=${await ticketOf(ADMIN)}`;
  const answers = await Promise.all([connect(path), connect(path), connect(path)]);
  expect(answers.filter(({ first }) => first === '4001')).toHaveLength(2);
  for (const { socket, first } of answers) if (first !== '4001') socket.close(1000, 'done');
});

it('a ticket works for its topic alone, and for whom it was made', async () => {
  const { token } = await makeToken({ name: 'cells only', role: 'viewer', families: ['cells'] });
  const other = await ticketOf(token, 'family_cells');
  expect((await connect(`/ws/validation_updates?ticket=${other}`)).first).toBe('4001');
  const more = await ticketOf(token, 'family_cells');
  expect((await connect(`/ws/family_cells?ticket=${more}&topics=validation_updates`)).first).toBe('4001');
  const { socket, messages, first } = await connect(`/ws/family_cells?ticket=${more}`);
  expect(first).toContain('connection_established');
  const content = '# A\n\nText.\n';
  await admin('/api/validate', { content, file_path: 'seen.md', family: 'cells' });
  await admin('/api/validate', { content, file_path: 'hidden.md', family: 'pdf' });
  await admin('/api/validate', { content, file_path: 'last.md', family: 'cells' });
  await vi.waitFor(() => expect(messages.join()).toContain('last.md'));
  expect(messages.join()).toContain('seen.md');
  expect(messages.join()).not.toContain('hidden.md');
  socket.close(1000, 'done');
  for (const [topic, status] of [
    ['nonsense', 422],
    ['family_pdf', 403],
  ] as const) {
    expect((await ask('/api/ws-ticket', sendJson('POST', { topic }, bearer(token)))).status).toBe(status);
  }
});

it('a ticket is for all the topics that it was made for, in any order, and for no others', async () => {
  const topics = { topic: 'family_cells', topics: ['family_pdf'] };
  const make = async () => (await admin<{ ticket: string }>('/api/ws-ticket', topics)).ticket;
  const both = await connect(`/ws/family_pdf?topics=family_cells&ticket=${await make()}`);
  expect(both.first).toContain('connection_established');
  both.socket.close(1000, 'done');
  const three = { topic: 'family_cells', topics: ['family_pdf', 'family_words'] };
  const { ticket } = await admin<{ ticket: string }>('/api/ws-ticket', three);
  const repeated = await connect(`/ws/family_pdf?topics=family_cells&topics=family_words&ticket=${ticket}`);
  expect(repeated.first).toContain('connection_established');
  repeated.socket.close(1000, 'done');
  expect((await connect(`/ws/family_pdf?ticket=${await make()}`)).first).toBe('4001');
  const more = 'topics=family_cells,family_words';
  expect((await connect(`/ws/family_pdf?${more}&ticket=${await make()}`)).first).toBe('4001');
});

it('a ticket ends after 30 seconds, and opens nothing but sockets', async () => {
  const ticket = await ticketOf(ADMIN);
  const kept = await env.DB.prepare('select * from tickets').first<{ expires_at: string }>();
  expect(Date.parse(kept!.expires_at) - Date.now()).toBeLessThanOrEqual(TICKET_TTL_MS);
  expect(JSON.stringify(kept)).not.toContain(ticket);
  expect((await ask(`/api/stats?ticket=${ticket}`)).status).toBe(401);
  const past = new Date(Date.now() - 1).toISOString();
  await env.DB.prepare('update tickets set expires_at = ?').bind(past).run();
  expect((await connect(`/ws/validation_updates?ticket=${ticket}`)).first).toBe('4001');
});
