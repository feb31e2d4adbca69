import type { HubStatus, LiveHub } from './hub.ts';

/** A fresh stub of the hub: one that has thrown may stay broken. */
export function hubOf(env: Env): DurableObjectStub<LiveHub> {
  return env.LIVE_HUB.getByName('hub-0');
}

/** Where the hub is. @throws when it cannot be reached */
export async function hubStatus(env: Env): Promise<HubStatus> {
  return hubOf(env).status();
}
