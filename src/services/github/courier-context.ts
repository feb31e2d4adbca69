import type { Principal } from '../../access/principal.ts';
import type { GitHub } from '../../github/app.ts';
import type { Delivery } from '../../store/github-deliveries.ts';
import type { ServiceContext } from '../context.ts';

/** Who validates what GitHub tells. */
export const COURIER: Principal = { actor: 'github', role: 'editor', families: null };

/** What working off a delivery needs. The principal is {@link COURIER}. */
export type CourierContext = ServiceContext;

/** A delivery that is being worked off. */
export interface Courier extends CourierContext {
  delivery: Delivery;
  /** As the installation that the delivery came from. */
  client: GitHub;
}
