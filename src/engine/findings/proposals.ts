import { MAX_TITLE_LENGTH } from '../../shared/limits.ts';
import type { Edit, Level, Proposal } from '../../shared/things.ts';
import { mergeReplacements, type Replacement } from '../text/edits.ts';
import type { Finding } from '../rules/finding.ts';
import type { LineIndex } from '../text/line-index.ts';
import type { Rule } from '../rules/rule.ts';
import type { Settings } from '../rules/settings.ts';
import type { Effect } from '../rules/effects.ts';
import { unifiedDiff } from '../text/unified-diff.ts';

/** Most text that the edits of one proposal remove and add, in UTF-16 code units. The rest waits for the next proposal. */
export const MAX_PROPOSAL_LENGTH = 250_000;
/** Most bytes of JSON (UTF-8) of one proposal's edits: the database stores them in one row. */
export const MAX_PROPOSAL_BYTES = 1_000_000;
/** Bytes of an edit's JSON beside its texts, at most. */
const EDIT_OVERHEAD_BYTES = 64;

/** Confidence of edits that are not proven, at most. */
export const DOUBTFUL_CONFIDENCE = 0.5;

interface ProposalInput {
  text: string;
  filePath: string;
  lines: LineIndex;
  /** In document order. */
  findings: readonly Finding[];
  settings: Settings;
}

/**
 * Makes the proposals of a document: one for each rule, with the edits of all its findings. A rule without edits gets a
 * proposal only for errors and warnings, where a person should act.
 */
export function makeProposals(input: ProposalInput): Proposal[] {
  const proposals: Proposal[] = [];
  for (const { rule, findings } of byRule(input)) {
    const level = input.settings.level(rule.id);
    if (level === 'off') continue;
    const fixable = findings.filter(hasReplacements);
    if (fixable.length > 0) proposals.push(withEdits(input, rule, level, fixable, findings.length));
    else if (level !== 'info') proposals.push(withoutEdits(input, rule, level, findings));
  }
  return proposals;
}

/** The certain edits of one rule. */
export interface CertainEdits {
  ruleId: string;
  edits: Edit[];
  /** What the rule declares that they change. */
  changes: readonly Effect[];
  /** All that are certain are among them. Only those have been proven together. */
  isWhole: boolean;
}

/** The certain (`auto`) edits of each rule that is on, as its proposal has them. */
export function certainEdits(input: ProposalInput): CertainEdits[] {
  return byRule(input).flatMap(({ rule, findings }) => {
    if (rule.fix !== 'auto' || input.settings.level(rule.id) === 'off') return [];
    const { edits, kept } = joinEdits(
      input.text,
      findings.filter((one) => hasReplacements(one) && one.doubt === undefined),
    );
    return edits.length > 0
      ? [{ ruleId: rule.id, edits, changes: rule.changes ?? [], isWhole: kept.every(Boolean) }]
      : [];
  });
}

function hasReplacements({ replacements }: Finding): boolean {
  return replacements !== undefined;
}

function byRule({ findings, settings }: ProposalInput): { rule: Rule; findings: Finding[] }[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.ruleId);
    if (group) group.push(finding);
    else groups.set(finding.ruleId, [finding]);
  }
  return [...groups].map(([ruleId, group]) => ({ rule: settings.rule(ruleId), findings: group }));
}

/** The edits of a rule's findings, and for each finding whether its own are among them. */
export function joinEdits(text: string, fixable: readonly Finding[]): { edits: Edit[]; kept: boolean[] } {
  const groups = fixable.map(({ replacements }) => replacements ?? []);
  return mergeReplacements(text, withinLimits(text, groups));
}

function withEdits(
  input: ProposalInput,
  rule: Rule,
  severity: Level,
  fixable: readonly Finding[],
  total: number,
): Proposal {
  // Certain edits are not held up by doubtful ones: these are proposed when no certain ones are left.
  const certain = fixable.filter(({ doubt }) => doubt === undefined);
  const proposed = certain.length > 0 ? certain : fixable;
  const { edits, kept } = joinEdits(input.text, proposed);
  const done = kept.filter(Boolean).length;
  const rest = total - done;
  const more = rest > 0 ? ` ${rest} of ${total} findings are not fixed by these edits.` : '';
  return {
    title: titleOf(rule, done),
    instruction: rule.instruction + more + doubtOf(proposed),
    rationale: rationaleOf(rule, total),
    rule_id: rule.id,
    severity,
    scope: scopeOf(input.lines, edits),
    confidence: confidenceOf(rule, proposed),
    edits,
    diff: unifiedDiff(input.text, edits, input.filePath),
  };
}

function withoutEdits(
  input: ProposalInput,
  rule: Rule,
  severity: Level,
  findings: readonly Finding[],
): Proposal {
  const [only] = findings;
  const own = findings.length === 1 ? only?.suggestion : undefined;
  return {
    title: titleOf(rule, findings.length),
    instruction: own ?? rule.instruction,
    rationale: rationaleOf(rule, findings.length),
    rule_id: rule.id,
    severity,
    scope: scopeOf(input.lines, findings),
    confidence: confidenceOf(rule, findings),
    edits: [],
    diff: '',
  };
}

function withinLimits(text: string, groups: readonly (readonly Replacement[])[]): (readonly Replacement[])[] {
  let length = 0;
  let bytes = 0;
  return groups.filter((group) => {
    for (const replacement of group) {
      const removed = text.slice(replacement.start, replacement.end);
      length += removed.length + replacement.text.length;
      bytes += EDIT_OVERHEAD_BYTES + jsonBytes(removed) + jsonBytes(replacement.text);
    }
    return length <= MAX_PROPOSAL_LENGTH && bytes <= MAX_PROPOSAL_BYTES;
  });
}

function jsonBytes(text: string): number {
  return new TextEncoder().encode(JSON.stringify(text)).byteLength;
}

function titleOf(rule: Rule, count: number): string {
  const title = rule.title.replaceAll('{n}', String(count)).replaceAll('{s}', count === 1 ? '' : 's');
  return title.slice(0, MAX_TITLE_LENGTH);
}

/** The lowest confidence of the findings, because a proposal is decided as a whole. */
function confidenceOf(rule: Rule, findings: readonly Finding[]): number {
  return findings.reduce(
    (least, { confidence = rule.confidence, doubt }) =>
      Math.min(least, confidence, doubt === undefined ? 1 : DOUBTFUL_CONFIDENCE),
    1,
  );
}

/** Why the edits of a proposal are no more than a suggestion; empty when they are certain. */
function doubtOf(findings: readonly Finding[]): string {
  const [reason] = findings.flatMap(({ doubt }) => doubt ?? []);
  return reason === undefined ? '' : ` Look at the edits before you approve them: ${reason}.`;
}

function rationaleOf(rule: Rule, count: number): string {
  return count === 1 ? rule.purpose : `${rule.purpose} Found ${count} times.`;
}

function scopeOf(lines: LineIndex, spans: readonly Pick<Edit, 'start' | 'end'>[]): string {
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  for (const { start, end } of spans) {
    const startLine = lines.lineAt(start);
    first = Math.min(first, startLine);
    // A span that ends with a line ending does not reach into the next line.
    const endLine = lines.lineAt(end);
    last = Math.max(last, end > start && lines.start(endLine) === end ? endLine - 1 : endLine);
  }
  return `lines:${first}-${last}`;
}
