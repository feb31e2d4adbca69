/** The GitHub of the tests as a server of this machine, for a service that is a process of its own. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { Asked, FakeGitHub } from '../../github/fake-github.ts';

export interface GitHubServer {
  url: string;
  /** Called when an answer was sent, with what was asked. */
  onAnswered: (listener: (asked: Asked) => void) => void;
  close: () => Promise<void>;
}

/** Serves it on a free port of 127.0.0.1. */
export async function serveGitHub(github: FakeGitHub): Promise<GitHubServer> {
  let onAnswered: ((asked: Asked) => void) | undefined;
  const server = createServer((request, response) => {
    const { method = 'GET', url: path = '/' } = request;
    void (async () => {
      const body = await readBody(request);
      const number = github.asked.length;
      const answering = github.fetch(`${github.api}${path}`, {
        method,
        headers: { authorization: request.headers.authorization ?? '' },
        ...(body !== '' && { body }),
      });
      // It is there as soon as something was asked.
      const asked = github.asked[number];
      const answer = await answering;
      if (asked) response.on('finish', () => onAnswered?.(asked));
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(await answer.text());
    })();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the system assigned no port');
  github.api = `http://127.0.0.1:${address.port}`;
  return {
    url: github.api,
    onAnswered(listener) {
      onAnswered = listener;
    },
    async close() {
      // Requests of a service that was killed are never answered.
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
  return body;
}
