import { FLAVOR_TRAITS } from '../../flavors/flavor.ts';
import { codePointAfter, codePointBefore, isPunctuation, isWhitespace } from '../../parser/characters.ts';
import { NodeKind, TEXT_BLOCKS } from '../../parser/node-kind.ts';
import { parseMarkdown } from '../../parser/parse-markdown.ts';
import type { SyntaxTree } from '../../parser/syntax-tree.ts';
import type { ReportFinding } from '../../rules/finding.ts';
import type { Replacement } from '../../text/edits.ts';
import { quote } from '../../text/quote.ts';
import type { DocumentView } from '../check.ts';
import type { ProseRuleId } from './rules.ts';

/** Longest run of marks, and longest text between two, in UTF-16 code units. */
const LONGEST_MARK = 3;
const LONGEST_TEXT = 500;
/** Scripts that are written without spaces between words, with their punctuation and forms of full width. */
const CJK =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303F\uFF00-\uFFEF]/u;
/** Marks that end a clause: what they stand in is as well emphasised without them. */
const CLAUSE_END = /[\u3001\u3002\uFF0C\uFF0E\uFF1A\uFF1B\uFF01\uFF1F:;,.!?]/;

const RULE = 'prose/unrendered-emphasis';

interface Place {
  start: number;
  end: number;
}

/**
 * Reports marks of emphasis that are shown, because CommonMark lets no mark open or close emphasis between punctuation and
 * a letter. Where a language has no spaces between words, that is where people put them. Python-Markdown and kramdown have
 * no such rule.
 */
export function checkUnrenderedEmphasis(
  { markdown: text, flavor, outline, onlyCounts }: DocumentView<ProseRuleId>,
  report: ReportFinding<ProseRuleId>,
): void {
  if (!outline || FLAVOR_TRAITS[flavor].parser !== 'commonmark') return;
  const marks = marksIn(outline.tree);
  if (marks.length < 2) return;
  let next = 0;
  for (const block of textBlocks(outline.tree)) {
    while (marks[next] && (marks[next]?.start ?? 0) < block.start) next += 1;
    let open: Place | null = null;
    for (let mark = marks[next]; mark && mark.end <= block.end; mark = marks[next]) {
      next += 1;
      if (open && isPair(text, open, mark)) {
        reportPair(text, block, open, mark, !onlyCounts(RULE), report);
        open = null;
      } else open = mark;
    }
  }
}

/** The runs of `*`, and those of several `_`, that are text, in order. */
function marksIn({ looseMarks }: SyntaxTree): Place[] {
  const marks: Place[] = [];
  for (let at = 0; at < looseMarks.length; at += 2) {
    marks.push({ start: looseMarks[at] ?? 0, end: looseMarks[at + 1] ?? 0 });
  }
  return marks.filter(({ start, end }) => end - start <= LONGEST_MARK).toSorted((a, b) => a.start - b.start);
}

function textBlocks(tree: SyntaxTree): Place[] {
  const blocks: Place[] = [];
  for (let index = 0; index < tree.length;) {
    const isText = TEXT_BLOCKS.has(tree.kind(index));
    if (isText) blocks.push({ start: tree.from(index), end: tree.to(index) });
    index = isText ? tree.after(index) : index + 1;
  }
  return blocks;
}

/** Whether two runs read as the start and the end of emphasis that CommonMark does not see, for want of a space. */
function isPair(text: string, open: Place, close: Place): boolean {
  if (text.slice(open.start, open.end) !== text.slice(close.start, close.end)) return false;
  if (close.start === open.end || close.start - open.end > LONGEST_TEXT) return false;
  const first = codePointAfter(text, open.end, close.start);
  const last = codePointBefore(text, close.start, open.end);
  if (isWhitespace(first) || isWhitespace(last)) return false;
  return (
    isStuck(first, codePointBefore(text, open.start, 0)) ||
    isStuck(last, codePointAfter(text, close.end, text.length))
  );
}

/** Whether a mark stands between punctuation inside and a letter outside, one of them of a language without spaces. */
function isStuck(inside: number, outside: number): boolean {
  if (outside === -1 || !isPunctuation(inside)) return false;
  if (isWhitespace(outside) || isPunctuation(outside)) return false;
  return CJK.test(String.fromCodePoint(inside)) || CJK.test(String.fromCodePoint(outside));
}

function reportPair(
  text: string,
  block: Place,
  open: Place,
  close: Place,
  isTold: boolean,
  report: ReportFinding<ProseRuleId>,
): void {
  const mark = text.slice(open.start, open.end);
  // Each try is a parse.
  const replacements = isTold ? provenEdits(text, block, open, close) : null;
  report({
    ruleId: RULE,
    start: open.start,
    end: close.end,
    message: `This is not emphasised, and readers see the marks ${quote(mark)}: one of them stands between punctuation and a letter.`,
    ...(replacements && { replacements }),
  });
}

/** The least edit with which the parser sees the emphasis; null when none of those that are tried does. */
function provenEdits(text: string, block: Place, open: Place, close: Place): Replacement[] | null {
  const mark = text.slice(open.start, open.end);
  const before: Replacement = { start: open.start, end: open.start, text: ' ' };
  const after: Replacement = { start: close.end, end: close.end, text: ' ' };
  const last = text.charAt(close.start - 1);
  const tries: Replacement[][] = [];
  if (CLAUSE_END.test(last) && close.start - 1 > open.end) {
    const moved = { start: close.start - 1, end: close.end, text: mark + last };
    tries.push([moved], [before, moved]);
  }
  tries.push([after], [before], [before, after]);
  return tries.find((edits) => isEmphasised(text, block, open, edits)) ?? null;
}

/** Whether emphasis begins where it should once a block is edited, and no mark of the block is left over for it. */
function isEmphasised(text: string, block: Place, open: Place, edits: readonly Replacement[]): boolean {
  let edited = '';
  let done = block.start;
  for (const { start, end, text: replacement } of edits) {
    edited += text.slice(done, start) + replacement;
    done = end;
  }
  edited += text.slice(done, block.end);
  const shift = edits[0]?.start === open.start ? edits[0].text.length : 0;
  const at = open.start - block.start + shift;
  const tree = parseMarkdown(edited, 0);
  for (let index = 0; index < tree.length; index += 1) {
    const kind = tree.kind(index);
    if (kind !== NodeKind.Emphasis && kind !== NodeKind.StrongEmphasis) continue;
    if (tree.from(index) === at) return !tree.looseMarks.includes(at);
  }
  return false;
}
