/** What this isolate of the Worker counts. Hubs count for themselves, since their memory ends with hibernation. */
import { Registry } from './registry.ts';

export const isolate = new Registry();
