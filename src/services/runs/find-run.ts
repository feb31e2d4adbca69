import type { RunDetail } from '../../shared/api/runs.ts';
import { readRun } from '../../store/runs.ts';
import type { ServiceContext } from '../context.ts';
import { found } from '../errors.ts';

/**
 * Reads a run. Unlike `getRun` it never resumes a stalled one.
 *
 * @throws {Refusal} `not-found`, also when the principal may not see the run
 */
export async function findRun({ db, principal }: ServiceContext, id: string): Promise<RunDetail> {
  return found(await readRun(db, principal, id), 'workflow', id);
}
