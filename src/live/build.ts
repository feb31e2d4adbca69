/** Which dashboard this Worker serves. Assets belong to a version of a Worker, so each isolate asks once. */
import { logError } from '../log.ts';

/** What the build wrote (scripts/build-dashboard.mjs). The host is of no meaning to the binding. */
const BUILD = 'https://assets/dashboard/build.txt';
let known: string | undefined;

/** @returns undefined when it cannot be read, which is in the log; the next connection asks again */
export async function servedBuild({ ASSETS }: Pick<Env, 'ASSETS'>): Promise<string | undefined> {
  if (known !== undefined) return known;
  try {
    const answer = await ASSETS.fetch(BUILD);
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    known = await answer.text();
  } catch (error) {
    logError('live', 'the build of the dashboard is not known', error);
  }
  return known;
}
