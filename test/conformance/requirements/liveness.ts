import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventually, open } from '../connection.ts';
import { slow } from '../target.ts';

const skip = !slow && 'takes minutes: --slow';
/** An interval of 30 s, with allowance for a busy machine. */
const SLACK_MS = 10_000;

describe('liveness', { concurrency: true, skip }, () => {
  it('sends a heartbeat with the time every 30 s to one that never pings', async () => {
    const connection = await open('/ws/validation_updates');
    const heartbeats = () => connection.messages.filter(({ type }) => type === 'heartbeat');
    await eventually('two heartbeats', () => heartbeats()[1], 90_000 + SLACK_MS);
    const [first, second] = heartbeats().map(({ timestamp }) => Date.parse(timestamp ?? ''));
    assert.ok(Math.abs((second ?? 0) - (first ?? 0) - 30_000) < SLACK_MS);
    connection.close();
  });

  it('closes one that has pinged and then is silent, between 90 and 180 s later, with 4102', async () => {
    const connection = await open('/ws/validation_updates');
    connection.send('{"type":"ping"}');
    await connection.message('heartbeat');
    const silentSince = Date.now();
    const { code } = await eventually('a close', () => connection.closed, 180_000 + SLACK_MS);
    assert.equal(code, 4102);
    assert.ok(Date.now() - silentSince >= 90_000);
  });

  it('keeps one that goes on pinging', async () => {
    const connection = await open('/ws/validation_updates');
    const pinging = setInterval(() => connection.send('{"type":"ping"}'), 25_000);
    const start = Date.now();
    await eventually('three minutes', () => Date.now() - start > 185_000 || undefined, 240_000);
    clearInterval(pinging);
    assert.equal(connection.closed, undefined);
    connection.close();
  });
});
