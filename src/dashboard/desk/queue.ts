/** The documents that wait for decisions, as they were when the queue was read. It is kept from document to document. */
import { signal } from '@preact/signals';
import { ApiError } from '../../client/index.ts';
import { MIN_SUBSTRING_LENGTH } from '../../shared/limits.ts';
import type { Document } from '../../shared/things.ts';
import { api } from '../service/api.ts';
import { session } from '../service/session.ts';
import type { QueueFilter } from './queue-filter.ts';

/** Documents that are read at once. */
const PAGE = 100;

export interface Queue {
  key: string;
  documents: readonly Document[];
  total: number;
  isEstimate: boolean;
  nextCursor: string | null;
  /** Why it could not be read, or not be read again. */
  problem: string | null;
}

export const queue = signal<Queue | null>(null);
/** How many recommendations wait in documents that were open here, by validation: newer than what the queue says. */
export const openHere = signal<ReadonlyMap<string, number>>(new Map());
let asked = 0;

const keyOf = (filter: QueueFilter) => JSON.stringify([session.peek()?.actor, filter]);

/** Reads the queue, unless it is there already. @param isAnew - reads it in any case */
export async function loadQueue(filter: QueueFilter, isAnew = false): Promise<void> {
  const key = keyOf(filter);
  const before = queue.peek()?.key === key ? queue.peek() : null;
  if (before && before.problem === null && !isAnew) return;
  await read(filter, key, before, undefined);
}

/** Reads the documents after those that are there. */
export async function loadMore(filter: QueueFilter): Promise<void> {
  const before = queue.peek();
  if (before?.nextCursor) await read(filter, before.key, before, before.nextCursor);
}

async function read(
  filter: QueueFilter,
  key: string,
  before: Queue | null,
  cursor: string | undefined,
): Promise<void> {
  asked += 1;
  const ask = asked;
  const { file_path, ...others } = filter;
  // A shorter text is looked for in what is there.
  const path = file_path !== undefined && file_path.length >= MIN_SUBSTRING_LENGTH ? { file_path } : {};
  try {
    const page = await api.documents({
      ...others,
      ...path,
      open: true,
      limit: PAGE,
      ...(cursor !== undefined && { cursor }),
    });
    if (ask !== asked) return;
    const earlier = cursor === undefined ? [] : (before?.documents ?? []);
    queue.value = {
      key,
      documents: [...earlier, ...page.results],
      total: page.total,
      isEstimate: page.total_is_estimate ?? false,
      nextCursor: page.next_cursor,
      problem: null,
    };
    if (cursor === undefined) openHere.value = new Map();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (ask !== asked) return;
    const empty = { key, documents: [], total: 0, isEstimate: false, nextCursor: null };
    queue.value = { ...(before ?? empty), problem: error.message };
  }
}

/** How many recommendations of a document wait. */
export function waitingIn({ validation_id, open }: Document): number {
  return openHere.value.get(validation_id) ?? open;
}

export function noteWaiting(validationId: string, count: number): void {
  if (openHere.peek().get(validationId) === count) return;
  openHere.value = new Map(openHere.peek()).set(validationId, count);
}

/** The document before or after one in the queue that still waits; undefined when there is none. */
export function neighbour(validationId: string | undefined, step: 1 | -1): Document | undefined {
  const documents = queue.value?.documents ?? [];
  const at = documents.findIndex((one) => one.validation_id === validationId);
  if (at === -1) return step === 1 ? documents.find((one) => waitingIn(one) > 0) : undefined;
  const others = step === 1 ? documents.slice(at + 1) : documents.slice(0, at).toReversed();
  // Back leads to what was decided too; forth to what waits.
  return step === -1 ? others[0] : (others.find((one) => waitingIn(one) > 0) ?? undefined);
}
