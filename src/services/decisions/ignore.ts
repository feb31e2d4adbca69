/** Ignores findings: later validations of the same document leave them out. */
import type {
  IgnoredList,
  IgnoredPage,
  IgnoredQuery,
  IgnoreRequest,
  RestoreRequest,
} from '../../shared/api/ignored.ts';
import type { ValidationDetail } from '../../shared/api/validations.ts';
import type { NewEvent } from '../../shared/events.ts';
import type { IgnoredFinding, Issue } from '../../shared/things.ts';
import { ask } from '../../store/ask.ts';
import { commitAndAsk, type Changes } from '../../store/commit.ts';
import { appendEvents, toLiveEvents } from '../../store/events.ts';
import {
  askIgnored,
  deleteIgnored,
  insertIgnored,
  listIgnored,
  pageOfIgnored,
} from '../../store/ignored-findings.ts';
import { askDetail, columnOf, toDetail } from '../../store/validations.ts';
import type { ServiceContext } from '../context.ts';
import { reviewRefusal } from '../access/review-refusal.ts';
import { found, pageOrRefusal, Refusal } from '../errors.ts';

/**
 * Ignores findings of a validation's document. Those that are already ignored stay as they are.
 *
 * @returns all ignored findings of the document's path
 * @throws {Refusal} `not-found`, `forbidden`, or `invalid` for a fingerprint that the validation does not have, and for a
 *   time that is over
 */
export async function ignoreFindings(
  context: ServiceContext,
  validationId: string,
  { fingerprints, note, until }: IgnoreRequest,
): Promise<IgnoredFinding[]> {
  const { db, principal } = context;
  const now = context.now();
  if (until !== undefined && Date.parse(until) <= now.getTime()) {
    throw new Refusal('invalid', 'The time is over.', [{ path: 'until', message: 'must be in the future' }]);
  }
  const { detail, ignored } = await reviewable(context, validationId);
  const issues = wanted(detail.issues, fingerprints);
  const { family, file_path } = detail.validation;
  const known = new Set(ignored.flatMap((one) => (one.family === family ? [one.fingerprint] : [])));
  const fresh = issues.filter(({ fingerprint }) => !known.has(fingerprint));
  if (fresh.length === 0) return ignored;
  const created_at = now.toISOString();
  const findings = fresh.map(({ fingerprint, rule_id, message }): IgnoredFinding => ({
    family,
    file_path,
    fingerprint,
    rule_id,
    message,
    ...(note !== undefined && { note }),
    ...(until !== undefined && { until: new Date(until).toISOString() }),
    ignored_by: principal.actor,
    created_at,
  }));
  const events = findings.map((finding) => toEvent('issue_ignored', context, detail, finding));
  return commit(context, file_path, {
    events: appendEvents(db, events),
    after: insertIgnored(db, findings),
  });
}

/** @returns all ignored findings of the document's path afterwards */
async function commit(
  { db, principal, now, publish }: ServiceContext,
  filePath: string,
  changes: Changes,
): Promise<IgnoredFinding[]> {
  const { appended, answers } = await commitAndAsk(
    db,
    [changes],
    askIgnored(db, principal, filePath, now().toISOString()),
  );
  publish(toLiveEvents(appended));
  return answers[0];
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
  { fingerprints, note }: RestoreRequest,
): Promise<IgnoredFinding[]> {
  const { db } = context;
  const { detail, ignored } = await reviewable(context, validationId);
  const { family, file_path } = detail.validation;
  const restored = ignored.filter((one) => one.family === family && fingerprints.includes(one.fingerprint));
  if (restored.length === 0) return ignored;
  const events = restored.map(({ note: _reason, until: _until, ...finding }) =>
    toEvent('issue_restored', context, detail, { ...finding, ...(note !== undefined && { note }) }),
  );
  const restoredFingerprints = restored.map(({ fingerprint }) => fingerprint);
  return commit(context, file_path, {
    events: appendEvents(db, events),
    after: [deleteIgnored(db, family, file_path, restoredFingerprints)],
  });
}

/**
 * Lists the ignored findings of a path, or of all documents, in the families that the principal may see.
 *
 * @throws {Refusal} `invalid`, for a cursor of another list
 */
export async function ignoredIn(
  { db, principal, now }: ServiceContext,
  { file_path, family, ...query }: IgnoredQuery,
): Promise<IgnoredList | IgnoredPage> {
  const at = now().toISOString();
  if (file_path === undefined) {
    return pageOrRefusal(
      await pageOfIgnored(db, principal, { ...query, ...(family !== undefined && { family }) }, at),
    );
  }
  const results = await listIgnored(db, principal, file_path, at);
  return { results: results.filter((one) => family === undefined || one.family === family) };
}

async function reviewable(
  context: ServiceContext,
  validationId: string,
): Promise<{ detail: ValidationDetail; ignored: IgnoredFinding[] }> {
  const { db, principal, now } = context;
  const path = columnOf(validationId, 'file_path');
  const [ignored, ...read] = await ask(
    db,
    askIgnored(db, principal, path, now().toISOString()),
    ...askDetail(db, principal, validationId),
  );
  const detail = found(toDetail(read), 'validation', validationId);
  const { family } = detail.validation;
  const refusal = reviewRefusal(context, family, 'You may not decide what becomes of findings.');
  if (refusal) throw refusal;
  return { detail, ignored };
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
  { file_path, rule_id, fingerprint, message, note, until }: IgnoredFinding,
): NewEvent {
  return {
    type,
    timestamp: now().toISOString(),
    actor: principal.actor,
    subject: { validation_id: validation.id, family: validation.family },
    payload: {
      file_path,
      rule_id,
      fingerprint,
      message,
      ...(note !== undefined && { note }),
      ...(until !== undefined && { until }),
    },
  };
}
