/** Node with `ws`. Sends every POST to all sockets. */
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { WebSocketServer } from 'ws';

const server = createServer((request, response) => void publish(request, response));
const sockets = new WebSocketServer({ server });
server.listen(Number(process.argv[2]), '127.0.0.1');

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function publish(request, response) {
  for (const event of await json(request)) {
    const text = JSON.stringify(event);
    for (const socket of sockets.clients) socket.send(text);
  }
  response.end();
}
