/** What waits, as it is loaded for the home page, and what has happened since somebody last looked. */
import type { GalleyApi } from '../../client/index.ts';
import type { FamilySummary } from '../../shared/api/families.ts';
import type { RecommendationGroup } from '../../shared/api/recommendations.ts';
import type { LiveEvent } from '../../shared/events.ts';
import { MAX_PAGE_SIZE } from '../../shared/limits.ts';
import type { Document } from '../../shared/things.ts';

/** Most documents, and most rules, that the home page shows. */
export const MAX_WAITING = 10;

export interface Waiting {
  documents: readonly Document[];
  /** How many documents have something open. */
  total: number;
  isEstimate: boolean;
  groups: readonly RecommendationGroup[];
  /** Those whose quality gate fails. */
  red: readonly FamilySummary[];
  position: number;
}

/** Loads the documents and the rules that wait, and the gates that are red. */
export async function loadWaiting(api: GalleyApi): Promise<Waiting> {
  const [list, groups, families] = await Promise.all([
    api.documents({ open: true, sort: '-findings', limit: MAX_WAITING }),
    api.recommendationGroups(),
    api.families(),
  ]);
  return {
    documents: list.results,
    total: list.total,
    isEstimate: list.total_is_estimate ?? false,
    groups: groups.results,
    red: families.results.filter(({ gate }) => gate?.passed === false),
    position: Math.min(list.position, groups.position, families.position),
  };
}

/** Whether an event changes what waits. */
export function changesWaiting({ type }: LiveEvent): boolean {
  return (
    type === 'recommendation_created' ||
    type === 'recommendation_reopened' ||
    type === 'recommendation_undone' ||
    type === 'gate_changed'
  );
}

/** Where the log was when somebody last looked. */
export interface Seen {
  position: number;
  at: string;
}

const keyOf = (actor: string) => `galley.seen.${actor}`;

/** @returns undefined when this browser has shown nothing yet, or keeps nothing */
export function readSeen(actor: string): Seen | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(actor)) ?? 'null');
    return isSeen(kept) ? kept : undefined;
  } catch (error) {
    console.warn(`Not known when you last looked: ${String(error)}`);
    return undefined;
  }
}

function isSeen(kept: unknown): kept is Seen {
  if (typeof kept !== 'object' || kept === null || !('position' in kept) || !('at' in kept)) return false;
  return typeof kept.position === 'number' && typeof kept.at === 'string';
}

export function writeSeen(actor: string, seen: Seen): void {
  try {
    localStorage.setItem(keyOf(actor), JSON.stringify(seen));
  } catch (error) {
    console.warn(`Not kept that you have looked: ${String(error)}`);
  }
}

export interface Arrived {
  documents: number;
  recommendations: number;
  decisions: number;
  runs: number;
  gates: number;
  /** Where in the log the counting ended. */
  position: number;
  /** Whether there is more than was counted. */
  isMore: boolean;
}

/** Pages of the log that are counted. */
const MAX_COUNTED_PAGES = 5;

/** Counts what has happened after a position. */
export async function loadArrived(api: GalleyApi, { position }: Seen): Promise<Arrived> {
  const none = { documents: 0, recommendations: 0, decisions: 0, runs: 0, gates: 0 };
  const arrived: Arrived = { ...none, position, isMore: false };
  for (let turn = 0; turn < MAX_COUNTED_PAGES; turn += 1) {
    const page = await api.events({ after: arrived.position, limit: MAX_PAGE_SIZE });
    for (const event of page.results) countEvent(arrived, event);
    arrived.position = page.next_after;
    if (!page.has_more) return arrived;
  }
  return { ...arrived, isMore: true };
}

function countEvent(arrived: Arrived, event: LiveEvent): void {
  if (event.type === 'validation_created') arrived.documents += 1;
  else if (event.type === 'recommendation_created')
    arrived.recommendations += Number(event.status === 'proposed');
  else if (event.type === 'gate_changed') arrived.gates += 1;
  else if (event.type === 'workflow_completed' || event.type === 'workflow_failed') arrived.runs += 1;
  else if ('after' in event) arrived.decisions += 1;
}
