import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { hubOf } from '../../src/live/hub-stub.ts';

/** Evicts the hub from memory, whatever it is doing. It is fine if the hub is not in memory. */
export async function evictHub(webSockets: 'hibernate' | 'close'): Promise<void> {
  try {
    await evictDurableObject(hubOf(env), { webSockets });
  } catch (error) {
    if (!String(error).includes('not currently running')) throw error;
  }
}
