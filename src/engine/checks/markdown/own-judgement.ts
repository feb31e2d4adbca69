/** Where Galley judges otherwise than markdownlint does, because its finding is wrong or its fix damages the page. */
import type { Outline } from '../../document/outline.ts';
import { FLAVOR_TRAITS } from '../../flavors/flavor.ts';
import type { Finding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';

type View = Pick<DocumentView, 'text' | 'flavor' | 'lines' | 'outline'>;

/** Languages whose prompts belong to the code. */
const SESSIONS =
  /^\{?\s*\.?(?:console|doscon|(?:\w+-?)?session|(?:\w+-)?console|terminal|termynal|pycon|ansi|text)\b/i;
/** Most scripts and styles of a document that are looked for. */
const MAX_CODE_TAGS = 100;
/** HTML whose content is code. */
const CODE_TAG = /^<(?:script|style)\b/i;

/** Whether a finding is wrong. In flavor `commonmark`, markdownlint's findings are left as they are. */
export function isWrong(view: View, { ruleId, start, end }: Finding): boolean {
  const { text, flavor, lines, outline } = view;
  if (!FLAVOR_TRAITS[flavor].templates) return false;
  const line = lines.lineAt(start);
  switch (ruleId) {
    case 'MD009':
    case 'MD012':
      return outline !== null && codeTags(text, outline).some((one) => isIn(one, start));
    case 'MD010':
      // No indentation means anything in JSX.
      return FLAVOR_TRAITS[flavor].jsx && text.slice(lines.start(line), end).trim() === '';
    case 'MD018':
      // `#123` is a number, and no heading that lacks its space; nor is what goes on a paragraph.
      // `#TODO` is a note of the author.
      if (/^[\s>]*#+(?:[\d!]|TODO\b)/.test(lines.content(line))) return true;
      return line > 1 && lines.content(line - 1).trim() !== '';
    case 'MD034':
      // GitHub makes one link of the scheme and the address.
      return /(?:mailto|xmpp):$/i.test(text.slice(Math.max(0, start - 7), start));
    case 'MD020':
      // `## C#`: a closing mark has a space before it.
      return /[^\s#]#\s*$/.test(lines.content(line));
    case 'MD056':
      // Python-Markdown takes no pipe in code for the end of a cell.
      return (
        FLAVOR_TRAITS[flavor].parser === 'python-markdown' && /`[^`|]*\|[^`]*`/.test(lines.content(line))
      );
    case 'MD014':
      return (
        outline?.fences.some(
          (fence) => fence.start <= start && start < fence.end && SESSIONS.test(fence.info),
        ) ?? false
      );
    case 'MD037':
      return isNoEmphasis(text, start, end, lines.content(line)) || isArithmetic(text, start, end);
    default:
      return false;
  }
}

function isIn(range: { start: number; end: number }, offset: number): boolean {
  return range.start <= offset && offset < range.end;
}

const known = new WeakMap<Outline, readonly { start: number; end: number }[]>();

/** The scripts and styles of a document. Found once, since many findings may ask. */
function codeTags(text: string, outline: Outline): readonly { start: number; end: number }[] {
  let tags = known.get(outline);
  if (!tags) {
    tags = outline.html
      .filter(({ start }) => CODE_TAG.test(text.slice(start, start + 10)))
      .slice(0, MAX_CODE_TAGS);
    known.set(outline, tags);
  }
  return tags;
}

const MARK = /[*_]/;
const MAX_INDENT = 100;
/** What a line with a formula has. */
const FORMULA = /[=+/<>^()\d]/;

/** Whether a single mark ends a name (`scrape_`), or opens where the finding wants it to close, or is a sign in a formula. */
function isNoEmphasis(text: string, start: number, end: number, line: string): boolean {
  const opens = MARK.test(text.charAt(start - 1));
  const at = opens ? start - 1 : end;
  const mark = text.charAt(at);
  if (text.charAt(at + (opens ? -1 : 1)) === mark) return false;
  const [before, after] = [text.charAt(at - 1), text.charAt(at + 1)];
  // A point of a list that is none, since it goes on with a paragraph.
  if (/^\s/.test(after) && /(?:^|[\r\n])[ \t>]*$/.test(text.slice(Math.max(0, at - MAX_INDENT), at)))
    return true;
  if (/\s/.test(before) && /\s/.test(after)) return FORMULA.test(line.replace(/^\s*(?:[-*+]|\d+[.)])\s/, ''));
  return opens ? /[\p{L}\p{N}]/u.test(before) : /^[./\\]?[\p{L}\p{N}]/u.test(text.slice(at + 1, at + 4));
}

/** What ends before, or begins after, a sign of multiplication: a number, a letter, a call, code or a group. */
const OPERAND_BEFORE = /(?:\d\w*|[^\w)\]`]\w|^\w|[)\]`]) ?$/;
const OPERAND_AFTER = /^ ?(?:\$?\d|\w(?!\w)|[[(`])/;

/** Whether the marks of a finding stand between operands, as in `10 * 50` and `x * y`. */
function isArithmetic(text: string, start: number, end: number): boolean {
  for (let at = start - 1; at <= end; at += 1) {
    if (text[at] !== '*') continue;
    const after = text.slice(at + 1, at + 4);
    if (/^ \d/.test(after) && /\S ?$/.test(text.slice(Math.max(0, at - 2), at))) return true;
    if (!OPERAND_BEFORE.test(text.slice(Math.max(0, at - 20), at))) continue;
    if (OPERAND_AFTER.test(after)) return true;
  }
  return false;
}

/** Puts right a fix that would damage the page by its design. */
export function repaired<Id extends string>(view: View, finding: Finding<Id>): Finding<Id> {
  const [replacement] = finding.replacements ?? [];
  if (!replacement) return finding;
  const { text, flavor, lines } = view;
  const { start, end } = replacement;
  const source = text.slice(start, end);
  if (finding.ruleId === 'MD009') {
    // Three spaces break a line as two do.
    const next = lines.lineAt(start) + 1;
    const goesOn = next <= lines.count && lines.content(next).trim() !== '';
    if (!goesOn || source.length <= 2 || !/^ {3,}$/.test(source)) return finding;
    return { ...finding, replacements: [{ start: start + 2, end, text: '' }] };
  }
  if (finding.ruleId !== 'MD034' || !/^<[^>]*>$/.test(replacement.text)) return finding;
  const address = replacement.text.slice(1, -1);
  const destination = /^www\./i.test(address) ? `http://${address}` : address;
  const isBare = destination === address && !FLAVOR_TRAITS[flavor].jsx;
  if (isBare) return finding;
  const isMail = !/^[a-z]+:/i.test(destination);
  return {
    ...finding,
    replacements: [{ start, end, text: `[${address}](${isMail ? 'mailto:' : ''}${destination})` }],
  };
}
