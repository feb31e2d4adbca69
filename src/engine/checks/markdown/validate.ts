import type { Configuration, LintError } from 'markdownlint';
import { lint } from 'markdownlint/sync';
import { estimateCost } from '../../document/complexity.ts';
import { MARKDOWNLINT_WEIGHTS, MAX_MARKDOWNLINT_COST_MICROS } from '../../document/cost-weights.ts';
import { TEMPLATE_MASK } from '../../flavors/template-span.ts';
import type { Finding, ReportFinding } from '../../rules/finding.ts';
import type { Replacement } from '../../text/edits.ts';
import type { DocumentView } from '../check.ts';
import { textStart } from '../../document/front-matter-block.ts';
import type { DocumentRuleId } from '../document/rules.ts';
import {
  isMarkdownRuleId,
  LINT_RULES,
  MARKDOWN_RULE_IDS,
  type LintRule,
  type MarkdownRuleId,
} from './rules.ts';
import { isWrong, repaired } from './own-judgement.ts';
import { isAboutTemplate } from './template-findings.ts';
import { hasFrontMatterTitle } from '../front-matter/validate.ts';

const BYTE_ORDER_MARK = '\uFEFF';
const HIDDEN = new RegExp(`${TEMPLATE_MASK}+`, 'g');
/** How markdownlint reports a rule that threw, with `handleRuleFailures`. */
const FAILURE = 'This rule threw an exception';

/** Runs markdownlint's rules, without those that a rule of ours owns in this run. */
export function validateMarkdown(
  view: DocumentView<MarkdownRuleId>,
  report: ReportFinding<MarkdownRuleId | DocumentRuleId>,
): void {
  const { text, markdown } = view;
  const start = readsFrontMatter(view) ? textStart(text) : view.bodyStart;
  // markdownlint drops a byte order mark at the start of its text.
  const offset = start + (text.startsWith(BYTE_ORDER_MARK, start) ? BYTE_ORDER_MARK.length : 0);
  const body = markdown.slice(offset);
  if (body === '') return;
  const cost = estimateCost(body, MARKDOWNLINT_WEIGHTS);
  if (cost.micros > MAX_MARKDOWNLINT_COST_MICROS) {
    report({
      ruleId: 'document/too-complex',
      start: offset,
      end: offset,
      message: `The validator "markdown" was skipped: the document is too complex for it because of ${cost.reason}.`,
    });
    return;
  }
  const config = configure(view);
  const results = lint({
    strings: { body },
    config,
    handleRuleFailures: true,
    // Comments are read once, for all rules. They may hold regular expressions, which were checked there.
    noInlineConfig: true,
    ...(start === view.bodyStart && start > 0 ? { frontMatter: null } : {}),
  });
  const origin: Origin = {
    firstLine: view.lines.lineAt(offset),
    offset,
    firstBlankLineAtEnd: view.lines.lineAt(text.trimEnd().length) + 1,
  };
  for (const error of results['body'] ?? []) {
    const id = error.ruleNames[0] ?? '';
    if (!isMarkdownRuleId(id) || config[id] === undefined) continue;
    const finding = toFinding(view, error, id, origin);
    if (!isAboutTemplate(view, finding) && !isWrong(view, finding)) report(repaired(view, finding));
  }
}

/** Whether markdownlint takes the same lines for front matter: then it may see them, and knows of the title in them. */
function readsFrontMatter({ frontMatter, text }: DocumentView<MarkdownRuleId>): boolean {
  if (!frontMatter) return true;
  // It takes the first line that begins with a brace for the end of JSON.
  if (frontMatter.format === 'json') {
    const content = text.slice(frontMatter.contentStart, frontMatter.contentEnd);
    return /^\{[^\S\r\n]*[\r\n]/.test(content) && /[\r\n]\}/.exec(content)?.index === content.length - 2;
  }
  return frontMatter.closed && !text.startsWith('...', frontMatter.contentEnd);
}

function configure(view: DocumentView<MarkdownRuleId>): Configuration {
  const enabled: Record<string, boolean | object> = {};
  const titled = hasFrontMatterTitle(view);
  for (const id of MARKDOWN_RULE_IDS) {
    if (!view.settings.isOn(id) || isOwned(view, LINT_RULES[id])) continue;
    if (id === 'MD041' && titled) continue;
    const options = view.settings.options(id);
    enabled[id] = Object.keys(options).length > 0 ? { ...options } : true;
  }
  return { default: false, ...enabled };
}

