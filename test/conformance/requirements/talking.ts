import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventually, open, quiet, type Connection } from '../connection.ts';
import { Own } from '../target.ts';

/** Each of these is answered with an error. */
const NOT_OF_THE_PROTOCOL = [
  'nonsense',
  '[]',
  'null',
  '{}',
  '{"type":"unheard of"}',
  '{"type":"ack"}',
  '{"type":"ack","position":-1}',
  '{"type":"auth"}',
  'x'.repeat(4_096),
];

async function expectAlive(connection: Connection, own: Own): Promise<void> {
  await own.decide();
  const log = await own.log();
  await connection.upTo(log);
  assert.equal(connection.closed, undefined);
}

describe('talking', { concurrency: true }, () => {
  it('answers a ping with a heartbeat', async () => {
    const connection = await open('/ws/validation_updates');
    connection.send('{"type":"ping"}');
    assert.deepEqual(await connection.message('heartbeat'), { type: 'heartbeat' });
    connection.close();
  });

  it('answers a ping that is written with other white space', async () => {
    const connection = await open('/ws/validation_updates');
    connection.send('{ "type": "ping" }');
    assert.deepEqual(await connection.message('heartbeat'), { type: 'heartbeat' });
    connection.close();
  });

  it('answers what it does not know with an error, and lives on', async () => {
    const own = await Own.create();
    const connection = await open(`/ws/${own.topic}`);
    for (const message of NOT_OF_THE_PROTOCOL) connection.send(message);
    connection.socket.send(new Uint8Array([1, 2, 3]));
    const errors = () => connection.messages.filter(({ type }) => type === 'error');
    await eventually('all errors', () => errors()[NOT_OF_THE_PROTOCOL.length]);
    for (const { code, message } of errors()) {
      assert.equal(code, 'unknown_message');
      assert.ok(message);
    }
    await expectAlive(connection, own);
    connection.close();
  });

  it('closes a flood of that with 4005', async () => {
    const connection = await open('/ws/validation_updates');
    for (let n = 0; n < 21; n += 1) connection.send('nonsense');
    assert.equal(await connection.end(), 4005);
    assert.equal(connection.messages.filter(({ type }) => type === 'error').length, 20);
  });

  it('closes a connection with a message that is too long with 1009, however long', async () => {
    for (const length of [4_097, 1_000_000, 32 * 1_024 * 1_024]) {
      const connection = await open('/ws/validation_updates');
      connection.send('x'.repeat(length));
      assert.equal(await connection.end(), 1009);
    }
  });

  it('takes an acknowledgement without an answer', async () => {
    const own = await Own.create();
    const connection = await open(`/ws/${own.topic}?after=0`, { framed: true });
    await expectAlive(connection, own);
    connection.send({ type: 'ack', position: connection.ids.at(-1) });
    await quiet();
    assert.ok(
      connection.messages.every(({ type }) => type === undefined || type === 'connection_established'),
    );
    await expectAlive(connection, own);
    connection.close();
  });

  it('takes a request for conflated progress', async () => {
    const own = await Own.create();
    const connection = await open(`/ws/${own.topic}?conflate=progress`, { framed: true });
    await expectAlive(connection, own);
    connection.close();
  });
});
