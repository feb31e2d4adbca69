import { textStart } from '../../document/front-matter-block.ts';
import { lintExcessOf } from '../../document/parser-cost.ts';
import { FLAVOR_TRAITS } from '../../flavors/flavor.ts';
import { TEMPLATE_MASK } from '../../flavors/template-span.ts';
import type { Finding, ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { DocumentRuleId } from '../document/rules.ts';
import { failureOf } from '../document/validate.ts';
import { tellsAll } from '../tells-all.ts';
import { hasFrontMatterTitle } from '../front-matter/validate.ts';
import { LintDocument } from './lint/lint-document.ts';
import { leadingBlockEnd } from './lint/leading-block.ts';
import type { LintFinding, LintRule } from './lint/lint-rule.ts';
import { isWrong, repaired } from './own-judgement.ts';
import { LINT_RULES, type MarkdownRuleId } from './rules.ts';
import { isAboutTemplate } from './template-findings.ts';

const BYTE_ORDER_MARK = '\uFEFF';
/** What hides templates from the rules; messages do without it. */
const HIDDEN = new RegExp(`${TEMPLATE_MASK}+`, 'g');
const UNSHOWN = new RegExp(`[\\r\\n${TEMPLATE_MASK}]`);

/** Runs the rules of markdownlint, without those that a rule of ours owns in this run. */
export function validateMarkdown(
  view: DocumentView<MarkdownRuleId>,
  report: ReportFinding<MarkdownRuleId | DocumentRuleId>,
): void {
  const { markdown, bodyStart } = view;
  const excess = lintExcessOf(markdown.slice(bodyStart));
  if (excess !== null) {
    const message = `The validator "markdown" was skipped: the document is too complex for it because of ${excess}.`;
    report({ ruleId: 'document/too-complex', start: bodyStart, end: bodyStart, message });
    return;
  }
  const document = readLintDocument(view);
  if (document.start === view.text.length) return;
  const titled = hasFrontMatterTitle(view);
  for (const rule of LINT_RULES) {
    if (!view.settings.isOn(rule.id) || isOwned(view, rule)) continue;
    if (rule.id === 'MD041' && titled) continue;
    if (rule.needs?.test(view.text) === false) continue;
    const tellsMinor = tellsAllOf(view, rule);
    if (rule.isMinor && !tellsMinor && !isShownOtherwise(view, rule)) continue;
    try {
      rule.check(document, view.settings.options(rule.id), (found) => {
        if ((rule.isMinor || found.isMinor) && !tellsMinor) {
          if (found.continues || !isShownOtherwise(view, rule)) return;
          // What is shown begins with 1, for something has broken the list: other numbers would not mend it.
          delete found.fix;
        }
        const { start, end } = found;
        // With templates, it depends on the edits what the finding is about.
        if (view.templates.length === 0 && view.onlyCounts(rule.id)) {
          const counted = { ruleId: rule.id, start, end, message: '' };
          if (!isAboutTemplate(view, counted) && !isWrong(view, counted)) report(counted);
          return;
        }
        const finding = toFinding(view, rule, found);
        if (!isAboutTemplate(view, finding) && !isWrong(view, finding)) report(repaired(view, finding));
      });
    } catch (error) {
      // An option that is no pattern, for example: the other rules go on.
      report(failureOf(rule.id, error, document.start));
    }
  }
}

/** The document as rules see it: after the front matter, of which markdownlint knows more kinds. */
function readLintDocument(view: DocumentView<MarkdownRuleId>): LintDocument {
  // Rules look at the text with its templates hidden.
  const { markdown: text, lines, bodyStart, outline } = view;
  const isShared = readsFrontMatter(view);
  const textFrom = isShared ? textStart(text) : bodyStart;
  // A byte order mark at the start of the text is no part of it.
  const from = textFrom + (text.startsWith(BYTE_ORDER_MARK, textFrom) ? BYTE_ORDER_MARK.length : 0);
  const start = isShared ? leadingBlockEnd(text, from) : from;
  const isSameStart = text.slice(Math.min(start, bodyStart), Math.max(start, bodyStart)).trim() === '';
  const tree = isSameStart ? (outline?.tree ?? null) : null;
  return new LintDocument({ text, lines, start, fields: text.slice(from, start), tree });
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

/** Whether the fact is for a rule of ours to report, on or off, so that none is reported twice or by the back door. */
function isOwned({ profile, validationTypes }: DocumentView<MarkdownRuleId>, { owner }: LintRule): boolean {
  return owner !== undefined && profile !== 'markdownlint' && validationTypes.has(owner.type);
}

/** Whether findings are told that readers see nothing of. */
function tellsAllOf(view: DocumentView<MarkdownRuleId>, { id }: LintRule<MarkdownRuleId>): boolean {
  return view.profile === 'markdownlint' || tellsAll(view, id);
}

/** Whether readers see something else after all: Python-Markdown begins each list with 1. */
function isShownOtherwise(
  { flavor }: DocumentView<MarkdownRuleId>,
  { id }: LintRule<MarkdownRuleId>,
): boolean {
  return id === 'MD029' && FLAVOR_TRAITS[flavor].parser === 'python-markdown';
}

function toFinding(
  { text, lineEnding }: DocumentView<MarkdownRuleId>,
  { id, description }: LintRule<MarkdownRuleId>,
  { start, end, detail, context, fix }: LintFinding,
): Finding<MarkdownRuleId> {
  const words = `${description}${detail ? `: ${detail}` : ''}${context ? ` [${context}]` : ''}`;
  const finding: Finding<MarkdownRuleId> = {
    ruleId: id,
    // Rules count code units, so a position may be in the middle of a surrogate pair.
    start: splitsCharacter(text, start) ? start - 1 : start,
    end: splitsCharacter(text, end) ? end + 1 : end,
    message: UNSHOWN.test(words) ? words.replaceAll(/\r\n?|\n/g, ' ').replaceAll(HIDDEN, '…') : words,
  };
  if (fix && (fix.end > fix.start || fix.text !== '')) {
    finding.replacements = [{ ...fix, text: fix.text.replaceAll('\n', lineEnding) }];
  }
  return finding;
}

/** Whether an offset is in the middle of a surrogate pair. */
function splitsCharacter(text: string, offset: number): boolean {
  return offset > 0 && (text.codePointAt(offset - 1) ?? 0) > 0xffff;
}
