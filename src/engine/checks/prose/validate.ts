import type { ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { DocumentRuleId } from '../document/rules.ts';
import type { ProseRuleId } from './rules.ts';
import { checkBanned } from './banned.ts';
import { checkDoubledWords } from './doubled-word.ts';
import { checkSentenceLength } from './long-sentence.ts';
import { checkPlaceholders } from './placeholder.ts';
import { checkReadability } from './readability.ts';
import { checkSpelling } from './spelling.ts';
import { checkUnrenderedEmphasis } from './unrendered-emphasis.ts';

/** Checks the prose that a reader sees: typing slips, banned words and readability. */
export function validateProse(
  view: DocumentView<ProseRuleId>,
  report: ReportFinding<ProseRuleId | DocumentRuleId>,
): void {
  const { pack, settings } = view;
  if (settings.isOn('prose/doubled-word')) checkDoubledWords(view, report);
  if (settings.isOn('prose/unrendered-emphasis')) checkUnrenderedEmphasis(view, report);
  if (settings.isOn('prose/banned') && pack.banned.length > 0) checkBanned(view, report);
  if (settings.isOn('prose/placeholder')) checkPlaceholders(view, report);
  if (settings.isOn('prose/readability')) checkReadability(view, report);
  if (settings.isOn('prose/long-sentence')) checkSentenceLength(view, report);
  if (settings.isOn('prose/spelling')) checkSpelling(view, report);
}
