import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { open } from './connection.ts';
import { ownFamily, readLog, validate, type Event } from './target.ts';

/** Ids only grow; every event has its envelope. */
function checkEnvelopes(events: readonly Event[]): void {
  for (const [index, { id, type, timestamp, actor }] of events.entries()) {
    assert.ok(Number.isSafeInteger(id) && id > (events[index - 1]?.id ?? 0));
    assert.equal(typeof type, 'string');
    assert.equal(new Date(timestamp).toISOString(), timestamp);
    assert.ok(actor.length > 0);
  }
}

describe('encodings', { concurrency: true }, () => {
  it('flat: one event a message, exactly as the log has it', async () => {
    const family = ownFamily();
    const connection = await open(`/ws/family_${family}`);
    await validate(family, 'type.md');
    const log = await readLog(`family_${family}`);
    await connection.upTo(log.at(-1)?.id ?? 0);
    assert.equal(connection.frames.length, 0);
    assert.deepEqual(connection.events, log);
    checkEnvelopes(log);
    assert.equal(log[0]?.type, 'validation_created');
    assert.equal(log[0]?.['file_path'], 'type.md');
    connection.close();
  });

  it('galley.v1: frames whose `to` is their last event, and whose `from` is the one before on these topics', async () => {
    const family = ownFamily();
    const connection = await open(`/ws/family_${family}`, { framed: true });
    for (let n = 0; n < 3; n += 1) {
      await validate(family);
      // Others in between, which `from` must not name.
      await validate(ownFamily());
    }
    const log = await readLog(`family_${family}`);
    await connection.upTo(log.at(-1)?.id ?? 0);
    assert.deepEqual(connection.events, log);
    let before = 0;
    for (const { from, to, events } of connection.frames) {
      assert.ok(events.length > 0);
      assert.equal(from, before);
      assert.equal(to, events.at(-1)?.id);
      before = to;
    }
    connection.close();
  });

  it('galley.v1: `from` can be worked out from the log, for one who comes later too', async () => {
    const family = ownFamily();
    await validate(family);
    const before = await readLog(`family_${family}`);
    const connection = await open(`/ws/family_${family}`, { framed: true });
    await validate(family);
    const log = await readLog(`family_${family}`);
    await connection.upTo(log.at(-1)?.id ?? 0);
    assert.equal(connection.frames[0]?.from, before.at(-1)?.id);
    connection.close();
  });
});
