/** `galley push` as a process, to a service whose family has moved. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { PROBLEMS } from '../../src/shared/api/problem.ts';
import { Workplace } from './program.ts';

const ADDRESS = 'https://handbook.example.com';
let server: Server;
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

/** @returns its address, and what it was asked */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: string[] = [];
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    request.resume().on('end', () => answer(request, response));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { asked, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` };
}

it('says where the family is, and does not ask again', async () => {
  const { asked, url } = await serve(({ method }, response) => {
    if (method === 'GET') {
      // Who asks, and a list without runs.
      response.end(
        JSON.stringify({ mode: 'open', actor: 'local', role: 'admin', results: [], next_cursor: null }),
      );
      return;
    }
    const problem = {
      type: 'urn:galley:problem:family-moved',
      ...PROBLEMS['family-moved'],
      detail: `The family "handbook" has moved to ${ADDRESS}.`,
      instance: 'urn:uuid:7f2c1d1e-4a53-4c1b-8d0e-0c6a7a1f3b5d',
      moved_to: ADDRESS,
    };
    response.writeHead(problem.status, { 'Content-Type': 'application/problem+json' });
    response.end(JSON.stringify(problem));
  });
  const place = new Workplace({ 'a.md': '# Title\n' });
  const ended = await place.run(['push', '.', '--server', url, '--family', 'handbook']);
  place.remove();
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toBe(
    `galley: The family "handbook" has moved to ${ADDRESS}. Set --server, or GALLEY_SERVER, to that address.\n`,
  );
  expect(asked.filter((one) => one.startsWith('POST'))).toEqual(['POST /api/workflows']);
});

it('no problem has a status at which fetch sends a request again', async () => {
  const { asked, url } = await serve(({ url: path = '' }, response) => {
    response.writeHead(Number(path.slice(1))).end();
  });
  const statuses = [...new Set(Object.values(PROBLEMS).map(({ status }) => status))];
  for (const status of statuses) {
    const response = await fetch(`${url}/${status}`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(status);
  }
  expect(asked).toEqual(statuses.map((status) => `POST /${status}`));
});
