import {
  VALIDATION_TYPES,
  type Counts,
  type Edit,
  type Issue,
  type Outcome,
  type Proposal,
  type ValidationType,
} from '../shared/things.ts';
import { FindingCollector } from './findings/collector.ts';
import type { DocumentView, Validator } from './checks/check.ts';
import type { Finding, ReportFinding } from './rules/finding.ts';
import { ParsedDocument } from './document/parsed-document.ts';
import { identify, toEdits, toIssue, type Identified } from './findings/issues.ts';
import type { DocumentLibrary } from './document/library.ts';
import { makeProposals } from './findings/proposals.ts';
import type { Ruleset } from './ruleset.ts';
import { CHECKS } from './checks/index.ts';
import { documentCheck } from './checks/document/check.ts';
import { failureOf } from './checks/document/validate.ts';
import { readView } from './view.ts';

/** A document, and what to look for in it. */
export interface DocumentInput {
  /** Markdown as it is in its file, with its byte order mark and line endings. Any string is allowed. */
  text: string;
  /** The same text, when it was parsed already: then it is not parsed again. */
  document?: ParsedDocument;
  /** Names the document in diffs, decides which overrides of the ruleset hold, and is where its links start from. */
  filePath: string;
  ruleset: Ruleset;
  /** All of them when left out. */
  validationTypes?: readonly ValidationType[];
  /** Fingerprints of findings that were decided to be fine, or are known already: they are counted as ignored only. */
  ignored?: ReadonlySet<string>;
  /** The other documents that links may lead to. */
  library?: DocumentLibrary;
}

/** What the engine found, and what it proposes. */
export interface DocumentReport {
  /** By place; at most {@link MAX_ISSUES_PER_DOCUMENT} and one that says how many were left out. */
  issues: Issue[];
  /** The edits of each issue alone, beside `issues`; empty where it has none. */
  issueEdits: Edit[][];
  /** One a rule. */
  proposals: Proposal[];
  /** Of everything found, what `issues` leaves out included; without what is ignored. */
  counts: Counts;
  outcome: Outcome;
  /** How many findings were left out because their fingerprints are ignored. */
  ignored: number;
  /** Version of the rules. */
  ruleset: string;
  validationTypes: ValidationType[];
}

/** What was found in a document, before anything is made of it. */
export interface Examination {
  view: DocumentView;
  kept: Identified[];
  counts: Counts;
  /** How many findings were left out because their fingerprints are ignored. */
  ignored: number;
  validationTypes: ValidationType[];
}

/**
 * Validates one document. Synchronous, pure and total: the same input gives the same report, and it never throws.
 *
 * @example validateDocument({ text: '# A\n\n### B\n', filePath: 'a.md', ruleset: buildRuleset() }).proposals[0].title
 */
export function validateDocument(input: DocumentInput): DocumentReport {
  const { view, kept, counts, ignored, validationTypes } = examineDocument(input);
  return {
    issues: kept.map((one) => toIssue(view, one)),
    issueEdits: kept.map(({ finding }) => toEdits(view, finding)),
    proposals: makeProposals({ ...view, findings: kept.map(({ finding }) => finding) }),
    counts,
    outcome: counts.error > 0 ? 'fail' : counts.warning > 0 ? 'warning' : 'pass',
    ignored,
    ruleset: input.ruleset.version,
    validationTypes,
  };
}

/** Runs the checks on one document and identifies what they find. */
export function examineDocument(input: DocumentInput): Examination {
  const wanted = new Set(input.validationTypes ?? VALIDATION_TYPES);
  const validationTypes = VALIDATION_TYPES.filter((type) => wanted.has(type));
  const settings = input.ruleset.settingsFor(input.filePath);
  const document = input.document ?? new ParsedDocument(input.text);
  const unread: Finding[] = [];
  const view = readView({ ...input, document, settings, validationTypes: wanted }, (finding) =>
    unread.push(finding),
  );
  const collector = new FindingCollector(view.settings);
  for (const finding of unread) collector.add(finding);
  run('document', documentCheck.validate, view, collector.add);
  const report: ReportFinding = (finding) => {
    if (!view.control.isOff(finding.ruleId, finding.start)) collector.add(finding);
  };
  for (const { type, validate } of CHECKS) if (wanted.has(type)) run(type, validate, view, report);

  const found = identify(view, collector.finish());
  const { ignored } = input;
  const kept = ignored ? found.filter(({ fingerprint }) => !ignored.has(fingerprint)) : found;
  const counts = { ...collector.counts };
  if (ignored) for (const { fingerprint, level } of found) if (ignored.has(fingerprint)) counts[level] -= 1;
  return { view, kept, counts, ignored: found.length - kept.length, validationTypes };
}

function run(name: string, validator: Validator, view: DocumentView, report: ReportFinding): void {
  try {
    validator(view, report);
  } catch (error) {
    report(failureOf(name, error, view.bodyStart));
  }
}
