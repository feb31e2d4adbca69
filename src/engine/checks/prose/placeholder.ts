import type { DocumentView, ReportFinding } from '../../rules/finding.ts';
import type { ProseBlock } from '../../document/prose.ts';
import { quote } from '../../text/quote.ts';
import { countWords } from './words.ts';

const PLACEHOLDER = /(?<![\w-])(?:TODO|TBD|FIXME|XXX|[Ll]orem ipsum|[Cc]oming soon)(?![\w-])/g;
/** Prose about such markers, and lists of things to do, are what they say. */
const TALKS_ABOUT_IT = /^\s(?:apps?|comments?|items?|lists?|markers?|notes?|tags?|tasks?|is|are)\b/i;
/** Most words of a block that says "coming soon" and nothing else. */
const MAX_ANNOUNCEMENT_WORDS = 6;
/** Longest text that may be so few words, in UTF-16 code units. */
const MAX_ANNOUNCEMENT_LENGTH = 100;
/** How much of the text around is looked at on each side, in UTF-16 code units. */
const MAX_CONTEXT_LENGTH = 20;

/** Finds texts that stand for others which were never written. */
export function checkPlaceholders(view: DocumentView, report: ReportFinding): void {
  // Nearly all documents have none, and need not be read as prose for it.
  if (view.text.search(PLACEHOLDER) === -1) return;
  for (const block of view.prose()) {
    for (const { 0: found, index } of block.text.matchAll(PLACEHOLDER)) {
      if (!isPlaceholder(block, found, index)) continue;
      const place = { start: block.offsetAt(index), end: block.endAt(index + found.length) };
      report({ ruleId: 'prose/placeholder', ...place, message: `${quote(found)} is a placeholder.` });
    }
  }
}

function isPlaceholder({ kind, text }: ProseBlock, found: string, index: number): boolean {
  const end = index + found.length;
  const before = text.slice(Math.max(0, index - MAX_CONTEXT_LENGTH), index).trimEnd();
  const after = text.slice(end, end + MAX_CONTEXT_LENGTH);
  const isAtStart = index < MAX_CONTEXT_LENGTH && before === '';
  const isAlone = isAtStart && end + after.length === text.length && /^[\s.…!]*$/.test(after);
  const isInBrackets = /[([]$/.test(before) && /^[\s.…!]*[)\]]/.test(after);
  switch (found) {
    case 'XXX':
      return (isAlone && kind === 'paragraph') || (isAtStart && after.startsWith(':'));
    case 'TODO':
    case 'TBD':
    case 'FIXME':
      // A heading "TODO" begins a list of things to do.
      if (kind === 'heading') return isInBrackets || (isAtStart && after.startsWith(':'));
      return isInBrackets || after.startsWith(':') || (isAtStart && (isAlone || !TALKS_ABOUT_IT.test(after)));
    case 'Coming soon':
    case 'coming soon':
      return (
        isAtStart ||
        isInBrackets ||
        (text.length <= MAX_ANNOUNCEMENT_LENGTH && countWords(text) <= MAX_ANNOUNCEMENT_WORDS)
      );
    default:
      return true;
  }
}
