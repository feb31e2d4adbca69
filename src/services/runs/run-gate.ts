import { judgeGate } from '../../shared/gate.ts';
import type { GateResult } from '../../shared/things.ts';
import { countRulesOfRun } from '../../store/comparisons.ts';
import type { Database } from '../../store/database.ts';
import { gatesOf, selectGateLimits } from '../../store/gates.ts';
import { findRunRow, toRun } from '../../store/runs.ts';

/**
 * Judges the findings of a run whose documents are all done by the present gate of its family.
 *
 * @returns undefined when the family has no gate
 */
export async function judgeRun(db: Database, id: string): Promise<GateResult | undefined> {
  const row = await findRunRow(db, id);
  if (!row) return undefined;
  const { family, counts, compared } = toRun(row);
  const gate = gatesOf(await selectGateLimits(db, family)).get(family)?.gate;
  if (!gate) return undefined;
  const hasRules = Object.keys(gate.rules ?? {}).length > 0;
  return judgeGate(gate, {
    new: compared?.new ?? { error: 0, warning: 0, info: 0 },
    all: counts,
    rules: hasRules ? await countRulesOfRun(db, id) : new Map(),
  });
}
