import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Connection, open } from '../connection.ts';
import { authorization, call, Own, token } from '../target.ts';

const ticketFor = async (topic: string, topics?: string[]): Promise<string> =>
  (await call<{ ticket: string }>('/api/ws-ticket', { topic, ...(topics && { topics }) })).ticket;
const closed = token === undefined && 'the server asks for no credential: --token says which one';

describe('credentials', { concurrency: true }, () => {
  it('answers `auth` with a good token by `authenticated`, and goes on', async () => {
    const own = await Own.create();
    const connection = await open(`/ws/${own.topic}`);
    connection.send({ type: 'auth', token: token ?? 'any' });
    assert.ok((await connection.message('authenticated')).actor);
    await own.decide();
    const log = await own.log();
    await connection.upTo(log);
    connection.close();
  });

  it('answers `auth` with a bad token by an error, and goes on as before', { skip: closed }, async () => {
    const own = await Own.create();
    const connection = await open(`/ws/${own.topic}`);
    connection.send({ type: 'auth', token: 'galley_nobody_0000000000000000' });
    assert.equal((await connection.message('error')).code, 'auth_failed');
    await own.decide();
    const log = await own.log();
    await connection.upTo(log);
    connection.close();
  });

  it(
    'closes with 4001 without a credential, and with a bad one, in both encodings',
    { skip: closed },
    async () => {
      const bad = authorization('galley_nobody_0000000000000000');
      for (const framed of [false, true]) {
        assert.equal(await new Connection('/ws/validation_updates', { framed, headers: {} }).end(), 4001);
        assert.equal(await new Connection('/ws/validation_updates', { framed, headers: bad }).end(), 4001);
        assert.equal(
          await new Connection('/ws/validation_updates?ticket=nonsense', { framed, headers: {} }).end(),
          4001,
        );
      }
    },
  );

  it('takes a ticket once, for its topics alone', { skip: closed }, async () => {
    const { topic } = await Own.create();
    const ticket = await ticketFor(topic, ['validation_updates']);
    const path = `/ws/${topic}?topics=validation_updates&ticket=${ticket}`;
    const connection = await open(path, { headers: {} });
    assert.equal(connection.messages[0]?.type, 'connection_established');
    connection.close();
    assert.equal(await new Connection(path, { headers: {} }).end(), 4001);
    const elsewhere = `/ws/validation_updates?ticket=${await ticketFor(topic)}`;
    assert.equal(await new Connection(elsewhere, { headers: {} }).end(), 4001);
  });
});
