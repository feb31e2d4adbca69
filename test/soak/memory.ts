/** The memory of a service: the heap of Galley's isolate, and its processes, from Linux' /proc. */
import { readdir, readFile } from 'node:fs/promises';
import type { Service } from '../browser/service.ts';
import { heapOf } from './isolate-heap.ts';

const SAMPLE_EVERY_MS = 5_000;
/** What a service does not do yet when it has just started. */
const WARM_UP_MS = 60_000;
/** A life has to have so many samples after that to be judged. */
const LEAST_SAMPLES = 18;
const KB_PER_MB = 1_024;
const BYTES_PER_MB = KB_PER_MB * 1_024;

export interface Sample {
  at: number;
  /** Of Galley's isolate after a collection of garbage, in MB: what the platform bounds. */
  heap: number;
  /**
   * In MB, of all processes of this name together: with them is what stands in for the platform, such as the database, the
   * engine of workflows and the proxy of `wrangler dev`, which grows by itself.
   */
  workerd: number;
  node: number;
}
/** The samples from a start to its kill. */
export interface Life {
  samples: Sample[];
}
/** How the memory of a life grew after it had warmed up. */
export interface Growth {
  first: number;
  last: number;
  ratio: number;
}

/** Samples a service while it lives. */
export class Memory {
  readonly lives: Life[] = [];
  #timer: NodeJS.Timeout | undefined;

  begin(service: Pick<Service, 'group' | 'inspectorPort'>): void {
    const { group, inspectorPort } = service;
    const life: Life = { samples: [] };
    this.lives.push(life);
    this.#timer = setInterval(() => void sampleInto(life, group, inspectorPort), SAMPLE_EVERY_MS);
  }

  end(): void {
    clearInterval(this.#timer);
  }
}

/** Compares the medians of the first and the last third after the warm-up; undefined when the life was too short. */
export function growthOf({ samples }: Life, of: 'heap' | 'workerd' | 'node'): Growth | undefined {
  const start = samples[0]?.at ?? 0;
  const warm = samples.filter(({ at }) => at >= start + WARM_UP_MS).map((sample) => sample[of]);
  if (warm.length < LEAST_SAMPLES) return undefined;
  const third = Math.floor(warm.length / 3);
  const first = median(warm.slice(0, third));
  const last = median(warm.slice(-third));
  return { first, last, ratio: last / first };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

async function sampleInto({ samples }: Life, group: number, inspectorPort: number): Promise<void> {
  const heap = await heapOf(inspectorPort);
  if (heap !== undefined) samples.push(await withProcesses(heap / BYTES_PER_MB, group));
}

async function withProcesses(heap: number, group: number): Promise<Sample> {
  const sample = { at: Date.now(), heap, workerd: 0, node: 0 };
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const stat = await contentOf(`/proc/${pid}/stat`);
    // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the name may have blanks and brackets.
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    if (stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2] !== String(group)) continue;
    const kb = Number(/^VmRSS:\s+(\d+)/m.exec(await contentOf(`/proc/${pid}/status`))?.[1] ?? 0);
    if (name === 'workerd') sample.workerd += kb / KB_PER_MB;
    else sample.node += kb / KB_PER_MB;
  }
  return sample;
}

/** The text of a file; empty when its process has ended meanwhile. */
async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return '';
    throw error;
  }
}
