import { mayAdminister } from '../../access/principal.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal } from '../errors.ts';

/**
 * @param what - an admin may do, for the message
 * @throws {Refusal} `forbidden`, when the principal is no admin
 */
export function requireAdmin({ principal }: ServiceContext, what = 'change or try rule packs'): void {
  if (!mayAdminister(principal)) throw new Refusal('forbidden', `Only an admin may ${what}.`);
}
