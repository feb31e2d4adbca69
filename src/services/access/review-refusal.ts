import { mayReview } from '../../access/principal.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { refusalOfFamily } from '../families/served.ts';

/**
 * Why the principal may not decide on things of a family here; null when they may.
 *
 * @param detail - what they may not do, for one without the role
 */
export function reviewRefusal(
  context: Pick<ServiceContext, 'principal' | 'served'>,
  family: string,
  detail: string,
): Refusal | null {
  if (!mayReview(context.principal, family)) return new Refusal('forbidden', detail);
  return refusalOfFamily(context, family);
}
