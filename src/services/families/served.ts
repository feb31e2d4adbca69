/** Refuses what would be stored of a family that another service has. See docs/decisions/0060. */
import { maySeeFamily } from '../../access/principal.ts';
import { servesFamily } from '../../shared/served-families.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal } from '../errors.ts';

export { readServedFamilies } from '../../shared/served-families.ts';

type ServingContext = Pick<ServiceContext, 'served'>;

/**
 * Why nothing of a family is stored here; null when it is.
 *
 * @param path - where a request names the family
 */
export function refusalOfFamily({ served }: ServingContext, family: string, path = 'family'): Refusal | null {
  if (!served || servesFamily(served, family)) return null;
  const { moved, problem, only } = served;
  if (problem !== undefined) return misconfigured(problem);
  const address = moved.get(family);
  if (address !== undefined) {
    return new Refusal('family-moved', movedTo(family, address), [], undefined, address);
  }
  const message = `must be one of ${(only ?? []).join(', ')}: this service has no other families (FAMILIES)`;
  return new Refusal('invalid', `${path}: ${message}.`, [{ path, message }]);
}

/** @throws {Refusal} `family-moved`, `invalid` or `misconfigured`, when nothing of the family is stored here */
export function requireServed(context: ServingContext, family: string, path?: string): void {
  const refusal = refusalOfFamily(context, family, path);
  if (refusal) throw refusal;
}

/**
 * Which families a request about all of them leaves out, in words. Undefined when it is none that the principal may see.
 *
 * @throws {Refusal} `misconfigured`
 */
export function leftOutOf({
  served,
  principal,
}: Pick<ServiceContext, 'served' | 'principal'>): string | undefined {
  if (!served) return undefined;
  const { only, moved, problem } = served;
  if (problem !== undefined) throw misconfigured(problem);
  const reasons = [...moved]
    .filter(([family]) => maySeeFamily(principal, family))
    .map(([family, address]) => movedTo(family, address));
  if (only) reasons.unshift(`This service has only ${only.join(', ')} (FAMILIES).`);
  return reasons.join(' ') || undefined;
}

const movedTo = (family: string, address: string) => `The family "${family}" has moved to ${address}.`;

function misconfigured(problem: string): Refusal {
  return new Refusal('misconfigured', `Nothing is stored until the settings are mended. ${problem}`);
}
