import { and, eq } from 'drizzle-orm';
import type { Principal } from '../access/principal.ts';
import type { Database } from './database.ts';
import { documents, validations } from './schema.ts';
import { inVisibleFamily } from './visibility.ts';

export type NewDocument = typeof documents.$inferInsert;

/** Statement: keeps a document; one that is already kept under its hash stays as it is. */
export function insertDocument(db: Database, document: NewDocument) {
  return db.insert(documents).values(document).onConflictDoNothing();
}

/** The Markdown that a validation is about, or undefined when there is none that the principal may see. */
export async function readContent(
  db: Database,
  principal: Principal,
  validationId: string,
): Promise<string | undefined> {
  const [row] = await db
    .select({ content: documents.content })
    .from(validations)
    .innerJoin(documents, eq(documents.sha256, validations.content_sha256))
    .where(and(eq(validations.id, validationId), inVisibleFamily(principal, validations.family)));
  return row?.content;
}
