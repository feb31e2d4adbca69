import { Registry, type Figures } from './registry.ts';

const RESULTS = { delivered: 'delivered', waiting: 'retried', failed: 'failed' } as const;

/** Figures of attempts to deliver, by the state that each has left its delivery in. */
export function figuresOfDeliveries(states: readonly (keyof typeof RESULTS)[]): Figures {
  const counted = new Registry();
  for (const state of states) counted.add('webhook_deliveries', [RESULTS[state]]);
  return counted.peek();
}
