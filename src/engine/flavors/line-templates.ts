import { hasBlankLine, lineEndAfter, type Recognised, type TemplateSource } from './template-source.ts';
import { readAttributeList } from './inline-templates.ts';

const CONTAINER = /^(?:!!!|\?\?\?\+?|===[!+]?(?=[ \t]+["']))[ \t]+\S/;
/** Longest math on lines of its own, in UTF-16 code units. */
const MAX_MATH_LENGTH = 4_000;
/** Indentation of the body of an admonition or a tab, in columns. */
const BODY_COLUMNS = 4;
const SNIPPET = /^(?:;[ \t]*)?-{2,}8<-{2,}/;
const COLONS = /^:{3,}/;
const CODE_REFERENCE = /^:::[ \t]+[\w.*/-]+[ \t]*$/;
const LEARN_CONTENT = /^:::(?:image|code|video|include|form)\b/;
const LEARN_TAB = /^#{1,6}[ \t]+\[[^\]]*\]\(#tabs?\/[^)]*\)[ \t]*$/;
const LEARN_TAB_END = /^\*{3}[ \t]*$/;
const BLOCKS = /^\/{3,}(?:[ \t]|$)/;
const RULE_ID = /^r\[[\w.-]+\][ \t]*$/;
const VITE_SNIPPET = /^<<<[ \t]*\S/;
const MODULE =
  /^(?:import\s+(?:["'{*]|\w+\s*(?:,|from\b))|export\s+(?:default|const|let|var|function|class|async|\{|\*))/;
const MARKDOWN_IMPORT = /from\s+["'][^"']+\.mdx?["']/;

/**
 * Recognises what takes lines of its own.
 *
 * @param start - where the content of the line begins, after list and quote marks
 * @param lineStart - where the line begins
 */
export function readLine(source: TemplateSource, start: number, lineStart: number): Recognised | null {
  const { text, flavor, traits } = source;
  const lineEnd = lineEndAfter(text, start);
  const first = text.charAt(start);
  switch (first) {
    case '\\':
      return readDisplayMath(source, start, lineEnd);
    case '!':
    case '?':
    case '=': {
      const line = text.slice(start, lineEnd);
      if (!CONTAINER.test(line)) return null;
      const isContainer = hasBody(text, lineEnd, start - lineStart);
      if (!isContainer && flavor !== 'mkdocs') return null;
      return { end: lineEnd, mask: isContainer ? 'container' : 'blank' };
    }
    case ';':
    case '-':
      return SNIPPET.test(text.slice(start, lineEnd)) ? { end: lineEnd, mask: 'text', includes: true } : null;
    case ':': {
      const line = text.slice(start, lineEnd);
      if (!COLONS.test(line)) return null;
      if (flavor === 'mkdocs' && CODE_REFERENCE.test(line)) {
        return { end: endOfBody(text, lineEnd, start - lineStart), mask: 'text', includes: true };
      }
      return { end: lineEnd, mask: LEARN_CONTENT.test(line) ? 'text' : 'blank' };
    }
    case '#':
      return LEARN_TAB.test(text.slice(start, lineEnd)) ? { end: lineEnd, mask: 'blank' } : null;
    case '*':
      return flavor === 'learn' && LEARN_TAB_END.test(text.slice(start, lineEnd))
        ? { end: lineEnd, mask: 'blank' }
        : null;
    case '/':
      return flavor === 'mkdocs' && BLOCKS.test(text.slice(start, lineEnd))
        ? { end: lineEnd, mask: 'blank' }
        : null;
    case 'r':
      return flavor === 'mdbook' && RULE_ID.test(text.slice(start, lineEnd))
        ? { end: lineEnd, mask: 'blank' }
        : null;
    case '<':
      return flavor === 'vitepress' && VITE_SNIPPET.test(text.slice(start, lineEnd))
        ? { end: lineEnd, mask: 'text', includes: true }
        : null;
    case '{': {
      const list = readAttributeList(source, start);
      return list && list.end <= lineEnd && text.slice(list.end, lineEnd).trim() === '' ? list : null;
    }
    case 'i':
    case 'e':
      return traits.jsx && start === lineStart ? readModule(text, start, lineEnd) : null;
    default:
      return null;
  }
}

/** Recognises `\[` and `\]` on lines of their own, and what is between them, as MathJax and KaTeX read it. */
function readDisplayMath(
  { text, next, budget }: TemplateSource,
  start: number,
  lineEnd: number,
): Recognised | null {
  const open = text.slice(start, lineEnd).trimEnd();
  if ((open !== '\\[' && open !== '\\\\[') || budget.isSpent) return null;
  const mark = open.replace('[', ']');
  const close = next.of(mark, lineEnd);
  if (close === -1 || close - start > MAX_MATH_LENGTH) return null;
  const end = close + mark.length;
  const isAlone =
    /^[\s>]*$/.test(text.slice(text.lastIndexOf('\n', close) + 1, close)) &&
    text.slice(end, lineEndAfter(text, end)).trim() === '';
  if (isAlone && !hasBlankLine(text.slice(start, close))) return { end, mask: 'text' };
  budget.pay(close - start);
  return null;
}

/** Whether the next line that is not empty is indented as the body of a block is. */
function hasBody(text: string, lineEnd: number, column: number): boolean {
  for (let start = text.indexOf('\n', lineEnd) + 1; start > 0; start = text.indexOf('\n', start) + 1) {
    const line = text.slice(start, lineEndAfter(text, start));
    if (line.trim() !== '') return columnsOf(line) >= column + BODY_COLUMNS;
  }
  return false;
}

/** The end of the lines that are indented below a line, empty ones between them included. */
function endOfBody(text: string, lineEnd: number, column: number): number {
  let end = lineEnd;
  for (let start = text.indexOf('\n', lineEnd) + 1; start > 0; start = text.indexOf('\n', start) + 1) {
    const lineStop = lineEndAfter(text, start);
    const line = text.slice(start, lineStop);
    if (line.trim() === '') continue;
    if (columnsOf(line) < column + BODY_COLUMNS) break;
    end = lineStop;
  }
  return end;
}

function columnsOf(line: string): number {
  const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
  return indent.replaceAll('\t', '    ').length;
}

/** `import` and `export` go on to an empty line outside of all brackets. */
function readModule(text: string, start: number, lineEnd: number): Recognised | null {
  if (!MODULE.test(text.slice(start, lineEnd))) return null;
  let depth = 0;
  let end = lineEnd;
  let at = start;
  for (;;) {
    for (; at < end; at += 1) {
      const character = text[at] ?? '';
      if ('{[('.includes(character)) depth += 1;
      else if ('}])'.includes(character)) depth -= 1;
    }
    const next = text.indexOf('\n', end) + 1;
    if (next === 0) break;
    const nextEnd = lineEndAfter(text, next);
    if (depth <= 0 && text.slice(next, nextEnd).trim() === '') break;
    at = next;
    end = nextEnd;
  }
  return { end, mask: 'blank', includes: MARKDOWN_IMPORT.test(text.slice(start, end)) };
}
