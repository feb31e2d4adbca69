import { maySubmit } from '../../access/principal.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal } from '../errors.ts';

/**
 * Checks that the principal may submit documents to a family.
 *
 * @throws {Refusal} `forbidden`
 */
export function requireEditor({ principal }: Pick<ServiceContext, 'principal'>, family: string): void {
  if (maySubmit(principal, family)) return;
  throw new Refusal('forbidden', `You may not submit documents to the family "${family}".`);
}
