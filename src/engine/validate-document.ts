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
import { TEMPLATE_MASK, touchesTemplate } from './flavors/template-span.ts';
import { identify, toEdits, toIssue, type Identified } from './findings/issues.ts';
import type { DocumentLibrary } from './document/library.ts';
import { sumUp } from './findings/sum-up.ts';
import { proveFindings } from './findings/prove-findings.ts';
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
  /** The same text, if it is parsed already. */
  document?: ParsedDocument;
  /** `/`-separated. It names the document in diffs, selects the overrides of the ruleset, and is where links start from. */
  filePath: string;
  ruleset: Ruleset;
  /** Default: all of them. */
  validationTypes?: readonly ValidationType[];
  /** Fingerprints of findings to leave out, e.g. those of a baseline. They are only counted. */
  ignored?: ReadonlySet<string>;
  /** The other documents that links may lead to. Default: none are known. */
  library?: DocumentLibrary;
}

/** What the engine found in a document. */
export interface DocumentIssues {
  /** In document order. At most {@link MAX_ISSUES_PER_DOCUMENT}, and one more that says how many were left out. */
  issues: Issue[];
  /** The edits of each issue, at the same index as in `issues`; empty for an issue without edits. */
  issueEdits: Edit[][];
  /** Of everything that was found, including issues that were left out, but not ignored ones. */
  counts: Counts;
  outcome: Outcome;
  /** How many findings were left out because their fingerprints are ignored. */
  ignored: number;
  /** Version of the rules. */
  ruleset: string;
  validationTypes: ValidationType[];
}

/** What the engine found in a document, and what it proposes. */
export interface DocumentReport extends DocumentIssues {
  /** At most one for each rule. */
  proposals: Proposal[];
}

/** What was found in a document, before anything is made of it. */
export interface Examination {
  view: DocumentView;
  kept: Identified[];
  counts: Counts;
  /** All findings of each rule, those that are ignored or not listed included. */
  countsByRule: ReadonlyMap<string, number>;
  /** How many findings were left out because their fingerprints are ignored. */
  ignored: number;
  validationTypes: ValidationType[];
}

/**
 * Validates one document. Synchronous, pure and total: the same input gives the same report, and it never throws. A document
 * of 1 MB takes about half a second at most.
 *
 * @example
 * ```ts
 * const ruleset = buildRuleset({ profile: 'strict' });
 * const text = '# A\n\n### B\n\nText.\n';
 * const { issues, proposals } = validateDocument({ text, filePath: 'a.md', ruleset });
 * issues[0].rule_id; // 'headings/increment'
 * applyEdits(text, proposals[0].edits); // '# A\n\n## B\n\nText.\n'
 * ```
 */
export function validateDocument(input: DocumentInput): DocumentReport {
  const examination = examineDocument(input);
  const { view, kept } = examination;
  const proposals = makeProposals({ ...view, findings: kept.map(({ finding }) => finding) });
  return { ...issuesOf(input, examination), proposals };
}

/** Validates one document like {@link validateDocument}, without proposals and their diffs. */
export function findIssues(input: DocumentInput): DocumentIssues {
  return issuesOf(input, examineDocument(input));
}

function issuesOf(input: DocumentInput, examination: Examination): DocumentIssues {
  const { view, kept, counts, ignored, validationTypes } = examination;
  const told = sumUp(view, kept, examination.countsByRule);
  return {
    issues: told.map((one) => toIssue(view, one)),
    issueEdits: told.map(({ finding }) => toEdits(view, finding)),
    counts,
    outcome: counts.error > 0 ? 'fail' : counts.warning > 0 ? 'warning' : 'pass',
    ignored,
    ruleset: input.ruleset.version,
    validationTypes,
  };
}

/** Comments that may switch on a rule: `markdownlint-enable`, `markdownlint-configure-file`, `galley-enable`. */
const MAY_SWITCH_ON = /<!--\s*(?:markdownlint|galley)-(?:enable|configure)/i;

/** The ids of the rules that are on for a document: by the ruleset for its path, or by a comment in it. */
export function rulesOnIn({ text, document, filePath, ruleset }: DocumentInput): string[] {
  const ofPath = ruleset.settingsFor(filePath);
  const settings = MAY_SWITCH_ON.test(text)
    ? readView(
        {
          document: document ?? new ParsedDocument(text, ruleset.flavorFor(filePath)),
          filePath,
          ruleset,
          settings: ofPath,
          validationTypes: new Set(),
        },
        // The problems of the comments are findings of the validation.
        () => undefined,
      ).settings
    : ofPath;
  return [...ruleset.rules.keys()].filter((id) => settings.isOn(id));
}

/** Runs the checks on one document and identifies what they find. */
export function examineDocument(input: DocumentInput): Examination {
  const wanted = new Set(input.validationTypes ?? VALIDATION_TYPES);
  const validationTypes = VALIDATION_TYPES.filter((type) => wanted.has(type));
  const settings = input.ruleset.settingsFor(input.filePath);
  const document = input.document ?? new ParsedDocument(input.text, input.ruleset.flavorFor(input.filePath));
  const unread: Finding[] = [];
  const read = readView({ ...input, document, settings, validationTypes: wanted }, (finding) =>
    unread.push(finding),
  );
  const collector = new FindingCollector(read.settings);
  const view: DocumentView = { ...read, onlyCounts: collector.onlyCounts };
  for (const finding of unread) collector.add(finding);
  run('document', documentCheck.validate, view, collector.add);
  const report: ReportFinding = (finding) => {
    if (view.control.isOff(finding.ruleId, finding.start, finding.end)) return;
    collector.add(withoutTemplates(view, finding));
  };
  for (const { type, validate } of CHECKS) if (wanted.has(type)) run(type, validate, view, report);

  const found = identify(view, collector.finish());
  const { ignored } = input;
  const kept = ignored ? found.filter(({ fingerprint }) => !ignored.has(fingerprint)) : found;
  proveFindings(
    view,
    kept.map(({ finding }) => finding),
  );
  const counts = { ...collector.counts };
  /** Findings that are summed up share a fingerprint, and count as one. */
  const leftOut = new Map(
    found.flatMap(({ fingerprint, level }) =>
      ignored?.has(fingerprint) ? [[fingerprint, level] as const] : [],
    ),
  );
  for (const level of leftOut.values()) counts[level] -= 1;
  return {
    view,
    kept,
    counts,
    countsByRule: collector.countsByRule,
    ignored: leftOut.size,
    validationTypes,
  };
}

/** What belongs to a template is never edited, nor is what hides it from the rules ever written. */
function withoutTemplates({ templates }: DocumentView, finding: Finding): Finding {
  const { replacements = [], ...rest } = finding;
  const isTouched = replacements.some(
    ({ start, end, text }) => touchesTemplate(templates, start, end) || text.includes(TEMPLATE_MASK),
  );
  return isTouched ? rest : finding;
}

function run(name: string, validator: Validator, view: DocumentView, report: ReportFinding): void {
  try {
    validator(view, report);
  } catch (error) {
    report(failureOf(name, error, view.bodyStart));
  }
}
