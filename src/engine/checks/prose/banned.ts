import type { Finding, ReportFinding } from '../../rules/finding.ts';
import type { Replacement } from '../../text/edits.ts';
import type { DocumentView } from '../check.ts';
import type { ProseRuleId } from './rules.ts';
import type { Pack } from '../../packs/pack.ts';
import type { ProseBlock } from '../../document/prose.ts';
import { quote } from '../../text/quote.ts';
import { fold, PhraseIndex } from './phrase-index.ts';

type Banned = Pack['banned'][number];

const indexes = new WeakMap<Pack, PhraseIndex<Banned>>();

/** Reports the phrases that the pack bans. */
export function checkBanned(view: DocumentView<ProseRuleId>, report: ReportFinding<ProseRuleId>): void {
  let index = indexes.get(view.pack);
  if (!index) {
    index = new PhraseIndex(view.pack.banned.map((banned) => [banned.phrase, banned]));
    indexes.set(view.pack, index);
  }
  for (const block of view.prose()) {
    for (const { start, end, value } of index.findIn(block.text)) {
      if (!isInItsReplacement(block.text, start, value)) {
        report(findingOf(view.text, block, start, end, value));
      }
    }
  }
}

/** Whether the phrase is already part of its own replacement: `e-mail` in `e-mail message`, or `OK` for `ok`. */
function isInItsReplacement(text: string, start: number, { phrase, use }: Banned): boolean {
  if (!use) return false;
  const before = fold(use).indexOf(fold(phrase));
  if (before === -1) return false;
  const there = text.slice(Math.max(0, start - before), start - before + use.length);
  return there === use || there === capitalise(use);
}

function findingOf(
  text: string,
  block: ProseBlock,
  start: number,
  end: number,
  { use, why }: Banned,
): Finding<ProseRuleId> {
  const found = block.text.slice(start, end);
  const place = { start: block.offsetAt(start), end: block.endAt(end) };
  const reason = why === undefined ? '' : `: ${/[.!?]$/.test(why) ? why.slice(0, -1) : why}`;
  const finding: Finding<ProseRuleId> = {
    ruleId: 'prose/banned',
    ...place,
    message: `The phrase ${quote(found)} should not be used${reason}.`,
  };
  if (use === undefined) return finding;
  finding.suggestion = use === '' ? `Leave ${quote(found)} out.` : `Write ${quote(use)} instead.`;
  // If the phrase contains markup, only a person can decide where the markup belongs.
  if (text.slice(place.start, place.end) !== found) return finding;
  const replacement = use === '' ? leaveOut(text, place, found) : { ...place, text: inCaseOf(found, use) };
  return replacement ? { ...finding, replacements: [replacement] } : finding;
}

/** How much text after a phrase is examined when the phrase is removed, in UTF-16 code units. */
const MAX_AFTER_LENGTH = 20;

/** Removes the phrase and the space after it, and capitalises the next word if the phrase was capitalised. */
function leaveOut(
  text: string,
  { start, end }: { start: number; end: number },
  found: string,
): Replacement | null {
  const after = /^,?[ \t]+(\p{L})/u.exec(text.slice(end, end + MAX_AFTER_LENGTH));
  if (after) {
    const next = after[1] ?? '';
    return { start, end: end + after[0].length, text: inCaseOf(found, next) };
  }
  // At the end of a sentence or line, remove the space before the phrase instead.
  return text[start - 1] === ' ' && /\S/.test(text[start - 2] ?? '')
    ? { start: start - 1, end, text: '' }
    : null;
}

function inCaseOf(found: string, use: string): string {
  const [first = ''] = found;
  return first !== first.toLowerCase() ? capitalise(use) : use;
}

function capitalise(text: string): string {
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length);
}
