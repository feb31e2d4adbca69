/** `galley watch`: prints events as they happen, through restarts of the service. */
import { once } from 'node:events';
import { Command, InvalidArgumentError, Option } from 'commander';
import { createColors } from 'picocolors';
import { liveEvents, StreamEndedError } from '../../client/index.ts';
import { describeEvent } from '../../shared/describe-event.ts';
import { revealHidden } from '../../shared/reveal-hidden.ts';
import type { LiveEvent } from '../../shared/events.ts';
import { ALL_TOPIC } from '../../shared/topics.ts';
import { UsageError } from '../exit-codes.ts';
import { say, sayLoss } from '../say.ts';
import { readServer, withServer, type ServerOptions } from '../server.ts';
import { platformSocket } from '../socket.ts';

interface WatchOptions extends ServerOptions {
  after?: number;
  format: 'pretty' | 'json';
}

/** `galley watch` */
export function watchCommand(): Command {
  return withServer(
    new Command('watch')
      .description('print events as they happen; goes on by itself when the service was away')
      .argument('[topics...]', 'what to hear of', [ALL_TOPIC])
      .option(
        '--after <position>',
        'first all that came after this event, 0 for all; else from now on',
        readPosition,
      )
      .addOption(
        new Option('--format <format>', 'json: an event a line')
          .choices(['pretty', 'json'])
          .default('pretty'),
      ),
  ).action(watch);
}

/** Prints events on standard output, and the state of the connection on standard error. */
async function watch(topics: string[], { after, format, ...options }: WatchOptions): Promise<void> {
  const { server, token } = readServer(options);
  const [topic = ALL_TOPIC, ...more] = topics;
  const print = format === 'json' ? (event: LiveEvent) => JSON.stringify(event) : prettyEvent;
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  const events = liveEvents({
    baseUrl: server,
    topic,
    topics: more,
    WebSocket: await platformSocket(),
    signal: interrupted.signal,
    ...(token !== undefined && { token: () => token }),
    ...(after !== undefined && { after }),
    onConnected: ({ position, head }) =>
      say(
        `live at ${server}, ${position === head ? `event ${head} was the last` : `from event ${position} on`}`,
      ),
    onState: (state, info) => sayLoss(state, info),
    onReset: (position) =>
      say(`the events up to ${position} can not be told any more; these are the later ones`),
    // A failed socket is reported by the state.
    onProblem: ({ code, message }) => code !== 'socket' && say(`${code}: ${message}`),
  });
  try {
    for await (const event of events) {
      // A slow reader of the output makes the service wait, so that nothing piles up here.
      if (!process.stdout.write(`${print(event)}\n`)) await once(process.stdout, 'drain');
    }
  } catch (error) {
    if (error instanceof StreamEndedError) throw new UsageError(`the service says no: ${error.message}`);
    throw error;
  }
}

const colours = createColors(process.stdout.isTTY && !process.env['NO_COLOR']);

function prettyEvent(event: LiveEvent): string {
  const { icon, what, which } = describeEvent(event);
  const time = new Date(event.timestamp).toLocaleTimeString('en-GB');
  return `${colours.dim(time)} ${icon} ${what} ${colours.bold(which)} ${colours.dim(`· ${revealHidden(event.actor)}`)}`;
}

function readPosition(text: string): number {
  const position = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(position))
    throw new InvalidArgumentError('It must be the id of an event, or 0.');
  return position;
}
