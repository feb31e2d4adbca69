import { MASK } from '../../document/prose.ts';
import { exceptionTest, spanOf, stylePattern, type Check, type CheckContext } from '../check.ts';
import type { RuleOf } from '../imported-style.ts';
import { formatMessage } from '../message.ts';

/** Words to look up: letters, with apostrophes inside. */
const WORD = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;
/** Words with a capital after the first letter are names. */
const NAME = /^.+\p{Lu}/u;

/** Reports words that no dictionary and no vocabulary contains. */
export function spelling(rule: RuleOf<'spelling'>, { accept, spelling: dictionary }: CheckContext): Check {
  const isKnown = exceptionTest([...rule.ignore, ...accept], true);
  const filters = rule.filters.map((filter) => stylePattern(filter));
  return (regions, alert) => {
    if (!dictionary) return;
    for (const region of regions) {
      for (const { 0: word, index } of region.text.matchAll(WORD)) {
        const beside = `${region.text[index - 1] ?? ''}${region.text[index + word.length] ?? ''}`;
        if ((!rule.custom && NAME.test(word)) || beside.includes(MASK) || /[\d_]/.test(beside)) continue;
        if (dictionary.correct(word) || isKnown(word) || filters.some((filter) => filter.test(word)))
          continue;
        alert({ ...spanOf(region, index, index + word.length), message: formatMessage(rule.message, word) });
      }
    }
  };
}
