/** What applying recommendations to validations needs of each of them, read together. */
import { asc, sql, type SQL } from 'drizzle-orm';
import type { Principal } from '../access/principal.ts';
import type { Recommendation, Validation } from '../shared/things.ts';
import { question, type Answers } from './ask.ts';
import type { Database } from './database.ts';
import { toRecommendation } from './recommendations.ts';
import { askIgnoredOf } from './ignored-findings.ts';
import { recommendations, validations } from './schema.ts';
import { askTexts, type Texts } from './texts.ts';
import { toValidation } from './validations.ts';
import { inVisibleFamily } from './visibility.ts';

/** A validation whose recommendations can be applied. */
export interface Subject {
  validation: Validation;
  recommendations: readonly Recommendation[];
  texts: Texts;
  /** The fingerprints that are ignored in its document. */
  ignored: ReadonlySet<string>;
}

/** Those that a request has room for, and the ids of those that the principal may see and that it has no room for. */
export interface Subjects {
  taken: ReadonlyMap<string, Subject>;
  left: ReadonlySet<string>;
}

/** Selects validations by their ids, in the order of the list. */
export function placesOf(ids: readonly string[]): SQL {
  return sql`select value as id, min(key) as place from json_each(${JSON.stringify(ids)}) group by value`;
}

/** Selects the ids of what has places. */
export function idsIn(places: SQL): SQL {
  return sql`select id from (${places})`;
}

/**
 * Selects the validations of those approved recommendations that change a document.
 *
 * @param wanted - selects the recommendations: `id` and `place`
 */
export function placesOfApproved(wanted: SQL): SQL {
  return sql`select r.validation_id as id, min(wanted.place) as place
    from (${wanted}) wanted cross join recommendations r on r.id = wanted.id
    where r.status = 'approved' and r.edits <> '[]' group by r.validation_id`;
}

/**
 * Questions about validations, in their order until the room is taken: the first one always fits. Convert the answers with
 * {@link toSubjects}.
 *
 * @param places - selects the validations: `id` and `place`
 */
export function askSubjects(
  db: Database,
  principal: Principal,
  places: SQL,
  room: { documents: number; bytes: number },
  now: string,
) {
  const inOrder = sql`
    select id, n = 1 or (n <= ${room.documents} and total <= ${room.bytes}) as fits from (
      select validations.id as id, row_number() over (order by places.place) as n,
        sum(byte_length) over (order by places.place) as total
      from (${places}) places cross join validations on validations.id = places.id
        cross join texts on texts.sha256 = validations.content_sha256
      where ${inVisibleFamily(principal, validations.family) ?? sql`true`}
    )`;
  const isTaken = (id: SQL) => sql`${id} in (select id from (${inOrder}) where fits)`;
  const isOne = isTaken(sql`${validations.id}`);
  return [
    question(
      db.select({ id: sql<string>`id`, fits: sql<number>`fits` }).from(sql`(${inOrder}) in_order`),
      (rows) => new Set(rows.filter(({ fits }) => fits === 0).map(({ id }) => id)),
    ),
    question(db.select().from(validations).where(isOne), (rows) => rows.map(toValidation)),
    askTexts(db, principal, isOne),
    question(
      db
        .select()
        .from(recommendations)
        .where(isTaken(sql`${recommendations.validation_id}`))
        .orderBy(asc(recommendations.validation_id), asc(recommendations.ordinal)),
      (rows) => Map.groupBy(rows.map(toRecommendation), (one) => one.validation_id),
    ),
    askIgnoredOf(db, isOne, now),
  ] as const;
}

/** Puts the answers together, by the ids of the validations. */
export function toSubjects([left, read, byText, byRecommendation, byIgnored]: Answers<
  ReturnType<typeof askSubjects>
>): Subjects {
  const taken = read.flatMap((validation): [string, Subject][] => {
    const { id } = validation;
    const ofText = byText.get(id);
    if (!ofText) return [];
    const ignored = byIgnored.get(id) ?? new Set();
    return [[id, { validation, recommendations: byRecommendation.get(id) ?? [], texts: ofText, ignored }]];
  });
  return { taken: new Map(taken), left };
}
