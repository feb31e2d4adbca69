import { lowerBound } from '../../shared/lower-bound.ts';
import type { ParsedDocument } from './parsed-document.ts';

/** What a comment of ours or of markdownlint does. */
export type SwitchVerb =
  | 'disable'
  | 'enable'
  | 'disable-file'
  | 'enable-file'
  | 'disable-line'
  | 'disable-next-line'
  | 'capture'
  | 'restore'
  | 'configure-file';

const VERBS: ReadonlySet<string> = new Set<SwitchVerb>([
  'disable',
  'enable',
  'disable-file',
  'enable-file',
  'disable-line',
  'disable-next-line',
  'capture',
  'restore',
  'configure-file',
]);

/** A comment that switches or configures rules, as it is written. Offsets are those of the document. */
export interface SwitchComment {
  tool: 'galley' | 'markdownlint' | 'vale';
  /** What comes after `galley-` or `markdownlint-`, in small letters; '' for Vale. */
  verb: SwitchVerb | '';
  /** What comes after the verb, or after `vale`. */
  parameter: string;
  parameterStart: number;
  start: number;
  end: number;
  /** The document shows the comment, in code for example, so it is no comment at all. markdownlint reads it anyhow. */
  shown: boolean;
}

/** A comment that has no effect, and why. */
export interface SwitchProblem {
  start: number;
  end: number;
  message: string;
  /** The name in a comment for markdownlint that no rule has: somebody may have written a rule of that name. */
  foreign?: string;
}

const OPENING = /<!--\s*(?:(galley|markdownlint)-(\S{0,40}?)|vale)(?=\s|-->)/gi;
const CLOSING = '-->';
/** Beginnings of words that are meant for verbs, rightly spelt or not. Others may be prose about the tool. */
const LIKE_A_VERB = /^(?:dis|en|capt|rest|conf|ignore)/;

/**
 * Finds the comments that switch rules, in document order. Comments of ours and of Vale count only where the document has
 * comments; what is in code, or escaped, is shown to readers. markdownlint looks at the lines and not at the Markdown, so
 * its comments are returned from there too.
 */
export function findSwitchComments(document: ParsedDocument): {
  comments: SwitchComment[];
  problems: SwitchProblem[];
} {
  const { text, lines, bodyStart } = document;
  const comments: SwitchComment[] = [];
  const problems: SwitchProblem[] = [];
  let nextClosing = -1;
  let done = 0;
  if (!text.includes('<!--')) return { comments, problems };
  for (const { 0: opening, 1: name = 'vale', 2: word = '', index: start } of text.matchAll(OPENING)) {
    if (start < done) continue;
    const tool = toolOf(name);
    const verb = word.toLowerCase();
    const isOfLint = tool === 'markdownlint';
    if (isOfLint && start < bodyStart) continue;
    const shown = !isComment(document, start);
    // Without its end, a comment in a paragraph is text, so it is a mistake all the same.
    if (shown && !isOfLint && isQuoted(document, start)) continue;
    const parameterStart = start + opening.length;
    if (nextClosing < parameterStart) {
      const found = text.indexOf(CLOSING, parameterStart);
      nextClosing = found === -1 ? text.length : found;
    }
    const isClosed = nextClosing < text.length;
    const end = isClosed ? nextClosing + CLOSING.length : lines.contentEnd(lines.lineAt(start));
    const problem = (message: string): void => {
      if (!isQuoted(document, start)) problems.push({ start, end, message });
    };
    if (tool !== 'vale' && !isVerb(verb)) {
      if (LIKE_A_VERB.test(verb))
        problem(`There is no switch "${tool}-${verb}", so this comment has no effect.`);
      continue;
    }
    if (!isClosed || (shown && !isOfLint)) {
      problem('This comment is not closed by `-->`, so it has no effect.');
      continue;
    }
    if (isOfLint && verb !== 'configure-file' && lines.lineAt(start) !== lines.lineAt(nextClosing)) {
      problem('markdownlint reads this comment only when it stands on one line, so it has no effect.');
      continue;
    }
    const parameter = text.slice(parameterStart, nextClosing);
    comments.push({ tool, verb: isVerb(verb) ? verb : '', parameter, parameterStart, start, end, shown });
    done = end;
  }
  return { comments, problems };
}

function toolOf(name: string): SwitchComment['tool'] {
  const lower = name.toLowerCase();
  return lower === 'galley' || lower === 'markdownlint' ? lower : 'vale';
}

function isVerb(word: string): word is SwitchVerb {
  return VERBS.has(word);
}

/** Whether Markdown has a comment there: alone, or in a block of HTML. Without an outline, everything may be one. */
function isComment({ outline, bodyStart }: ParsedDocument, offset: number): boolean {
  if (!outline || offset < bodyStart) return true;
  return isWithin(outline.comments, offset) || isWithin(outline.html, offset);
}

/** Whether the document shows the text at an offset as it is: in code, or after a backslash. */
function isQuoted({ outline, text, lines }: ParsedDocument, offset: number): boolean {
  if (!outline) return false;
  const isIndented = /^(?: {4}| {0,3}\t)/.test(lines.content(lines.lineAt(offset)));
  if (isIndented && !isWithin(outline.comments, offset) && !isWithin(outline.html, offset)) return true;
  return (
    text[offset - 1] === '\\' || isWithin(outline.inlineCode, offset) || isWithin(outline.fences, offset)
  );
}

function isWithin(spans: readonly { start: number; end: number }[], offset: number): boolean {
  const after = lowerBound(spans.length, (index) => (spans[index]?.start ?? 0) <= offset);
  const before = spans[after - 1];
  return before !== undefined && offset < before.end;
}
