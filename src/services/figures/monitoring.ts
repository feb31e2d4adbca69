import { startOf, toHistory } from '../../metrics/history.ts';
import { FIGURE_RANGES, type FigureHistory, type FigureRange } from '../../shared/api/figures.ts';
import type { Monitoring } from '../../shared/api/monitoring.ts';
import { readBuckets, STEPS } from '../../store/metrics.ts';
import { selectWaiting, toWaiting } from '../../store/waiting-work.ts';
import type { ServiceContext } from '../context.ts';
import { saveIsolate } from './keep.ts';
import { gaugesOf, noteGauges } from './waiting.ts';

/** Which buckets the points of a range are made of: the longest ones that are not longer than its steps. */
const BUCKETS: Readonly<Record<FigureRange, number>> = {
  '1h': STEPS.minute,
  '24h': STEPS.minute,
  '7d': STEPS.hour,
  '90d': STEPS.day,
};

/** Reads what waits now. */
export async function readWaiting({ db, now }: Pick<ServiceContext, 'db' | 'now'>): Promise<Waiting> {
  const waits = await db.batch(selectWaiting(db));
  const waiting = toWaiting(...waits);
  noteGauges(gaugesOf(waiting, now()));
  return waiting;
}
type Waiting = NonNullable<Monitoring['waiting']>;

/** Reads what was counted over a range that ends now. This isolate writes down what it has counted first. */
export async function readHistory(context: ServiceContext, range: FigureRange): Promise<FigureHistory> {
  await saveIsolate(context);
  const now = Math.floor(context.now().getTime() / 1_000);
  const buckets = await readBuckets(context.db, {
    step: BUCKETS[range],
    into: FIGURE_RANGES[range].step,
    from: startOf(range, now),
  });
  return toHistory(range, buckets, now);
}
