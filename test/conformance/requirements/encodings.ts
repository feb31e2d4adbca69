import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { open } from '../connection.ts';
import { Own, type Event } from '../target.ts';

/** Checks that ids only grow, and that every event has its envelope. */
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
    const own = await Own.create('type.md');
    const connection = await open(`/ws/${own.topic}?after=0`);
    await own.decide();
    const log = await own.log();
    await connection.upTo(log);
    assert.equal(connection.frames.length, 0);
    assert.deepEqual(connection.events, log);
    checkEnvelopes(log);
    assert.equal(log[0]?.type, 'validation_created');
    assert.equal(log[0]?.['file_path'], 'type.md');
    connection.close();
  });

  it('galley.v1: frames whose `to` is their last event, and whose `from` is the one before on these topics', async () => {
    const [own, other] = [await Own.create(), await Own.create()];
    const connection = await open(`/ws/${own.topic}?after=0`, { framed: true });
    for (let n = 0; n < 4; n += 1) {
      await own.decide();
      // Events of other topics in between, which `from` must not refer to.
      await other.decide();
    }
    const log = await own.log();
    await connection.upTo(log);
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
    const own = await Own.create();
    const before = await own.log();
    const connection = await open(`/ws/${own.topic}`, { framed: true });
    await own.decide();
    await connection.upTo(await own.log());
    assert.equal(connection.frames[0]?.from, before.at(-1)?.id);
    connection.close();
  });
});
