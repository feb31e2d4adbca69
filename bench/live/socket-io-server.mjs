/** Socket.IO. Emits every POST to all sockets. */
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { Server } from 'socket.io';

const server = createServer((request, response) => {
  if (!request.url?.startsWith('/socket.io/')) void publish(request, response);
});
const io = new Server(server, { transports: ['websocket'], serveClient: false });
server.listen(Number(process.argv[2]), '127.0.0.1');

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function publish(request, response) {
  for (const event of await json(request)) io.emit('event', event);
  response.end();
}
