import { and, eq } from 'drizzle-orm';
import type { Principal } from '../access/principal.ts';
import type { Database } from './database.ts';
import { workflows } from './schema.ts';
import { inVisibleFamily } from './visibility.ts';

/** One batch run; undefined when there is none that the principal may see. */
export async function readWorkflow(
  db: Database,
  principal: Principal,
  id: string,
): Promise<typeof workflows.$inferSelect | undefined> {
  const [row] = await db
    .select()
    .from(workflows)
    .where(and(eq(workflows.id, id), inVisibleFamily(principal, workflows.family)));
  return row;
}
