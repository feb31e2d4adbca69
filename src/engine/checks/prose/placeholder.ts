import type { ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { ProseRuleId } from './rules.ts';
import { isForm } from '../../document/form.ts';
import type { ProseBlock } from '../../document/prose.ts';
import { quote } from '../../text/quote.ts';
import { countWords } from './words.ts';

const PLACEHOLDER = /(?<![\w-])(?:TODO|TBD|FIXME|XXX|[Ll]orem ipsum|[Cc]oming soon)(?![\w-])/g;
/** What follows a marker when the text discusses markers or names a to-do list. */
const TALKS_ABOUT_IT = /^\s(?:apps?|comments?|items?|lists?|markers?|notes?|tags?|tasks?|is|are)\b/i;
/** Maximum words in a block that says "coming soon" and nothing else. */
const MAX_ANNOUNCEMENT_WORDS = 6;
/** Maximum length of a block that can have so few words, in UTF-16 code units. */
const MAX_ANNOUNCEMENT_LENGTH = 100;
/** How much text is examined on each side of a match, in UTF-16 code units. */
const MAX_CONTEXT_LENGTH = 20;

/** Reports placeholders that were never replaced by real text. */
export function checkPlaceholders(view: DocumentView<ProseRuleId>, report: ReportFinding<ProseRuleId>): void {
  // Nearly all documents contain no placeholder, so parsing their prose can be skipped.
  if (view.text.search(PLACEHOLDER) === -1 || isForm(view.filePath)) return;
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
      // A heading "TODO" introduces a to-do list.
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
