import { findIssues } from '../../engine/index.ts';
import { isolate } from '../../metrics/isolate.ts';
import type { Registry } from '../../metrics/registry.ts';
import { CHECKS_MEASURED_EVERY, MAX_MEASURED_LENGTH } from '../../shared/limits.ts';
import { VALIDATION_TYPES } from '../../shared/things.ts';
import type { ServiceContext } from '../context.ts';

type Input = Parameters<typeof findIssues>[0];

/** Requests with documents that this isolate has validated. */
let seen = 0;

/**
 * Measures the checks on one document in {@link CHECKS_MEASURED_EVERY}, after the answer. The clock stands still while the
 * engine runs, so each check is run once more by itself, between two waits.
 */
export function measureSometimes({ later }: Pick<ServiceContext, 'later'>, input: Input): void {
  seen += 1;
  if (seen % CHECKS_MEASURED_EVERY !== 0 || input.text.length > MAX_MEASURED_LENGTH) return;
  later(() => measureChecks(input));
}

/** Runs each check by itself, and counts how long it took, with what belongs to it, such as the proofs of its edits. */
export async function measureChecks(input: Input, figures: Registry = isolate): Promise<void> {
  for (const type of input.validationTypes ?? VALIDATION_TYPES) {
    await scheduler.wait(0);
    const started = Date.now();
    findIssues({ ...input, validationTypes: [type] });
    await scheduler.wait(0);
    figures.observe('check_duration_seconds', [type], (Date.now() - started) / 1_000);
  }
}
