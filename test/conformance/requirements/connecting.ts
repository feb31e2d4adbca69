import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { Connection, FRAMED, open, quiet } from '../connection.ts';
import { authorization, head, httpOrigin, Own } from '../target.ts';

describe('connecting', { concurrency: true }, () => {
  it('answers 426 to a request that is no upgrade', async () => {
    const response = await fetch(`${httpOrigin}/ws/validation_updates`, { headers: authorization() });
    assert.equal(response.status, 426);
    assert.match(response.headers.get('Content-Type') ?? '', /^application\/problem\+json/);
  });

  it('says first where the stream starts: at the head', async () => {
    const before = await head();
    const connection = await open('/ws/validation_updates?topics=family_docs');
    const { type, topic, topics, position, head: last, protocol } = connection.messages[0] ?? {};
    assert.equal(type, 'connection_established');
    assert.equal(topic, 'validation_updates');
    assert.deepEqual(topics, ['validation_updates', 'family_docs']);
    assert.equal(position, last);
    assert.ok((position ?? -1) >= before);
    assert.equal(protocol, 'flat');
    connection.close();
  });

  it('says first where the stream starts: after N', async () => {
    const connection = await open('/ws/validation_updates?after=0', { framed: true });
    const { position, head: last, protocol } = connection.messages[0] ?? {};
    assert.equal(position, 0);
    assert.ok((last ?? -1) >= 0);
    assert.equal(protocol, FRAMED);
    assert.equal(connection.socket.protocol, FRAMED);
    connection.close();
  });

  it('closes with 4004 for a topic that there is not, and for more than 10', async () => {
    const eleven = Array.from({ length: 10 }, () => `validation_${randomUUID()}`).join(',');
    assert.equal(await new Connection('/ws/nonsense').end(), 4004);
    assert.equal(
      await new Connection('/ws/validation_updates?topics=nonsense', { framed: true }).end(),
      4004,
    );
    assert.equal(await new Connection(`/ws/validation_updates?topics=${eleven}`).end(), 4004);
  });

  it('closes with 4000 for an `after` that is no position, and a `conflate` that there is not', async () => {
    for (const query of ['after=-1', 'after=1.5', 'after=x', 'conflate=everything'])
      assert.equal(await new Connection(`/ws/validation_updates?${query}`).end(), 4000, query);
  });

  it('closes with 4003 what comes from a page of another site', async () => {
    const headers = { ...authorization(), Origin: 'https://elsewhere.example' };
    assert.equal(await new Connection('/ws/validation_updates', { headers }).end(), 4003);
  });

  it('delivers what is on the topics, and nothing else', async () => {
    const [own, other] = [await Own.create(), await Own.create()];
    const connection = await open(`/ws/${own.topic}?after=0`);
    await other.decide();
    await own.decide();
    const log = await own.log();
    await connection.upTo(log);
    await quiet();
    assert.deepEqual(connection.events, log);
    connection.close();
  });

  it('delivers an event once, however many of the topics match', async () => {
    const [own, other] = [await Own.create(), await Own.create()];
    const before = await head();
    const connection = await open(
      `/ws/validation_updates?after=${before}&topics=${own.topic},${other.topic}`,
    );
    await own.decide();
    await other.decide();
    const log = [...(await own.log(before)), ...(await other.log(before))];
    await connection.upTo(log);
    await quiet();
    const ours = connection.events.filter(({ validation_id }) =>
      [own.id, other.id].includes(validation_id ?? ''),
    );
    assert.deepEqual(ours, log);
    connection.close();
  });

  it("has a validation's recommendations on its topic", async () => {
    const own = await Own.create();
    const connection = await open(`/ws/${own.topic}?after=0`);
    const log = await own.log();
    assert.ok(log.some(({ type }) => type === 'recommendation_created'));
    await connection.upTo(log);
    assert.deepEqual(connection.events, log);
    connection.close();
  });
});
