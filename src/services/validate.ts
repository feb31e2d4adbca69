/** Validates documents: here events are born. All documents of a request are kept, with their events, or none is. */
import type { BatchItem } from 'drizzle-orm/batch';
import { bytesToHex } from '@noble/hashes/utils.js';
import { v7 as newId } from 'uuid';
import { maySubmit, type Principal } from '../access/principal.ts';
import { validateDocument, type DocumentReport } from '../content/index.ts';
import type { ValidateResponse } from '../shared/api.ts';
import type { NewEvent } from '../shared/events.ts';
import { MAX_DOCUMENT_BYTES } from '../shared/limits.ts';
import type { Family, Recommendation, Validation, ValidationType } from '../shared/things.ts';
import type { Database } from '../store/database.ts';
import { insertDocument, type NewDocument } from '../store/documents.ts';
import { appendEvents, toLiveEvents } from '../store/events.ts';
import { insertIssues } from '../store/issues.ts';
import { insertRecommendations } from '../store/recommendations.ts';
import { insertValidation } from '../store/validations.ts';
import type { ServiceContext } from './context.ts';
import { Refusal } from './errors.ts';
import { readSurroundings, type Surroundings } from './surroundings.ts';

export interface SubmittedDocument {
  /** Where it stands in the request, for errors: `content` or `file[2]`. */
  path: string;
  filePath: string;
  /** Well-formed UTF-16. */
  content: string;
}

export interface ValidateOptions {
  family: Family;
  validationTypes?: readonly ValidationType[];
}

/** A document with what was found, ready to be kept. */
interface Validated {
  document: NewDocument;
  response: ValidateResponse;
  events: NewEvent[];
}

/**
 * Validates documents and keeps the results: one transaction for all of them, together with their events.
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
  if (!maySubmit(context.principal, options.family)) {
    throw new Refusal('forbidden', `You may not submit documents to the family "${options.family}".`);
  }
  const encoded = documents.map((document) => ({ document, bytes: encode(document) }));
  const surroundings = await readSurroundings(db, options.family, documents);
  const validated: Validated[] = [];
  for (const [index, { document, bytes }] of encoded.entries()) {
    validated.push(await validateOne(context, document, bytes, { ...options, surroundings, index }));
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

function encode({ content, filePath, path }: SubmittedDocument): Uint8Array {
  const bytes = new TextEncoder().encode(content);
  if (bytes.byteLength <= MAX_DOCUMENT_BYTES) return bytes;
  const message = `is ${bytes.byteLength} bytes of UTF-8; a document has at most ${MAX_DOCUMENT_BYTES}`;
  throw new Refusal('document-too-large', `${filePath} ${message}.`, [{ path, message }]);
}

async function validateOne(
  { principal, now }: ServiceContext,
  { content, filePath }: SubmittedDocument,
  bytes: Uint8Array,
  options: ValidateOptions & { surroundings: Surroundings; index: number },
): Promise<Validated> {
  const sha256 = bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  const started = now();
  const { family, validationTypes, surroundings, index } = options;
  const anchors = JSON.stringify([...(surroundings.links[index]?.anchors ?? [])]);
  const report = runEngine({
    text: content,
    filePath,
    ruleset: surroundings.ruleset,
    ignored: surroundings.ignoredIn(filePath),
    library: surroundings.library,
    ...(validationTypes && { validationTypes }),
  });
  // The clock of a Worker stands still while it computes; after a wait it tells how long that took.
  await scheduler.wait(0);
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
    ...report.outcome,
  };
  const recommendations = report.proposals.map((proposal): Recommendation => ({
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
    response: { ...validation, validation_id: validation.id, issues: report.issues, recommendations },
    events: eventsOf(principal, validation, recommendations),
  };
}

/** The engine's report as columns. An engine that throws is a fault of ours: kept and shown as a failed validation. */
function runEngine(input: Parameters<typeof validateDocument>[0]): Pick<
  DocumentReport,
  'issues' | 'proposals'
> & {
  outcome: Pick<Validation, 'status' | 'outcome' | 'counts' | 'validation_types' | 'ruleset' | 'notes'>;
} {
  try {
    const { issues, proposals, counts, outcome, ruleset, validationTypes } = validateDocument(input);
    return {
      issues,
      proposals,
      outcome: { status: 'completed', outcome, counts, validation_types: validationTypes, ruleset },
    };
  } catch (error) {
    console.error(JSON.stringify({ level: 'error', room: 'content', error: String(error) }));
    return {
      issues: [],
      proposals: [],
      outcome: {
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
  { id, created_at: timestamp, file_path, family, status, outcome, counts }: Validation,
  recommendations: readonly Recommendation[],
): NewEvent[] {
  const subject = { validation_id: id, family };
  return [
    {
      type: 'validation_created',
      timestamp,
      actor,
      subject,
      payload: { file_path, status, outcome, counts },
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

function statementsOf(db: Database, { document, response }: Validated): BatchItem<'sqlite'>[] {
  const { validation_id: _alias, issues, recommendations, ...validation } = response;
  return [
    insertDocument(db, document),
    insertValidation(db, validation),
    insertIssues(db, validation.id, issues),
    insertRecommendations(db, recommendations),
  ];
}
