/** Validates some documents of a run. What has not changed is not validated again. */
import type { Principal } from '../../access/principal.ts';
import { readRecommendationsOf } from '../../store/recommendations.ts';
import type { PendingDocument } from '../../store/run-documents.ts';
import { toRun, type RunRow } from '../../store/runs.ts';
import { readUnchanged, type UnchangedDocument } from '../../store/unchanged.ts';
import { readKnown } from '../../store/validations.ts';
import type { ServiceContext } from '../context.ts';
import { readInputs } from '../documents/inputs.ts';
import { reuseOf, toProposal } from '../documents/run-engine.ts';
import { type Validated, validateOne } from '../documents/validate-one.ts';
import { findRenames } from './renames.ts';
import { rulesetOfRun } from './run-ruleset.ts';

/** The results of some documents. */
export interface ValidatedPart {
  validated: readonly Validated[];
  /** Documents that are what they were: nothing is stored of them but that. */
  unchanged: readonly UnchangedDocument[];
}

/**
 * Validates documents. One that is what it was, with the same rules, owners and links, goes on with its newest version. Findings
 * that are known of another version are reused.
 *
 * @throws {Refusal} when the family's pack is not usable
 */
export async function validatePart(
  { db, now }: Pick<ServiceContext, 'db' | 'now'>,
  row: RunRow,
  part: readonly PendingDocument[],
): Promise<ValidatedPart> {
  const { family } = row;
  const { validation_types: validationTypes, ref, commit } = toRun(row);
  const version = { ...(ref !== undefined && { ref }), ...(commit !== undefined && { commit }) };
  const documents = part.map(({ file_path, ...rest }) => ({ ...rest, path: file_path, filePath: file_path }));
  const ruleset = await rulesetOfRun(db, row);
  const formerPaths = await findRenames(db, row, part);
  const inputs = await readInputs(db, { family, ref: row.ref, now: now() }, documents, {
    id: row.id,
    ruleset,
    formerPaths,
  });
  const asked = await Promise.all(
    documents.map(async (document, index) => ({
      document,
      inputsSha256: await inputs.hashFor(index, validationTypes),
    })),
  );
  const questions = asked.map(({ document: { filePath, content_sha256 }, inputsSha256 }) => ({
    file_path: filePath,
    content_sha256,
    inputs_sha256: inputsSha256,
  }));
  const found = await readUnchanged(db, row, questions);
  const unchanged = [...found.values()].filter(
    ({ validation: { file_path }, owners }) =>
      !formerPaths.has(file_path) && owners === JSON.stringify([...new Set(inputs.ownersOf(file_path))]),
  );
  const goesOn = new Set(unchanged.map(({ validation }) => validation.file_path));
  const known = await readKnown(
    db,
    family,
    questions.filter(({ file_path }) => !goesOn.has(file_path)),
  );
  const proposed = await readRecommendationsOf(
    db,
    [...known.values()].map(({ id }) => id),
  );
  const principal: Principal = { actor: row.created_by, role: 'editor', families: [family] };
  const validated: Validated[] = [];
  for (const [index, { document, inputsSha256 }] of asked.entries()) {
    if (goesOn.has(document.filePath)) continue;
    const formerPath = formerPaths.get(document.filePath);
    // The keys of what it is taking along need its issues.
    const earlier = formerPath === undefined ? known.get(document.filePath) : undefined;
    const options = {
      formerPath,
      family,
      inputs,
      index,
      inputsSha256,
      workflowId: row.id,
      version,
      ...(validationTypes && { validationTypes }),
    };
    const bytes = new TextEncoder().encode(document.content);
    // A reused result refers to the issues of the earlier validation. Its recommendations are stored only if the document
    // does not go on with those that it has.
    const has = (earlier && proposed.get(earlier.id)) ?? [];
    const findings = earlier && {
      issues: [],
      proposals: has.map(({ recommendation }) => toProposal(recommendation)),
      findingsKeys: has.map(({ findingsKey }) => findingsKey),
      columns: reuseOf(earlier),
    };
    validated.push(await validateOne({ principal, now }, document, bytes, options, findings));
  }
  return { validated, unchanged };
}
