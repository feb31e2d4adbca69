import type { ValidateResponse } from '../../shared/api/validations.ts';
import type { Family, ValidationType } from '../../shared/things.ts';
import { appendEvents, toLiveEvents } from '../../store/events.ts';
import type { ServiceContext } from '../context.ts';
import { requireEditor } from '../access/require-editor.ts';
import { readInputs } from './inputs.ts';
import { type SubmittedDocument, encodeDocument } from './document-size.ts';
import { type Validated, validateOne } from './validate-one.ts';
import { statementsOf } from './validation-statements.ts';

export interface ValidateOptions {
  family: Family;
  validationTypes?: readonly ValidationType[];
}

/**
 * Validates documents and stores the results with their events, all in one transaction.
 *
 * @param documents - at least one
 * @returns a result for each document, in their order
 * @throws {Refusal} `document-too-large`, or `forbidden` when the principal may not submit to the family
 */
export async function validateDocuments(
  context: ServiceContext,
  documents: readonly SubmittedDocument[],
  options: ValidateOptions,
): Promise<ValidateResponse[]> {
  const { db } = context;
  requireEditor(context, options.family);
  const encoded = documents.map((document) => ({ document, bytes: encodeDocument(document) }));
  const inputs = await readInputs(db, options.family, documents);
  const validated: Validated[] = [];
  for (const [index, { document, bytes }] of encoded.entries()) {
    const inputsSha256 = await inputs.hashFor(index, options.validationTypes);
    validated.push(await validateOne(context, document, bytes, { ...options, inputs, index, inputsSha256 }));
  }

  const append = appendEvents(
    context.db,
    validated.flatMap(({ events }) => events),
  );
  const [appended] = await context.db.batch([
    append,
    ...validated.flatMap((one) => statementsOf(context.db, one)),
  ]);
  context.publish(toLiveEvents(appended));
  return validated.map(({ response }) => response);
}
