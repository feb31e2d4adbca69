/** Ignores findings: later validations of the same document leave them out. */
import { mayReview } from '../../access/principal.ts';
import type { IgnoredList, IgnoredPage, IgnoredQuery, IgnoreRequest } from '../../shared/api/ignored.ts';
import type { ValidationDetail } from '../../shared/api/validations.ts';
import type { NewEvent } from '../../shared/events.ts';
import type { IgnoredFinding, Issue } from '../../shared/things.ts';
import { commitWithEvents } from '../../store/commit.ts';
import { appendEvents, toLiveEvents } from '../../store/events.ts';
import {
  deleteIgnored,
  insertIgnored,
  listIgnored,
  pageOfIgnored,
  readIgnored,
} from '../../store/ignored-findings.ts';
import { getValidation } from '../documents/validations.ts';
import type { ServiceContext } from '../context.ts';
import { pageOrRefusal, Refusal } from '../errors.ts';

/**
 * Ignores findings of a validation's document. Those that are already ignored stay as they are.
 *
 * @returns all ignored findings of the document's path
 * @throws {Refusal} `not-found`, `forbidden`, or `invalid` for a fingerprint that the validation does not have
 */
export async function ignoreFindings(
  context: ServiceContext,
  validationId: string,
  { fingerprints, note }: IgnoreRequest,
): Promise<IgnoredFinding[]> {
  const { db, principal, now } = context;
  const detail = await reviewable(context, validationId);
  const issues = wanted(detail.issues, fingerprints);
  const { family, file_path } = detail.validation;
  const known = (await readIgnored(db, family, [file_path])).get(file_path) ?? new Set();
  const fresh = issues.filter(({ fingerprint }) => !known.has(fingerprint));
  if (fresh.length > 0) {
    const created_at = now().toISOString();
    const findings = fresh.map(({ fingerprint, rule_id, message }): IgnoredFinding => ({
      family,
      file_path,
      fingerprint,
      rule_id,
      message,
      ...(note !== undefined && { note }),
      ignored_by: principal.actor,
      created_at,
    }));
    const events = findings.map((finding) => toEvent('issue_ignored', context, detail, finding, note));
    const appended = await commitWithEvents(db, {
      events: appendEvents(db, events),
      after: insertIgnored(db, findings),
    });
    context.publish(toLiveEvents(appended));
  }
  return listIgnored(db, principal, file_path);
}

/**
 * Stops ignoring findings of a validation's document. Fingerprints that are not ignored have no effect.
 *
 * @returns all findings of the document's path that are still ignored
 * @throws {Refusal} `not-found` or `forbidden`
 */
export async function restoreFindings(
  context: ServiceContext,
  validationId: string,
  { fingerprints, note }: IgnoreRequest,
): Promise<IgnoredFinding[]> {
  const { db, principal } = context;
  const detail = await reviewable(context, validationId);
  const { family, file_path } = detail.validation;
  const ignored = await listIgnored(db, principal, file_path);
  const restored = ignored.filter((one) => one.family === family && fingerprints.includes(one.fingerprint));
  if (restored.length > 0) {
    const events = restored.map((finding) => toEvent('issue_restored', context, detail, finding, note));
    const restoredFingerprints = restored.map(({ fingerprint }) => fingerprint);
    const appended = await commitWithEvents(db, {
      events: appendEvents(db, events),
      after: [deleteIgnored(db, family, file_path, restoredFingerprints)],
    });
    context.publish(toLiveEvents(appended));
  }
  return listIgnored(db, principal, file_path);
}

/**
 * Lists the ignored findings of a path, or of all documents, in the families that the principal may see.
 *
 * @throws {Refusal} `invalid`, for a cursor of another list
 */
export async function ignoredIn(
  { db, principal }: ServiceContext,
  { file_path, family, ...query }: IgnoredQuery,
): Promise<IgnoredList | IgnoredPage> {
  if (file_path === undefined) {
    return pageOrRefusal(
      await pageOfIgnored(db, principal, { ...query, ...(family !== undefined && { family }) }),
    );
  }
  const results = await listIgnored(db, principal, file_path);
  return { results: results.filter((one) => family === undefined || one.family === family) };
}

async function reviewable(context: ServiceContext, validationId: string): Promise<ValidationDetail> {
  const detail = await getValidation(context, validationId);
  if (!mayReview(context.principal, detail.validation.family)) {
    throw new Refusal('forbidden', 'You may not decide what becomes of findings.');
  }
  return detail;
}

function wanted(issues: readonly Issue[], fingerprints: readonly string[]): Issue[] {
  const byFingerprint = new Map(issues.map((issue) => [issue.fingerprint, issue]));
  const unknown = fingerprints.flatMap((fingerprint, index) =>
    byFingerprint.has(fingerprint)
      ? []
      : [{ path: `fingerprints.${index}`, message: 'is of no issue of this validation' }],
  );
  if (unknown.length > 0)
    throw new Refusal('invalid', 'Some fingerprints are of no issue of this validation.', unknown);
  return [...new Set(fingerprints)].flatMap((fingerprint) => byFingerprint.get(fingerprint) ?? []);
}

function toEvent(
  type: 'issue_ignored' | 'issue_restored',
  { principal, now }: ServiceContext,
  { validation }: ValidationDetail,
  { file_path, rule_id, fingerprint, message }: IgnoredFinding,
  note: string | undefined,
): NewEvent {
  return {
    type,
    timestamp: now().toISOString(),
    actor: principal.actor,
    subject: { validation_id: validation.id, family: validation.family },
    payload: { file_path, rule_id, fingerprint, message, ...(note !== undefined && { note }) },
  };
}
