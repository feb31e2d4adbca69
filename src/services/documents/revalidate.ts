import type { RevalidateResponse, ValidateResponse, ValidationDetail } from '../../shared/api/validations.ts';
import { compareIssues } from '../../shared/compare-issues.ts';
import { readTexts } from '../../store/texts.ts';
import { commitWithEvents } from '../../store/commit.ts';
import { toLiveEvents } from '../../store/events.ts';
import { readKnown } from '../../store/validations.ts';
import { encodeDocument } from './document-size.ts';
import { type EngineResult, reuseOf, toProposal } from './run-engine.ts';
import { validateOne } from './validate-one.ts';
import { becomeNewest, statementsOf, withDecisions } from './validation-statements.ts';
import { getValidation } from './validations.ts';
import { found } from '../errors.ts';
import type { ServiceContext } from '../context.ts';
import { requireEditor } from '../access/require-editor.ts';
import { hash } from '../hash.ts';
import { once, type Claim } from '../idempotent.ts';
import { readInputs } from './inputs.ts';

/**
 * Validates a validation's document again, as a child of that validation. If the same text with the same inputs was
 * validated before, the child refers to those issues and the engine does not run.
 *
 * @param content - the document's current text; when left out the enhanced text, or the original when there is none
 * @throws {Refusal} `not-found`, `forbidden`, `document-too-large`, or `invalid` when the family's pack is not usable
 */
export async function revalidate(
  context: ServiceContext,
  id: string,
  content?: string,
): Promise<RevalidateResponse> {
  const before = await getValidation(context, id);
  requireEditor(context, before.validation.family);
  return once(context, {
    kind: 'revalidation',
    asked: [id, content ?? null],
    make: (claim) => makeChild(context, before, content, claim),
    again: async ([child = '']) => {
      const { validation, issues, recommendations } = await getValidation(context, child);
      const response = { ...validation, validation_id: child, issues, recommendations };
      return answer(before, response, validation.reused_from !== undefined);
    },
  });
}

async function makeChild(
  context: ServiceContext,
  before: ValidationDetail,
  content: string | undefined,
  claim: Claim,
): Promise<RevalidateResponse> {
  const { db, principal } = context;
  const { id, family, file_path: filePath, validation_types, ref } = before.validation;
  const texts = found(await readTexts(db, principal, id), 'validation', id);
  const document = { path: 'content', filePath, content: content ?? texts.enhanced ?? texts.original };
  const bytes = encodeDocument(document);
  const inputs = await readInputs(db, { family, ...(ref !== undefined && { ref }) }, [document]);
  // A failed validation has no types: validate with all of them.
  const validationTypes = validation_types.length > 0 ? validation_types : undefined;
  const inputsSha256 = await inputs.hashFor(0, validationTypes);
  const content_sha256 = await hash(bytes);
  const same = (
    await readKnown(db, family, [{ content_sha256, file_path: filePath, inputs_sha256: inputsSha256 }])
  ).get(filePath);
  const known = same && toFindings(await getValidation(context, same.id));
  const options = {
    family,
    inputs,
    index: 0,
    inputsSha256,
    parentId: id,
    version: { ...(ref !== undefined && { ref }) },
    ...(validationTypes && { validationTypes }),
  };
  const validated = await validateOne(context, document, bytes, options, known);

  const when = { actor: principal.actor, now: context.now().toISOString() };
  const newest = becomeNewest(db, [validated], when);
  const appended = await commitWithEvents(db, {
    before: [...statementsOf(db, validated), ...newest.before, ...claim([validated.response.id])],
    events: newest.events,
  });
  const live = toLiveEvents(appended);
  context.publish(live);
  const [response = validated.response] = await withDecisions(db, [validated], live);
  return answer(before, response, known !== undefined);
}

function answer(
  { issues }: ValidationDetail,
  response: ValidateResponse,
  reused: boolean,
): RevalidateResponse {
  return { ...response, comparison: compareIssues(issues, response.issues), reused };
}

function toFindings({ validation, issues, recommendations }: ValidationDetail): EngineResult {
  return {
    issues,
    proposals: recommendations.map(toProposal),
    columns: reuseOf(validation),
  };
}
