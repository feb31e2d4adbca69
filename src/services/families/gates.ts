/** The quality gates of families, as the transaction that changes a pack stores them. */
import type { BatchItem } from 'drizzle-orm/batch';
import { PackError, resolvePack } from '../../engine/index.ts';
import type { Gate } from '../../shared/gate.ts';
import type { Database } from '../../store/database.ts';
import { replaceGate } from '../../store/gates.ts';
import type { Families } from './rulesets.ts';

/** Statements: store the gates that differ: those of a changed pack, and of the packs that extend it. */
export function gateChanges(db: Database, before: Families, after: Families): BatchItem<'sqlite'>[] {
  return after.names.flatMap((name) => {
    const gate = gateOf(after, name);
    return JSON.stringify(gate) === JSON.stringify(gateOf(before, name)) ? [] : replaceGate(db, name, gate);
  });
}

/** The gate of a family with what it inherits. A pack that is not usable has none. */
function gateOf(families: Families, name: string): Gate | undefined {
  if (!families.names.includes(name)) return undefined;
  try {
    const pack = families.pack(name);
    return pack && resolvePack(pack, (one) => families.pack(one)).gate;
  } catch (error) {
    if (error instanceof PackError) return undefined;
    throw error;
  }
}
