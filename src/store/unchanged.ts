/** Documents of runs that are what they were: a run stores nothing but that. */
import { eq, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { documents, validations } from './schema.ts';
import { toValidation, type KnownQuestion } from './validations.ts';
import type { Validation } from '../shared/things.ts';

/** The newest version of a document, whose result holds. */
export interface UnchangedDocument {
  validation: Validation;
  /** Its rowid. */
  place: number;
  /** JSON array of names. */
  owners: string;
}

/**
 * Finds the documents of a line whose newest version has the same text and the same inputs, and whose comparison with the main
 * line is still right. By path.
 *
 * @param line - of a run, with whether it is compared with a main line
 */
export async function readUnchanged(
  db: Database,
  { family, ref, is_compared }: { family: string; ref: string; is_compared: boolean },
  questions: readonly KnownQuestion[],
): Promise<ReadonlyMap<string, UnchangedDocument>> {
  const main = sql`(select validation_id from documents main where main.family = ${family} and main.ref = ''
    and main.file_path = ${documents.file_path} and main.removed_at is null)`;
  const { compared } = validations;
  const isStillRight = is_compared
    ? ref === ''
      ? sql`true`
      : sql`${compared} is not null and (${compared} ->> '$.since') is ${main}`
    : sql`${compared} is null`;
  const rows = await db
    .select({
      validation: validations,
      place: sql<number>`${validations}.rowid`.as('place_of_validation'),
      owners: documents.owners,
    })
    .from(documents)
    .innerJoin(validations, eq(validations.id, documents.validation_id))
    .innerJoin(
      sql`json_each(${JSON.stringify(questions)}) one`,
      sql`${documents.family} = ${family} and ${documents.ref} = ${ref}
        and ${documents.file_path} = one.value->>'file_path'`,
    )
    .where(
      sql`${documents.removed_at} is null and ${validations.status} = 'completed'
        and ${validations.content_sha256} = one.value->>'content_sha256'
        and ${validations.inputs_sha256} = one.value->>'inputs_sha256' and ${isStillRight}`,
    );
  return new Map(
    rows.map(({ validation, ...row }) => [
      validation.file_path,
      { validation: toValidation(validation), ...row },
    ]),
  );
}

/** Statement: says that documents were found as they were. */
export function touchDocuments(db: Database, validationIds: readonly string[], now: string) {
  return db
    .update(documents)
    .set({ validated_at: now })
    .where(
      sql`${documents.validation_id} in (select value from json_each(${JSON.stringify(validationIds)}))`,
    );
}
