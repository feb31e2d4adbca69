import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { maySeeEvent, type Principal } from '../access/principal.ts';
import type { EventType, NewEvent } from '../shared/events.ts';
import { parseTopic, type TopicFilter } from '../shared/topics.ts';
import { openDatabase } from './database.ts';
import { commitWithEvents } from './commit.ts';
import { appendEvents, lastEventFor, readLog } from './events.ts';

const TIMESTAMP = '2026-11-22T10:30:00.000Z';
const ALL = [parseTopic('validation_updates')] as TopicFilter[];

const principals: Principal[] = [
  { actor: 'root', role: 'admin', families: null },
  { actor: 'limited admin', role: 'admin', families: ['cells'] },
  { actor: 'reader', role: 'viewer', families: null },
  { actor: 'limited', role: 'editor', families: ['cells', 'words'] },
  { actor: 'nobody', role: 'viewer', families: [] },
];

function event(type: string, family?: string): NewEvent {
  const payload = { file_path: 'a.md' };
  return {
    type: type as EventType,
    timestamp: TIMESTAMP,
    actor: 'tester',
    subject: family === undefined ? {} : { family },
    payload,
  } as NewEvent;
}

it('sees in the store exactly what the access decision allows', async () => {
  const db = openDatabase(env.DB);
  const types = ['validation_approved', 'family_updated', 'token_created'];
  const families = ['cells', 'words', 'pdf', undefined];
  const sent = types.flatMap((type) => families.map((family) => event(type, family)));
  await commitWithEvents(db, { events: appendEvents(db, sent) });
  const everything = await readLog(db, { after: 0, limit: 100 });
  expect(everything.events).toHaveLength(types.length * families.length);
  for (const principal of principals) {
    const allowed = everything.events.filter((one) => maySeeEvent(principal, one)).map(({ id }) => id);
    const audience = { principal, topics: ALL };
    const seen = await readLog(db, { after: 0, limit: 100, audience });
    expect(
      seen.events.map(({ id }) => id),
      principal.actor,
    ).toEqual(allowed);
    expect(await lastEventFor(db, audience, everything.head)).toBe(allowed.at(-1) ?? 0);
  }
});

it('keeps the order of a batch, and its envelope apart from its payload', async () => {
  const db = openDatabase(env.DB);
  const before = (await readLog(db, { after: 0, limit: 1 })).head;
  const hostile = {
    id: 1,
    type: 'hacked',
    timestamp: 'never',
    actor: 'mallory',
    family: 'pdf',
    file_path: 'b.md',
  };
  const sent = Array.from({ length: 300 }, (_, n) => ({
    ...event('validation_approved', 'cells'),
    payload: { ...hostile, note: String(n) },
  }));
  await commitWithEvents(db, { events: appendEvents(db, sent as unknown as NewEvent[]) });
  const { events } = await readLog(db, { after: before, limit: 500 });
  expect(events.map((one) => one.id)).toEqual(sent.map((_, n) => before + 1 + n));
  expect(events.map((one) => 'note' in one && one.note)).toEqual(sent.map(({ payload }) => payload.note));
  expect(events[0]).toMatchObject({
    type: 'validation_approved',
    timestamp: TIMESTAMP,
    actor: 'tester',
    family: 'cells',
    file_path: 'b.md',
  });
});
