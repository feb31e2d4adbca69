/** The service that a command uses. */
import { Option, type Command } from 'commander';
import { createApi, type GalleyApi } from '../client/index.ts';
import { UsageError } from './exit-codes.ts';

const DEFAULT_SERVER = 'http://127.0.0.1:8586';

/** The options that {@link withServer} adds. */
export interface ServerOptions {
  server: string;
}

/**
 * Adds the options for the service's address. The token is not an option: it would be visible in the list of processes.
 */
export function withServer(command: Command): Command {
  return command
    .addOption(new Option('--server <url>', 'of the service').env('GALLEY_SERVER').default(DEFAULT_SERVER))
    .addHelpText(
      'after',
      '\nThe environment variable GALLEY_TOKEN holds the token, where the service asks for one.',
    );
}

/**
 * Returns the address of the service, and the token from the environment. @throws {UsageError} when the address is
 * invalid
 */
export function readServer({ server }: ServerOptions): { server: string; token?: string } {
  if (!URL.canParse(server) || !/^https?:/.test(server))
    throw new UsageError(`"${server}" is no address of a service.`);
  const token = process.env['GALLEY_TOKEN'];
  return { server, ...(token !== undefined && token !== '' && { token }) };
}

/** Creates a client of the service. @throws {UsageError} when the address is invalid */
export function connectTo(options: ServerOptions): GalleyApi {
  const { server, ...credential } = readServer(options);
  return createApi({ baseUrl: server, ...credential });
}
