/** `galley token`: manages the tokens of a service. */
import { Command, InvalidArgumentError, Option } from 'commander';
import type { TokenSummary } from '../../shared/api/access.ts';
import { ROLES, type Role } from '../../shared/roles.ts';
import { connectTo, withServer, type ServerOptions } from '../server.ts';
import { showText } from '../source-line.ts';

interface CreateOptions extends ServerOptions {
  role: Role;
  families?: string[];
  expiresInDays?: number;
}

/** `galley token` */
export function tokenCommand(): Command {
  return new Command('token')
    .description('create, list and revoke tokens of a service (as an admin)')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand());
}

function createCommand(): Command {
  return withServer(
    new Command('create')
      .description('make a token; it is printed once, and kept by the service as a hash')
      .argument('<name>', 'what it is for: events name it as their actor')
      .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).default('viewer'))
      .option('--families <names>', 'the families that it is limited to, separated by commas', readNames)
      .option('--expires-in-days <days>', 'how long it is good', readDays),
  ).action(async (name: string, { role, families, expiresInDays, ...server }: CreateOptions) => {
    const made = await connectTo(server).createToken({
      name,
      role,
      ...(families && { families }),
      ...(expiresInDays !== undefined && { expires_in_days: expiresInDays }),
    });
    // Only the token goes to standard output, so that it can be piped without being displayed.
    console.error(`${describe(made)}\nKeep it: it can't be shown again.`);
    console.log(made.token);
  });
}

function listCommand(): Command {
  return withServer(new Command('list').description('list the tokens')).action(
    async (server: ServerOptions) => {
      const { results } = await connectTo(server).tokens();
      for (const token of results) console.log(describe(token));
      if (results.length === 0) console.error('There are no tokens.');
    },
  );
}

function revokeCommand(): Command {
  return withServer(
    new Command('revoke')
      .description('end a token, with its sessions and connections')
      .argument('<id>', 'of the token'),
  ).action(async (id: string, server: ServerOptions) => {
    console.log(describe(await connectTo(server).revokeToken(id)));
  });
}

function describe({ id, name, role, families, expires_at, last_used_at, revoked_at }: TokenSummary): string {
  const facts = [
    role,
    families === null ? 'all families' : families.join(', '),
    revoked_at !== null
      ? `revoked ${revoked_at}`
      : expires_at === null
        ? 'until it is revoked'
        : `until ${expires_at}`,
    last_used_at === null ? 'never used' : `last used ${last_used_at}`,
  ];
  return `${id}  ${showText(name)}  ${facts.join(' · ')}`;
}

function readNames(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

function readDays(text: string): number {
  const days = Number(text);
  if (text.trim() === '' || !Number.isFinite(days) || days <= 0)
    throw new InvalidArgumentError('It must be a number of days.');
  return days;
}
