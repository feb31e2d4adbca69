import { MAX_SNIPPET_LENGTH } from '../shared/limits.ts';
import {
  VALIDATION_TYPES,
  type Counts,
  type Family,
  type Issue,
  type Outcome,
  type Proposal,
  type ValidationType,
} from '../shared/things.ts';
import { FindingCollector } from './collector.ts';
import { estimateCost, MAX_PARSER_COST_MICROS, PARSER_WEIGHTS } from './complexity.ts';
import type { DocumentView, Finding, Report, Validator } from './finding.ts';
import { Fingerprinter } from './fingerprint.ts';
import { findFrontMatter, textStart } from './front-matter-block.ts';
import { dominantLineEnding, LineIndex } from './line-index.ts';
import { readOutline, type Outline } from './outline.ts';
import { makeProposals } from './proposals.ts';
import { rulesetVersion, ruleOf } from './rule-lookup.ts';
import { readSuppressions } from './suppressions.ts';
import { validateCode } from './validators/code.ts';
import { validateText } from './validators/document.ts';
import { validateFrontMatter } from './validators/front-matter.ts';
import { validateHeadings } from './validators/headings.ts';
import { validateImages } from './validators/images.ts';
import { validateLinks } from './validators/links.ts';
import { validateMarkdown } from './validators/markdown.ts';

/** A document, and what to look for in it. */
export interface DocumentInput {
  /** Any string; Markdown as it is in its file, byte order mark and line endings included. */
  text: string;
  /** Names the document in diffs; nothing is read from it. */
  filePath: string;
  family: Family;
  /** All of them when left out. */
  validationTypes?: readonly ValidationType[];
}

/** What the engine found, and what it proposes. */
export interface DocumentReport {
  /** By place; at most {@link MAX_ISSUES_PER_DOCUMENT} and one that says how many were left out. */
  issues: Issue[];
  /** One a rule. */
  proposals: Proposal[];
  /** Of everything found, what `issues` leaves out included. */
  counts: Counts;
  outcome: Outcome;
  /** Version of the rules. */
  ruleset: string;
  validationTypes: ValidationType[];
}

const VALIDATORS: Readonly<Record<ValidationType, Validator>> = {
  'front-matter': validateFrontMatter,
  headings: validateHeadings,
  links: validateLinks,
  code: validateCode,
  images: validateImages,
  markdown: validateMarkdown,
};
const NEEDS_OUTLINE: readonly ValidationType[] = ['headings', 'links', 'code', 'images'];

/**
 * Validates one document. Synchronous, pure and total: it gives the same report for the same input, and never throws.
 *
 * @example validateDocument({ text: '# A\n\n### B\n', filePath: 'a.md', family: 'default' }).proposals[0].title
 */
export function validateDocument(input: DocumentInput): DocumentReport {
  const wanted = new Set(input.validationTypes ?? VALIDATION_TYPES);
  const validationTypes = VALIDATION_TYPES.filter((type) => wanted.has(type));
  const collector = new FindingCollector();
  const view = viewOf(input, wanted, collector.add);
  run('document', validateText, view, collector.add);
  const isOff = readSuppressions(view.text, view.lines);
  const report: Report = (finding) => {
    if (!isOff(finding.ruleId, view.lines.lineAt(finding.start))) collector.add(finding);
  };
  for (const type of validationTypes) run(type, VALIDATORS[type], view, report);
  const findings = collector.finish();
  const { counts } = collector;
  return {
    issues: toIssues(view, findings),
    proposals: makeProposals({ ...view, filePath: input.filePath, findings }),
    counts,
    outcome: counts.error > 0 ? 'fail' : counts.warning > 0 ? 'warning' : 'pass',
    ruleset: rulesetVersion(),
    validationTypes,
  };
}

function viewOf(
  { text, family }: DocumentInput,
  validationTypes: Set<ValidationType>,
  report: Report,
): DocumentView {
  const lines = new LineIndex(text);
  const frontMatter = findFrontMatter(text, lines);
  const bodyStart = frontMatter?.end ?? textStart(text);
  const outline = outlineOf(text, bodyStart, validationTypes, report);
  return {
    text,
    family,
    lines,
    frontMatter,
    bodyStart,
    outline,
    lineEnding: dominantLineEnding(text),
    validationTypes,
  };
}

function outlineOf(
  text: string,
  bodyStart: number,
  validationTypes: ReadonlySet<ValidationType>,
  report: Report,
): Outline | null {
  const skipped = NEEDS_OUTLINE.filter((type) => validationTypes.has(type));
  if (skipped.length === 0 && !validationTypes.has('front-matter')) return null;
  const cost = estimateCost(text.slice(bodyStart), PARSER_WEIGHTS);
  if (cost.micros <= MAX_PARSER_COST_MICROS) {
    try {
      return readOutline(text, bodyStart);
    } catch (error) {
      reportFailure('parser', error, bodyStart, report);
      return null;
    }
  }
  if (skipped.length > 0) {
    report({
      ruleId: 'document/too-complex',
      start: bodyStart,
      end: bodyStart,
      message: `The validators ${skipped.map((type) => `"${type}"`).join(', ')} were skipped: the document is too complex for them because of ${cost.reason}.`,
    });
  }
  return null;
}

function run(name: string, validator: Validator, view: DocumentView, report: Report): void {
  try {
    validator(view, report);
  } catch (error) {
    reportFailure(name, error, view.bodyStart, report);
  }
}

/** A validator that breaks must not take the other findings along, and must not break in silence. */
function reportFailure(name: string, error: unknown, start: number, report: Report): void {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `The validator "${name}" failed on this document: ${reason}`;
  report({ ruleId: 'document/validator-failed', start, end: start, message });
}

function toIssues(view: DocumentView, findings: readonly Finding[]): Issue[] {
  const fingerprints = new Fingerprinter(view.text, view.lines);
  return findings.map((finding) => {
    const { start, end, ruleId, message } = finding;
    const rule = ruleOf(ruleId);
    const from = view.lines.positionAt(start);
    const to = view.lines.positionAt(end);
    return {
      rule_id: ruleId,
      level: rule.level,
      message,
      line: from.line,
      column: from.column,
      end_line: to.line,
      end_column: to.column,
      start,
      end,
      snippet: snippetOf(view.text, start, end),
      suggestion: finding.suggestion ?? rule.instruction,
      fixable: finding.replacements ? rule.fix : 'none',
      fingerprint: fingerprints.of(finding),
      ...(rule.docsUrl === undefined ? {} : { docs_url: rule.docsUrl }),
    };
  });
}

/** The matched text, cut so that no surrogate pair is split. */
function snippetOf(text: string, start: number, end: number): string {
  if (end - start <= MAX_SNIPPET_LENGTH) return text.slice(start, end);
  const last = text.charCodeAt(start + MAX_SNIPPET_LENGTH - 1);
  const splits = last >= 0xd800 && last <= 0xdbff;
  return text.slice(start, start + MAX_SNIPPET_LENGTH - (splits ? 1 : 0));
}
