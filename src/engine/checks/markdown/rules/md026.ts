import { headings } from '../lint/headings.ts';
import { givenText } from '../lint/option-values.ts';
import { defineLintRule } from '../lint/lint-rule.ts';

const USUAL = '.,;:!。，；：！';
const ENTITY = /&(?:#\d+|#[xX][\da-fA-F]+|[a-zA-Z]{2,31}|blk\d{2}|emsp1[34]|frac\d{2}|sup\d|there4);$/;
const EMOJI =
  /:(?:[abmovx]|[-+]1|100|1234|(?:1st|2nd|3rd)_place_medal|8ball|clock\d{1,4}|e-mail|non-potable_water|o2|t-rex|u5272|u5408|u55b6|u6307|u6708|u6709|u6e80|u7121|u7533|u7981|u7a7a|[a-z]{2,15}2?|[a-z]{1,14}(?:_[a-z\d]{1,16})+):$/;
/** The names above are no longer than this, with their marks. */
const LONGEST_NAME = 300;

export const md026 = defineLintRule({
  id: 'MD026',
  aliases: ['no-trailing-punctuation'],
  tags: ['headings'],
  description: 'Trailing punctuation in heading',
  level: 'off',
  strict: 'info',
  levelReason:
    'A question of style. Headings that end with a colon or an exclamation mark are read as they are meant.',
  title: 'Remove punctuation at the end of headings',
  purpose: 'Trailing punctuation in headings',
  changes: ['headings'],
  options: { punctuation: { default: USUAL, purpose: 'Characters that no heading ends with' } },
  example: { bad: '# A.\n', good: '# A\n' },
  check(document, options, report) {
    const { text } = document;
    // Code units, not characters.
    const marks = new Set<string>(givenText(options['punctuation'], USUAL).split(''));
    for (const { textFrom, textTo } of headings(document)) {
      let start = textTo;
      while (start > textFrom && marks.has(text.charAt(start - 1))) start -= 1;
      if (start === textTo) continue;
      const end = text.slice(Math.max(textFrom, textTo - LONGEST_NAME), textTo);
      if (ENTITY.test(end) || EMOJI.test(end)) continue;
      while (start > textFrom && /\s/.test(text.charAt(start - 1))) start -= 1;
      const found = text.slice(start, textTo);
      report({
        start,
        end: textTo,
        detail: `Punctuation: '${found}'`,
        fix: { start, end: textTo, text: '' },
      });
    }
  },
});
