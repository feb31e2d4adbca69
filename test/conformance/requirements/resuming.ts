import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { open, quiet } from '../connection.ts';
import { head, Own } from '../target.ts';

for (const framed of [false, true]) {
  describe(`resuming, ${framed ? 'galley.v1' : 'flat'}`, { concurrency: true }, () => {
    it('replays everything after N, in order, then goes on live: no gap, no repeat', async () => {
      const own = await Own.create();
      const publishing = (async () => {
        for (let n = 0; n < 12; n += 1) await own.decide();
      })();
      const connections = [];
      for (let n = 0; n < 6; n += 1) {
        const [first] = (await own.log()).slice(-2);
        const after = first?.id ?? 0;
        connections.push({
          after,
          connection: await open(`/ws/${own.topic}?after=${after}`, { framed }),
        });
      }
      await publishing;
      const log = await own.log();
      for (const { after, connection } of connections) {
        await connection.upTo(log);
        assert.deepEqual(
          connection.events,
          log.filter(({ id }) => id > after),
        );
        // The last event before the first frame on these topics, which the client has.
        if (framed) assert.equal(connection.frames[0]?.from, after);
        connection.close();
      }
    });

    it('works with nothing missed', async () => {
      const own = await Own.create();
      await own.decide();
      const position = await head();
      const connection = await open(`/ws/${own.topic}?after=${position}`, { framed });
      await quiet();
      assert.equal(connection.messages.length, 1);
      await own.decide();
      const log = await own.log(position);
      await connection.upTo(log);
      assert.deepEqual(connection.events, log);
      connection.close();
    });

    it('answers `reset` for a position that is not known yet, and goes on live from there', async () => {
      const own = await Own.create();
      const connection = await open(`/ws/${own.topic}?after=999999999999`, { framed });
      const { position } = await connection.message('reset');
      assert.equal(connection.messages[1]?.type, 'reset');
      assert.equal(position, connection.messages[0]?.head);
      await own.decide();
      const log = await own.log(position);
      await connection.upTo(log);
      assert.deepEqual(connection.events, log);
      connection.close();
    });
  });
}
