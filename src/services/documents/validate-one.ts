import { v7 as newId } from 'uuid';
import { isolate } from '../../metrics/isolate.ts';
import { NO_DOCUMENT_LINKS, rulesOnIn } from '../../engine/index.ts';
import type { ValidateResponse } from '../../shared/api/validations.ts';
import type { NewEvent } from '../../shared/events.ts';
import type { Family, Recommendation, Validation, ValidationType } from '../../shared/things.ts';
import type { NewText } from '../../store/texts.ts';
import type { ServiceContext } from '../context.ts';
import { hash } from '../hash.ts';
import type { SubmittedDocument } from './document-size.ts';
import { keysOf, type DecisionKeys } from './findings-key.ts';
import type { ValidationInputs } from './inputs.ts';
import { toStoredAnchors } from './stored-anchors.ts';
import { runEngine, type EngineResult } from './run-engine.ts';
import { eventsOf } from './validation-events.ts';

/** Which version of a document a text is. */
export interface DocumentVersion {
  /** The line of versions; left out for the main line of the family. */
  ref?: string;
  commit?: string;
}

export interface ValidationOptions {
  family: Family;
  validationTypes?: readonly ValidationType[];
  inputs: ValidationInputs;
  /** The document's index in the list that `inputs` was read for. */
  index: number;
  /** What `inputs.hashFor` returned for the document. */
  inputsSha256: string;
  /** The validation that this one repeats. */
  parentId?: string;
  /** The run that it belongs to. */
  workflowId?: string;
  version?: DocumentVersion;
  /** The path that the document had before. */
  formerPath?: string | undefined;
}

/** A validated document, ready to be stored. */
export interface Validated {
  document: NewText;
  response: ValidateResponse;
  inputsSha256: string;
  /** For each recommendation what decisions about it are found by. */
  keys: readonly DecisionKeys[];
  /** The rules that the document was checked with. */
  rules: readonly string[];
  /** The path that the document had before. */
  formerPath?: string;
  /** The people and teams that own the document. */
  owners: readonly string[];
  events: NewEvent[];
}

/**
 * Validates one document. Stores nothing: see `statementsOf`.
 *
 * @param bytes - the document as `encodeDocument` encoded it
 * @param known - findings of an earlier validation; when left out, the engine runs
 */
export async function validateOne(
  { principal, now }: Pick<ServiceContext, 'principal' | 'now'>,
  { content, filePath }: SubmittedDocument,
  bytes: Uint8Array,
  {
    family,
    validationTypes,
    inputs,
    index,
    inputsSha256,
    parentId,
    workflowId,
    version,
    formerPath,
  }: ValidationOptions,
  known?: EngineResult,
): Promise<Validated> {
  const sha256 = await hash(bytes);
  const started = now();
  const { anchorSources } = inputs.links[index] ?? NO_DOCUMENT_LINKS;
  const anchors = toStoredAnchors(anchorSources);
  const document = inputs.parsed[index];
  const { issues, proposals, columns, findingsKeys } =
    known ??
    runEngine({
      text: content,
      ...(document && { document }),
      filePath,
      ruleset: inputs.ruleset,
      ignored: inputs.ignoredIn(filePath),
      library: inputs.library,
      ...(validationTypes && { validationTypes }),
    });
  // The clock of a Worker only advances with I/O: without a wait the duration would be 0.
  if (!known) await scheduler.wait(0);
  const ended = now();

  const label = isolate.family(family);
  isolate.add('validations', [label, columns.outcome ?? columns.status]);
  if (!known)
    isolate.observe('validation_duration_seconds', [label], (ended.getTime() - started.getTime()) / 1_000);

  const timestamp = ended.toISOString();
  const validation: Validation = {
    id: newId(),
    file_path: filePath,
    family,
    content_sha256: sha256,
    review: 'pending',
    created_at: timestamp,
    updated_at: timestamp,
    duration_ms: ended.getTime() - started.getTime(),
    ...columns,
    ...version,
    ...(parentId !== undefined && { parent_validation_id: parentId }),
    ...(workflowId !== undefined && { workflow_id: workflowId }),
  };
  const recommendations = proposals.map((proposal): Recommendation => ({
    ...proposal,
    id: newId(),
    validation_id: validation.id,
    recommendation_type: 'automated',
    status: 'proposed',
    created_at: timestamp,
    updated_at: timestamp,
  }));
  return {
    document: { sha256, content, byte_length: bytes.byteLength, anchors, created_at: timestamp },
    response: { ...validation, validation_id: validation.id, issues, recommendations },
    inputsSha256,
    keys: await keysOf({ family, filePath, formerPath }, proposals, issues, findingsKeys),
    rules: rulesOnIn({ text: content, ...(document && { document }), filePath, ruleset: inputs.ruleset }),
    ...(formerPath !== undefined && { formerPath }),
    owners: [...new Set(inputs.ownersOf(filePath))],
    events: eventsOf(principal, validation, recommendations),
  };
}
