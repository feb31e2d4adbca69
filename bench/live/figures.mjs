/** The measurements. Each starts a system and stops it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMs, residentKb } from './process-figures.mjs';

/** @typedef {import('./systems.mjs').System} System */
/** @typedef {import('./systems.mjs').Running} Running */
/** @typedef {import('./readers.mjs').Readers} Readers */

const WARM_UP_MS = 1_500;
const EVENTS_PER_SECOND = 20;
/** Saturation: events per POST, and concurrent POSTs. */
const BATCH = 20;
const AT_ONCE = 12;
/** Limits the undelivered events per reader: this many, or what the reader receives in this time. */
const ON_THEIR_WAY = 200;
const ON_THEIR_WAY_MS = 500;
const POLL_MS = 10;
const MISSED = 300;

/**
 * Measures the time in µs from the POST to the arrival of each event at each reader.
 *
 * @param {System} system
 * @param {Readers} readers
 * @param {{ subscribers: number; seconds: number }} load
 */
export async function measureLatency(system, readers, { subscribers, seconds }) {
  return running(system, readers, async ({ port }) => {
    const publisher = new Publisher(system, port);
    await readers.connect(subscribers, { port, ...system.target });
    const tick = async (/** @type {number} */ ms) => {
      const end = performance.now() + ms;
      for (let next = performance.now(); next < end; next += 1_000 / EVENTS_PER_SECOND) {
        await publisher.publish(1);
        await sleep(Math.max(0, next + 1_000 / EVENTS_PER_SECOND - performance.now()));
      }
    };
    await tick(WARM_UP_MS);
    await readers.latencies(true);
    await tick(seconds * 1_000);
    await sleep(200);
    return readers.latencies(false);
  });
}

/**
 * Measures the maximum rate: publishes more events as soon as the readers have received most of the previous ones.
 *
 * @param {System} system
 * @param {Readers} readers
 * @param {{ subscribers: number; seconds: number }} load
 */
export async function measureSaturation(system, readers, { subscribers, seconds }) {
  return running(system, readers, async ({ port, pid }) => {
    const publisher = new Publisher(system, port);
    await readers.connect(subscribers, { port, ...system.target });
    const measure = async () => ({
      at: performance.now(),
      server: await cpuMs(pid),
      ...(await readers.report()),
    });
    const load = { stopped: false };
    let mayPublish = true;
    const pacing = (async () => {
      let allowed = ON_THEIR_WAY;
      let last = await measure();
      while (!load.stopped) {
        await sleep(POLL_MS);
        const now = await measure();
        mayPublish = publisher.published - now.delivered / subscribers < allowed;
        if (now.at - last.at < ON_THEIR_WAY_MS) continue;
        allowed = Math.max(ON_THEIR_WAY, (now.delivered - last.delivered) / subscribers);
        last = now;
      }
    })();
    const publishing = Array.from({ length: AT_ONCE }, async () => {
      while (!load.stopped) {
        if (mayPublish) await publisher.publish(BATCH);
        else await sleep(POLL_MS);
      }
    });
    await sleep(WARM_UP_MS);
    const before = await measure();
    await sleep(seconds * 1_000);
    const after = await measure();
    load.stopped = true;
    await Promise.all([pacing, ...publishing]);
    if (after.closed > 0) throw new Error(`${after.closed} readers were sent away by ${system.name}`);
    const ms = after.at - before.at;
    return {
      perSecond: ((after.delivered - before.delivered) / ms) * 1_000,
      serverCpu: (after.server - before.server) / ms,
      generatorCpu: (after.cpuMs - before.cpuMs) / ms,
    };
  });
}

/**
 * Measures a reconnect storm: all readers reconnect at once, and each has missed events.
 *
 * @param {System} system
 * @param {Readers} readers
 * @param {{ subscribers: number }} load
 */
export async function measureStorm(system, readers, { subscribers }) {
  return running(system, readers, async ({ port }) => {
    await new Publisher(system, port).publish(MISSED);
    const { path, ...target } = system.target;
    const start = performance.now();
    await readers.connect(subscribers, { port, path: `${path}?after=0`, ...target });
    const deadline = start + 60_000;
    let report = await readers.report();
    while (report.delivered < MISSED * subscribers && performance.now() < deadline) {
      await sleep(10);
      report = await readers.report();
    }
    return { seconds: (performance.now() - start) / 1_000, lost: MISSED * subscribers - report.delivered };
  });
}

/**
 * Measures how much memory of the server an idle socket uses.
 *
 * @param {System} system
 * @param {Readers} readers
 * @param {{ subscribers: number }} load
 */
export async function measureMemory(system, readers, { subscribers }) {
  return running(system, readers, async ({ port, pid }) => {
    await new Publisher(system, port).publish(1);
    await sleep(1_000);
    const before = await residentKb(pid);
    await readers.connect(subscribers, { port, ...system.target });
    await sleep(2_000);
    return { kbPerSocket: ((await residentKb(pid)) - before) / subscribers };
  });
}

/**
 * @template T
 * @param {System} system
 * @param {Readers} readers
 * @param {(server: Running) => Promise<T>} measure
 */
async function running(system, readers, measure) {
  const server = await system.start();
  try {
    return await measure(server);
  } finally {
    await readers.close();
    await server.stop();
  }
}

/** Publishes events of about 240 bytes, like those of a validation. */
class Publisher {
  published = 0;
  #url;

  /**
   * @param {System} system
   * @param {number} port
   */
  constructor({ publish }, port) {
    this.#url = `http://127.0.0.1:${port}${publish}`;
  }

  /** @param {number} count */
  async publish(count) {
    const events = Array.from({ length: count }, () => {
      this.published += 1;
      return {
        id: this.published,
        type: 'validation_created',
        timestamp: '2026-11-22T10:30:00.000Z',
        actor: 'ci',
        validation_id: '019ab3f0-1c2d-7e3f-8a4b-5c6d7e8f9a0b',
        family: 'docs',
        file_path: `docs/guide/page-${this.published}.md`,
        sent_at: Math.round((performance.timeOrigin + performance.now()) * 1_000),
        counts: { error: 0, warning: 2, info: 1 },
      };
    });
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(events),
    });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${this.#url} answered ${response.status}`);
  }
}
