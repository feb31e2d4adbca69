/** The service that a command speaks to. */
import { Option, type Command } from 'commander';
import { createApi, type GalleyApi } from '../client/index.ts';
import { UsageError } from './exit-codes.ts';

const DEFAULT_SERVER = 'http://127.0.0.1:8586';

export interface ServerOptions {
  server: string;
}

/** Adds the options that say where the service is. The token is never one: others could read it in the list of processes. */
export function withServer(command: Command): Command {
  return command
    .addOption(new Option('--server <url>', 'of the service').env('GALLEY_SERVER').default(DEFAULT_SERVER))
    .addHelpText(
      'after',
      '\nThe environment variable GALLEY_TOKEN holds the token, where the service asks for one.',
    );
}

/** Where the service is, and the token for it. @throws {UsageError} when the address is none */
export function readServer({ server }: ServerOptions): { server: string; token?: string } {
  if (!URL.canParse(server) || !/^https?:/.test(server))
    throw new UsageError(`"${server}" is no address of a service.`);
  const token = process.env['GALLEY_TOKEN'];
  return { server, ...(token !== undefined && token !== '' && { token }) };
}

/** @throws {UsageError} when the address is none */
export function connectTo(options: ServerOptions): GalleyApi {
  const { server, ...credential } = readServer(options);
  return createApi({ baseUrl: server, ...credential });
}