/** Whether the fact is for a rule of ours to report, on or off, so that none is reported twice or by the back door. */
function isOwned({ profile, validationTypes }: DocumentView<MarkdownRuleId>, { owner }: LintRule): boolean {
  return owner !== undefined && profile !== 'markdownlint' && validationTypes.has(owner.type);
}

/** The place of markdownlint's line 1 in the document. */
interface Origin {
  firstLine: number;
  offset: number;
  /** From this line on, there are only blank lines. */
  firstBlankLineAtEnd: number;
}

function toFinding(
  view: DocumentView<MarkdownRuleId>,
  error: LintError,
  id: MarkdownRuleId,
  origin: Origin,
): Finding<MarkdownRuleId | DocumentRuleId> {
  const detail = error.errorDetail ?? '';
  const line = lineSpan(view, error.lineNumber, origin);
  if (detail.startsWith(FAILURE)) {
    return {
      ruleId: 'document/validator-failed',
      start: line.start,
      end: line.start,
      message: `${id} failed on this document.`,
    };
  }
  const [column = 1, length = line.end - line.start] = error.errorRange ?? [];
  // markdownlint counts code units, so a position may be in the middle of a surrogate pair.
  const start = characterStart(view.text, Math.min(line.start + column - 1, line.end));
  const end = characterEnd(view.text, Math.min(start + length, line.end));
  const context = error.errorContext ? ` [${error.errorContext}]` : '';
  const finding: Finding<MarkdownRuleId | DocumentRuleId> = {
    ruleId: id,
    start,
    end,
    message: shown(`${error.ruleDescription}${detail === '' ? '' : `: ${detail}`}${context}`),
  };
  const replacement = error.fixInfo ? toReplacement(view, error, origin) : null;
  if (replacement) finding.replacements = [replacement];
  return finding;
}

/** A message without what hides templates from markdownlint. */
function shown(message: string): string {
  return message.replaceAll(HIDDEN, '…');
}

/** The offset; in the middle of a surrogate pair, that of its start. */
function characterStart(text: string, offset: number): number {
  return splitsCharacter(text, offset) ? offset - 1 : offset;
}

/** The offset; in the middle of a surrogate pair, that of its end. */
function characterEnd(text: string, offset: number): number {
  return splitsCharacter(text, offset) ? offset + 1 : offset;
}

/** Whether an offset is in the middle of a surrogate pair. */
function splitsCharacter(text: string, offset: number): boolean {
  return offset > 0 && (text.codePointAt(offset - 1) ?? 0) > 0xffff;
}

/** The offsets of a line of markdownlint, without its ending. */
function lineSpan(
  { lines }: DocumentView<MarkdownRuleId>,
  lineNumber: number,
  { firstLine, offset }: Pick<Origin, 'firstLine' | 'offset'>,
): { start: number; end: number } {
  const line = firstLine + lineNumber - 1;
  return { start: Math.max(lines.start(line), offset), end: lines.contentEnd(line) };
}

function toReplacement(
  view: DocumentView<MarkdownRuleId>,
  error: LintError,
  origin: Origin,
): Replacement | null {
  const { fixInfo } = error;
  if (!fixInfo) return null;
  const { lines, lineEnding } = view;
  const lineNumber = fixInfo.lineNumber ?? error.lineNumber;
  const span = lineSpan(view, lineNumber, origin);
  if (fixInfo.deleteCount === -1) {
    const line = origin.firstLine + lineNumber - 1;
    // The last line has no ending of its own, so blank lines at the end are removed with the ending before them.
    if (line >= origin.firstBlankLineAtEnd) {
      const start = Math.max(lines.contentEnd(line - 1), origin.offset);
      return start < span.end ? { start, end: span.end, text: '' } : null;
    }
    return { start: span.start, end: lines.end(line), text: '' };
  }
  const start = Math.min(span.start + (fixInfo.editColumn ?? 1) - 1, span.end);
  const end = Math.min(start + (fixInfo.deleteCount ?? 0), span.end);
  const text = (fixInfo.insertText ?? '').replaceAll('\n', lineEnding);
  return start === end && text === '' ? null : { start, end, text };
}
