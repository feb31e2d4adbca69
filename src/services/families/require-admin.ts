import { mayAdminister } from '../../access/principal.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal } from '../errors.ts';

/** @throws {Refusal} `forbidden`, when the principal is no admin */
export function requireAdmin({ principal }: ServiceContext): void {
  if (!mayAdminister(principal))
    throw new Refusal('forbidden', 'Only an admin may change or try rule packs.');
}
