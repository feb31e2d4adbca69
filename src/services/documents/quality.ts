import type { QualityPage, QualityQuery } from '../../shared/api/quality.ts';
import { MAX_QUALITY_DAYS } from '../../shared/limits.ts';
import { listQuality } from '../../store/quality.ts';
import type { ServiceContext } from '../context.ts';
import { pageOrRefusal } from '../errors.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const DEFAULT_DAYS = 30;

const shift = (day: string, days: number) =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/**
 * Reads quality over time, in the families that the principal may see.
 *
 * @throws {Refusal} `invalid`, for a cursor of another list
 */
export async function qualityOverTime(
  { db, principal, now }: ServiceContext,
  { from, to, ...query }: QualityQuery,
): Promise<QualityPage> {
  const today = now().toISOString().slice(0, 10);
  // One given end is never on the wrong side of the other, nor too far from it.
  const latest =
    from === undefined ? today : ([today, shift(from, MAX_QUALITY_DAYS - 1)].toSorted()[0] ?? today);
  const until = to ?? (from !== undefined && latest < from ? from : latest);
  const since = from ?? shift(until, -DEFAULT_DAYS);
  return pageOrRefusal(await listQuality(db, principal, { ...query, from: since, to: until }));
}
