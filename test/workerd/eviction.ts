import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { hubOf } from '../../src/live/hub-stub.ts';

/** Takes the hub out of memory, wherever it is in its work; one that is not in memory is what was wanted. */
export async function evictHub(webSockets: 'hibernate' | 'close'): Promise<void> {
  try {
    await evictDurableObject(hubOf(env), { webSockets });
  } catch (error) {
    if (!String(error).includes('not currently running')) throw error;
  }
}
