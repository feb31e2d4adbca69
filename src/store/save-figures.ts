import { toDataPoints } from '../metrics/data-points.ts';
import type { Registry } from '../metrics/registry.ts';
import type { Database } from './database.ts';
import { selectHead, toPosition } from './events.ts';
import { addFigures } from './metrics.ts';

/**
 * Writes down what a registry has counted, in one trip. What cannot be written down goes on being counted. If only the answer
 * was lost, it is counted twice.
 *
 * @param now - ms since 1970
 * @param analytics - gets the same figures, when they are written down
 * @returns the id of the last event of the log
 * @throws the error of the database
 */
export async function saveFigures(
  db: Database,
  registry: Registry,
  now: number,
  analytics?: AnalyticsEngineDataset,
): Promise<number> {
  const figures = registry.take();
  let head: number;
  try {
    const [, last] = await db.batch([addFigures(db, figures, now), selectHead(db)]);
    head = toPosition(last);
  } catch (error) {
    registry.giveBack(figures);
    throw error;
  }
  if (analytics) {
    const { points, leftOut } = toDataPoints(figures);
    for (const point of points) analytics.writeDataPoint(point);
    registry.add('data_points_left_out', [], leftOut);
  }
  return head;
}
