import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Hub } from '../../src/live/hub.ts';
import { hubOf } from '../../src/live/hub-stub.ts';
import type { NewEvent } from '../../src/shared/events.ts';
import { RESUME_MAX_EVENTS } from '../../src/shared/limits.ts';
import { openDatabase } from '../../src/store/database.ts';
import { commitWithEvents } from '../../src/store/commit.ts';
import { appendEvents, toLiveEvents } from '../../src/store/events.ts';
import { evictHub } from './eviction.ts';
import { closeListeners, expectWholeLog, open } from './opened-listeners.ts';
import { CLEAN, head, SKIPPED, submit } from './service.ts';

afterEach(() => {
  vi.restoreAllMocks();
  closeListeners();
});

const progress = (workflow_id: string, done: number): NewEvent => ({
  type: 'workflow_progress',
  timestamp: new Date().toISOString(),
  actor: 'tester',
  subject: { workflow_id },
  payload: {
    name: 'run',
    state: 'running',
    total: 9,
    done,
    failed: 0,
    counts: { error: 0, warning: 0, info: 0 },
  },
});

describe('resume', () => {
  it('leaves out progress that later progress makes worthless, for who asks for that, in frames that chain', async () => {
    const before = await head();
    const [all, latest] = [
      await open('/ws/validation_updates', { framed: true }),
      await open('/ws/validation_updates?conflate=progress', { framed: true }),
    ];
    const [run, other] = [crypto.randomUUID(), crypto.randomUUID()];
    const told = [progress(run, 1), progress(other, 5), progress(run, 2), progress(run, 3)];
    const db = openDatabase(env.DB);
    const events = toLiveEvents(await commitWithEvents(db, { events: appendEvents(db, told) }));
    await hubOf(env).notify(events);
    await submit(CLEAN);
    await expectWholeLog(all, before);
    await latest.expectUpTo(await head());
    const [, second, , fourth] = events;
    expect(latest.ids()).toEqual([second!.id, fourth!.id, await head()]);
    expect(latest.frames().map(({ from, to }) => [from, to])).toEqual([
      [before, fourth!.id],
      [fourth!.id, await head()],
    ]);
  });

  it('replays all after a position, in order, then goes on live without a seam', async () => {
    const before = await head();
    for (let n = 0; n < 10; n += 1) await submit(SKIPPED);
    const submitting = Promise.all(Array.from({ length: 10 }, () => submit(SKIPPED)));
    const listeners = await Promise.all(
      [false, true].map((framed) => open(`/ws/validation_updates?after=${before}`, { framed })),
    );
    await submitting;
    for (const listener of listeners) {
      await expectWholeLog(listener, before);
      expect(listener.messages[0]).toMatchObject({ type: 'connection_established', position: before });
    }
  });

  it('works from 0, and with nothing missed', async () => {
    await submit(CLEAN);
    const fromStart = await open('/ws/validation_updates?after=0');
    await expectWholeLog(fromStart, 0);
    const position = await head();
    const upToDate = await open(`/ws/validation_updates?after=${position}`);
    await upToDate.expectMessage('connection_established');
    await submit(CLEAN);
    await expectWholeLog(upToDate, position);
  });

  it('answers `reset` for a position that is unknown, and goes on live from the head', async () => {
    const position = await head();
    const listener = await open(`/ws/validation_updates?after=${position + 1_000}`);
    expect(await listener.expectMessage('reset')).toEqual({ type: 'reset', position });
    await submit(CLEAN);
    await expectWholeLog(listener, position);
  });

  it('answers `reset` for a position older than what is kept', async () => {
    await submit(CLEAN);
    await submit(CLEAN);
    const position = await head();
    await env.DB.prepare('delete from events where id < ?').bind(position).run();
    // A hub that still has the events in memory would replay them.
    await evictHub('close');
    const listener = await open('/ws/validation_updates?after=1');
    expect(await listener.expectMessage('reset')).toEqual({ type: 'reset', position });
    const justKept = await open(`/ws/validation_updates?after=${position - 1}`);
    await expectWholeLog(justKept, position - 1);
  });

  it('says `reset` when the log has forgotten what the hub was never told of', async () => {
    const there = await open('/ws/validation_updates', { framed: true });
    vi.spyOn(Hub.prototype, 'notify').mockResolvedValue();
    const before = await head();
    for (let n = 0; n < 3; n += 1) await submit(CLEAN);
    const position = await head();
    await env.DB.prepare('delete from events where id < ?').bind(position).run();
    vi.restoreAllMocks();
    const late = await open(`/ws/validation_updates?after=${before}`);
    expect(await late.expectMessage('reset')).toEqual({ type: 'reset', position });
    expect(await there.expectMessage('reset')).toEqual({ type: 'reset', position: position - 1 });
    await expectWholeLog(there, position - 1);
  });

  it('answers `reset` when more was missed than a resume replays', async () => {
    const before = await head();
    await env.DB.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i <= ?)
       insert into events (type, timestamp, actor, family, payload)
       select 'validation_rejected', '2026-01-01T00:00:00.000Z', 'tester', 'default', '{"file_path":"x.md"}' from n`,
    )
      .bind(RESUME_MAX_EVENTS)
      .run();
    const listener = await open(`/ws/validation_updates?after=${before}`, { framed: true });
    const position = before + RESUME_MAX_EVENTS + 1;
    expect(await listener.expectMessage('reset')).toEqual({ type: 'reset', position });
    const justEnough = await open(`/ws/validation_updates?after=${before + 1}`, { framed: true });
    await justEnough.expectUpTo(position);
    expect(justEnough.events()).toHaveLength(RESUME_MAX_EVENTS);
  });
});
