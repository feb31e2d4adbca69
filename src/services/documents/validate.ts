import type { ValidateManyResponse, ValidateResponse } from '../../shared/api/validations.ts';
import type { Family, ValidationType } from '../../shared/things.ts';
import { commitAndAsk } from '../../store/commit.ts';
import { toLiveEvents } from '../../store/events.ts';
import type { ServiceContext } from '../context.ts';
import { requireEditor } from '../access/require-editor.ts';
import { measureSometimes } from '../figures/measure-checks.ts';
import { once, type Claim } from '../idempotent.ts';
import { WorkBudget } from '../work-budget.ts';
import { encodeDocument, type SubmittedDocument } from './document-size.ts';
import { readInputs, type ValidationInputs } from './inputs.ts';
import { summarize } from './validation-summary.ts';
import { validateOne, type DocumentVersion, type Validated } from './validate-one.ts';
import { getValidation } from './validations.ts';
import { becomeNewest, statementsOf, withDecisions } from './validation-statements.ts';

export interface ValidateOptions {
  family: Family;
  validationTypes?: readonly ValidationType[];
  version?: DocumentVersion;
}

/**
 * Validates a document and stores the result with its events.
 *
 * @throws {Refusal} `document-too-large`, or `forbidden` when the principal may not submit to the family
 */
export async function validateDocument(
  context: ServiceContext,
  document: SubmittedDocument,
  options: ValidateOptions,
): Promise<ValidateResponse> {
  const [validation] = await validateWithinBudget(context, [document], options);
  if (!validation) throw new Error('a budget left no room for the first document');
  return validation;
}

/**
 * Validates documents and stores the results with their events, all in one transaction. Documents that are beyond the
 * budget of a request are left out.
 *
 * @param documents - at least one
 * @returns results of the first documents, in their order, and how many documents are left to be sent again
 * @throws {Refusal} `document-too-large`, or `forbidden` when the principal may not submit to the family
 */
export async function validateDocuments(
  context: ServiceContext,
  documents: readonly SubmittedDocument[],
  options: ValidateOptions,
): Promise<ValidateManyResponse> {
  const results = await validateWithinBudget(context, documents, options);
  const remaining = documents.length - results.length;
  return {
    results: summarize(results),
    ...(remaining > 0 && { remaining }),
  };
}

async function validateWithinBudget(
  context: ServiceContext,
  documents: readonly SubmittedDocument[],
  options: ValidateOptions,
): Promise<ValidateResponse[]> {
  requireEditor(context, options.family);
  const encoded = documents.map((document) => ({ document, bytes: encodeDocument(document) }));
  return once(context, {
    kind: 'validation',
    asked: [
      options.family,
      options.validationTypes,
      ...(options.version ? [options.version] : []),
      documents.map(({ filePath, content }) => [filePath, content]),
    ],
    make: (claim) => validateAndStore(context, encoded, options, claim),
    again: (ids) => Promise.all(ids.map((id) => readResponse(context, id))),
  });
}

async function readResponse(context: ServiceContext, id: string): Promise<ValidateResponse> {
  const { validation, issues, recommendations } = await getValidation(context, id);
  return { ...validation, validation_id: id, issues, recommendations };
}

async function validateAndStore(
  context: ServiceContext,
  encoded: readonly { document: SubmittedDocument; bytes: Uint8Array }[],
  options: ValidateOptions,
  claim: Claim,
): Promise<ValidateResponse[]> {
  const { db } = context;
  const documents = encoded.map(({ document }) => document);
  const budget = new WorkBudget(context.now);
  const inputs = await readInputs(
    db,
    { family: options.family, ...options.version, now: context.now() },
    documents,
  );
  const validated: Validated[] = [];
  for (const [index, { document, bytes }] of encoded.entries()) {
    if (budget.isSpent(bytes.byteLength)) break;
    const inputsSha256 = await inputs.hashFor(index, options.validationTypes);
    validated.push(await validateOne(context, document, bytes, { ...options, inputs, index, inputsSha256 }));
    budget.spend(bytes.byteLength);
  }
  const when = { actor: context.principal.actor, now: context.now().toISOString() };
  const { before, events } = becomeNewest(db, validated, when);
  const stored = validated.map((one) => statementsOf(db, one));
  const { appended, resultOf } = await commitAndAsk(db, [
    {
      before: [
        ...stored.flatMap(({ statements }) => statements),
        ...before,
        ...claim(validated.map(({ response }) => response.id)),
      ],
      events,
    },
  ]);
  const live = toLiveEvents(appended);
  context.publish(live);
  measureFirst(context, documents, inputs, options);
  return withDecisions(
    validated,
    live,
    stored.flatMap(({ recommendations }) => recommendations.flatMap(resultOf)),
  );
}

function measureFirst(
  context: ServiceContext,
  [first]: readonly SubmittedDocument[],
  { parsed: [document], ruleset, library }: ValidationInputs,
  { validationTypes }: ValidateOptions,
): void {
  if (!first || !document) return;
  const { content: text, filePath } = first;
  const only = validationTypes && { validationTypes };
  measureSometimes(context, { text, document, filePath, ruleset, library, ...only });
}
