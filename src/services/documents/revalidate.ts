import type { RevalidateResponse, ValidateResponse, ValidationDetail } from '../../shared/api/validations.ts';
import { compareIssues } from '../../shared/compare-issues.ts';
import { ask } from '../../store/ask.ts';
import { commitAndAsk } from '../../store/commit.ts';
import { toLiveEvents } from '../../store/events.ts';
import { askIgnoredOf } from '../../store/ignored-findings.ts';
import { askTexts, readAnchors } from '../../store/texts.ts';
import {
  askDetail,
  askKnownOf,
  columnOf,
  isValidation,
  toDetail,
  type KnownFindings,
} from '../../store/validations.ts';
import { encodeDocument, type SubmittedDocument } from './document-size.ts';
import { type EngineResult, reuseOf, toProposal } from './run-engine.ts';
import { validateOne } from './validate-one.ts';
import { becomeNewest, statementsOf, withDecisions } from './validation-statements.ts';
import { getValidation } from './validations.ts';
import { found } from '../errors.ts';
import type { ServiceContext } from '../context.ts';
import { requireEditor } from '../access/require-editor.ts';
import { hash } from '../hash.ts';
import { once, type Claim } from '../idempotent.ts';
import { askFamilies, rulesetIn, type Families } from '../families/rulesets.ts';
import { followLinks, toInputs } from './inputs.ts';
import { askOwners, packOwnersOf } from './owners.ts';

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
  const parent = await readParent(context, id, content);
  const { before } = parent;
  requireEditor(context, before.validation.family);
  return once(context, {
    kind: 'revalidation',
    asked: [id, content ?? null],
    make: (claim) => makeChild(context, parent, claim),
    again: async ([child = '']) => {
      const { validation, issues, recommendations } = await getValidation(context, child);
      const response = { ...validation, validation_id: child, issues, recommendations };
      return answer(before, response, validation.reused_from !== undefined);
    },
  });
}

/** A validation that is repeated, and all that can be read at once for it. */
interface Parent {
  before: ValidationDetail;
  document: SubmittedDocument;
  families: Families;
  ignored: ReadonlySet<string>;
  owners: ((filePath: string) => readonly string[]) | undefined;
  known: readonly KnownFindings[];
}

async function readParent(context: ServiceContext, id: string, content: string | undefined): Promise<Parent> {
  const { db, principal, now } = context;
  const sha256 = content === undefined ? undefined : await hash(new TextEncoder().encode(content));
  const column = (name: 'family' | 'ref') => columnOf(id, name);
  const [textsById, ignoredById, known, families, owners, ...detail] = await ask(
    db,
    askTexts(db, principal, isValidation(id)),
    askIgnoredOf(db, isValidation(id), now().toISOString()),
    askKnownOf(db, id, sha256),
    askFamilies(db),
    askOwners(db, { family: column('family'), ref: column('ref') }),
    ...askDetail(db, principal, id),
  );
  const before = found(toDetail(detail), 'validation', id);
  const texts = found(textsById.get(id), 'validation', id);
  return {
    before,
    document: {
      path: 'content',
      filePath: before.validation.file_path,
      content: content ?? texts.enhanced ?? texts.original,
    },
    families,
    ignored: ignoredById.get(id) ?? new Set(),
    owners,
    known,
  };
}

async function makeChild(
  context: ServiceContext,
  { before, document, families, ignored, owners, known }: Parent,
  claim: Claim,
): Promise<RevalidateResponse> {
  const { db, principal } = context;
  const { id, family, file_path: filePath, validation_types, ref } = before.validation;
  const bytes = encodeDocument(document);
  const followed = followLinks([document]);
  const ruleset = rulesetIn(families, family);
  const inputs = toInputs(followed, {
    ruleset,
    ignored: new Map([[filePath, ignored]]),
    anchors: await readAnchors(db, { family, ...(ref !== undefined && { ref }) }, [...followed.elsewhere]),
    owners: owners ?? packOwnersOf(ruleset),
    formerPaths: new Map(),
  });
  // A failed validation has no types: validate with all of them.
  const validationTypes = validation_types.length > 0 ? validation_types : undefined;
  const inputsSha256 = await inputs.hashFor(0, validationTypes);
  const same = known.find(({ inputs_sha256 }) => inputs_sha256 === inputsSha256)?.validation;
  const earlier = same && (same.id === id ? before : await getValidation(context, same.id));
  const options = {
    family,
    inputs,
    index: 0,
    inputsSha256,
    parentId: id,
    version: { ...(ref !== undefined && { ref }) },
    ...(validationTypes && { validationTypes }),
  };
  const validated = await validateOne(context, document, bytes, options, earlier && toFindings(earlier));

  const when = { actor: principal.actor, now: context.now().toISOString() };
  const newest = becomeNewest(db, [validated], when);
  const { statements, recommendations } = statementsOf(db, validated);
  const { appended, resultOf } = await commitAndAsk(db, [
    {
      before: [...statements, ...newest.before, ...claim([validated.response.id])],
      events: newest.events,
    },
  ]);
  const live = toLiveEvents(appended);
  context.publish(live);
  const stored = recommendations.flatMap(resultOf);
  const [response = validated.response] = withDecisions([validated], live, stored);
  return answer(before, response, earlier !== undefined);
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
