import { maySubmit } from '../../access/principal.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal } from '../errors.ts';

/** @throws {Refusal} `forbidden`, for who may not submit documents to a family */
export function requireEditor({ principal }: Pick<ServiceContext, 'principal'>, family: string): void {
  if (maySubmit(principal, family)) return;
  throw new Refusal('forbidden', `You may not submit documents to the family "${family}".`);
}
