import { maySubmit } from '../../access/principal.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { requireServed } from '../families/served.ts';

/**
 * Checks that the principal may submit documents to a family, and that this service takes them.
 *
 * @throws {Refusal} `forbidden`, or as {@link requireServed}
 */
export function requireEditor(context: Pick<ServiceContext, 'principal' | 'served'>, family: string): void {
  requireRole(context, family);
  requireServed(context, family);
}

/** As {@link requireEditor}, for what is allowed of families that have moved too. @throws {Refusal} `forbidden` */
export function requireRole({ principal }: Pick<ServiceContext, 'principal'>, family: string): void {
  if (maySubmit(principal, family)) return;
  throw new Refusal('forbidden', `You may not submit documents to the family "${family}".`);
}
