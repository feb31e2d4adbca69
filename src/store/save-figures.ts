import type { Registry } from '../metrics/registry.ts';
import type { Database } from './database.ts';
import { selectHead, toPosition } from './events.ts';
import { addFigures } from './metrics.ts';

/**
 * Writes down what a registry has counted, in one trip. What cannot be written down goes on being counted. If only the answer
 * was lost, it is counted twice.
 *
 * @param now - ms since 1970
 * @returns the id of the last event of the log
 * @throws the error of the database
 */
export async function saveFigures(db: Database, registry: Registry, now: number): Promise<number> {
  const figures = registry.take();
  try {
    const [, head] = await db.batch([addFigures(db, figures, now), selectHead(db)]);
    return toPosition(head);
  } catch (error) {
    registry.giveBack(figures);
    throw error;
  }
}
