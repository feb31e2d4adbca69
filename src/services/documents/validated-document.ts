/** One document, validated: what is kept of it, and the events that tell of it. */
import type { BatchItem } from 'drizzle-orm/batch';
import { v7 as newId } from 'uuid';
import type { Principal } from '../../access/principal.ts';
import { validateDocument, type DocumentReport } from '../../engine/index.ts';
import type { ValidateResponse } from '../../shared/api/validations.ts';
import type { NewEvent } from '../../shared/events.ts';
import { MAX_DOCUMENT_BYTES } from '../../shared/limits.ts';
import { logError } from '../../log.ts';
import type { Family, Proposal, Recommendation, Validation, ValidationType } from '../../shared/things.ts';
import type { Database } from '../../store/database.ts';
import { insertDocument, type NewDocument } from '../../store/documents.ts';
import { insertIssues } from '../../store/issues.ts';
import { insertRecommendations } from '../../store/recommendations.ts';
import { insertValidation } from '../../store/validations.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { hash } from '../hash.ts';
import { keepableAnchors, type ValidationInputs } from './inputs.ts';

export interface SubmittedDocument {
  /** Where it stands in the request, for errors: `content` or `file[2]`. */
  path: string;
  filePath: string;
  /** Well-formed UTF-16. */
  content: string;
}

export interface ValidationOptions {
  family: Family;
  validationTypes?: readonly ValidationType[];
  surroundings: ValidationInputs;
  /** Which of the documents that the surroundings were read for. */
  index: number;
  /** What its findings depend on beside the text, by `surroundings.inputsOf`. */
  inputs: string;
  /** The validation that this one repeats. */
  parentId?: string;
  /** The run that it is a part of. */
  workflowId?: string;
}

/** A document with what was found, ready to be kept. */
export interface Validated {
  document: NewDocument;
  response: ValidateResponse;
  inputs: string;
  events: NewEvent[];
}

/** What was found in a document, now or by an earlier validation. */
export interface EngineResult extends Pick<DocumentReport, 'issues'> {
  proposals: readonly Proposal[];
  columns: Pick<
    Validation,
    'status' | 'outcome' | 'counts' | 'validation_types' | 'ruleset' | 'notes' | 'reused_from'
  >;
}

/** What is wrong with the size of a document, after its path; undefined when nothing is. */
export function sizeProblem({ byteLength }: Uint8Array): string | undefined {
  if (byteLength <= MAX_DOCUMENT_BYTES) return undefined;
  return `is ${byteLength} bytes of UTF-8; a document has at most ${MAX_DOCUMENT_BYTES}`;
}

/** @throws {Refusal} `document-too-large` */
export function encodeDocument({ content, filePath, path }: SubmittedDocument): Uint8Array {
  const bytes = new TextEncoder().encode(content);
  const message = sizeProblem(bytes);
  if (message === undefined) return bytes;
  throw new Refusal('document-too-large', `${filePath} ${message}.`, [{ path, message }]);
}

/**
 * Validates a document.
 *
 * @param bytes - the document, as {@link encodeDocument} made them
 * @param known - what is known of it already; without it the engine is asked
 */
export async function validateOne(
  { principal, now }: Pick<ServiceContext, 'principal' | 'now'>,
  { content, filePath }: SubmittedDocument,
  bytes: Uint8Array,
  { family, validationTypes, surroundings, index, inputs, parentId, workflowId }: ValidationOptions,
  known?: EngineResult,
): Promise<Validated> {
  const sha256 = await hash(bytes);
  const started = now();
  const anchors = keepableAnchors(surroundings.links[index]?.anchors);
  const document = surroundings.parsed[index];
  const { issues, proposals, columns } =
    known ??
    runEngine({
      text: content,
      ...(document && { document }),
      filePath,
      ruleset: surroundings.ruleset,
      ignored: surroundings.ignoredIn(filePath),
      library: surroundings.library,
      ...(validationTypes && { validationTypes }),
    });
  // The clock of a Worker stands still while it computes; after a wait it tells how long that took.
  if (!known) await scheduler.wait(0);
  const ended = now();

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
    inputs,
    events: eventsOf(principal, validation, recommendations),
  };
}

/** What is said of a document that an earlier validation knows already. */
export function reuseOf(earlier: Validation): EngineResult['columns'] {
  const { id, status, outcome, counts, validation_types, ruleset, reused_from = id } = earlier;
  return { status, outcome, counts, validation_types, ruleset, reused_from };
}

/** The engine's report as columns. An engine that throws is a fault of ours: kept and shown as a failed validation. */
export function runEngine(input: Parameters<typeof validateDocument>[0]): EngineResult {
  try {
    const { issues, proposals, counts, outcome, ruleset, validationTypes } = validateDocument(input);
    return {
      issues,
      proposals,
      columns: { status: 'completed', outcome, counts, validation_types: validationTypes, ruleset },
    };
  } catch (error) {
    logError('content', 'the engine failed', error);
    return {
      issues: [],
      proposals: [],
      columns: {
        status: 'failed',
        outcome: null,
        counts: { error: 0, warning: 0, info: 0 },
        validation_types: [],
        ruleset: 'none',
        notes: 'The document could not be validated because of an error in Galley itself.',
      },
    };
  }
}

function eventsOf(
  { actor }: Principal,
  validation: Validation,
  recommendations: readonly Recommendation[],
): NewEvent[] {
  const { id, created_at: timestamp, file_path, family, status, outcome, counts } = validation;
  const { parent_validation_id, reused_from, workflow_id } = validation;
  const subject = { validation_id: id, family, ...(workflow_id !== undefined && { workflow_id }) };
  return [
    {
      type: 'validation_created',
      timestamp,
      actor,
      subject,
      payload: {
        file_path,
        status,
        outcome,
        counts,
        ...(parent_validation_id !== undefined && { parent_validation_id }),
        ...(reused_from !== undefined && { reused_from }),
      },
    },
    ...recommendations.map((made): NewEvent => {
      const { title, recommendation_type, severity, rule_id } = made;
      return {
        type: 'recommendation_created',
        timestamp,
        actor,
        subject: { ...subject, recommendation_id: made.id },
        payload: { title, recommendation_type, status: made.status, severity, rule_id },
      };
    }),
  ];
}

/** What keeps it; to be put into one batch with its events. */
export function statementsOf(db: Database, validated: Validated): BatchItem<'sqlite'>[] {
  return [insertDocument(db, validated.document), ...resultStatementsOf(db, validated)];
}

/** As {@link statementsOf}, for a document that is kept already. */
export function resultStatementsOf(db: Database, { response, inputs }: Validated): BatchItem<'sqlite'>[] {
  const { validation_id: _alias, issues, recommendations, ...validation } = response;
  return [
    insertValidation(db, validation, inputs),
    // Those of an earlier validation are referred to.
    ...(validation.reused_from === undefined && issues.length > 0
      ? [insertIssues(db, validation.id, issues)]
      : []),
    ...(recommendations.length > 0 ? [insertRecommendations(db, validation.family, recommendations)] : []),
  ];
}
