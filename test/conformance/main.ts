/**
 * Does a server keep docs/live-protocol.md? Knows the server from outside alone: by its sockets, and by REST to make
 * things happen. Nothing is imported from the service.
 *
 *   npm run conformance -- --url ws://127.0.0.1:8586 [--token TOKEN] [--slow]
 *
 * The token is an admin's, where the server asks for one. `--slow` adds what takes minutes.
 */
import './connecting.ts';
import './encodings.ts';
import './resuming.ts';
import './talking.ts';
import './credentials.ts';
import './server-sent-events.ts';
import './liveness.ts';
