import type { ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { ProseRuleId } from './rules.ts';
import { readSentences } from './sentences.ts';
import { countWords } from './words.ts';

/** Reports sentences with more words than the rule's `max_words` option allows. */
export function checkSentenceLength(
  view: DocumentView<ProseRuleId>,
  report: ReportFinding<ProseRuleId>,
): void {
  const max = view.settings.number('prose/long-sentence', 'max_words');
  for (const block of view.prose()) {
    // A word and the space after it take at least two characters.
    if (block.kind === 'heading' || block.text.length <= max * 2) continue;
    for (const { start, end } of readSentences(block.text)) {
      const words = countWords(block.text.slice(start, end));
      if (words <= max) continue;
      const message = `The sentence has ${words} words; at most ${max} were wanted.`;
      report({ ruleId: 'prose/long-sentence', start: block.offsetAt(start), end: block.endAt(end), message });
    }
  }
}
