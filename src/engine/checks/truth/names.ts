import type { Finding, ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { TruthRuleId } from './rules.ts';
import { quote } from '../../text/quote.ts';
import type { Knowledge } from './knowledge.ts';
import { percent } from './near-miss.ts';
import { collapse, type Mention, type Term } from './spellings.ts';
import type { TruthText } from './texts.ts';

/** The rule that reports a term, by the kind of thing it names. */
const RULES = {
  product: 'truth/product-name',
  platform: 'truth/product-name',
  term: 'truth/term',
  format: 'truth/format-name',
} as const satisfies Record<Term['kind'], TruthRuleId>;

/** Reports names that are not written as the pack writes them. */
export function checkNames(
  view: DocumentView<TruthRuleId>,
  knowledge: Knowledge,
  texts: readonly TruthText[],
  report: ReportFinding<TruthRuleId>,
): void {
  const { settings } = view;
  const nearRule = 'truth/probable-product-name';
  const minSimilarity = settings.isOn(nearRule) ? settings.number(nearRule, 'min_similarity') : null;
  for (const block of texts) {
    for (const mention of block.mentions) {
      const wrong = wrongTerm(block.text, mention, knowledge);
      if (wrong && settings.isOn(RULES[wrong.kind]))
        reportName(view, block, mention, RULES[wrong.kind], report);
    }
    if (minSimilarity === null) continue;
    for (const probable of knowledge.nearNames.find(block.text, block.mentions, minSimilarity)) {
      const { start, end, name, similarity } = probable;
      const place = { start: block.offsetAt(start), end: block.endAt(end) };
      report({
        ruleId: nearRule,
        ...place,
        message: `${quote(block.text.slice(start, end))} is probably meant to be "${name}" (${percent(similarity)} alike).`,
        suggestion: `Write "${name}", if that is what is meant.`,
        ...replacing(view, block, probable, name),
        confidence: Math.floor(similarity * 100) / 100,
      });
    }
  }
}

/** Returns the term that a name misspells; null if the name is right. */
function wrongTerm(text: string, { start, end, spelling, exact }: Mention, { apis }: Knowledge): Term | null {
  const { term, right } = spelling;
  if (!term) return null;
  if (spelling.text === right && (exact || !term.capitals)) return null;
  const written = collapse(text.slice(start, end));
  // A package name may differ from the product's only in case.
  return written === right || apis.isNamespace(written) ? null : term;
}

function reportName(
  view: DocumentView<TruthRuleId>,
  block: TruthText,
  mention: Mention,
  ruleId: TruthRuleId,
  report: ReportFinding<TruthRuleId>,
): void {
  const { start, end, spelling } = mention;
  report({
    ruleId,
    start: block.offsetAt(start),
    end: block.endAt(end),
    message: `${quote(block.text.slice(start, end))} should be "${spelling.right}".`,
    suggestion: `Write "${spelling.right}".`,
    ...replacing(view, block, mention, spelling.right),
  });
}

/** Builds the edit that corrects a name. Returns no edit if the name contains markup, which the edit would break. */
function replacing(
  { text }: DocumentView<TruthRuleId>,
  block: TruthText,
  { start, end }: { start: number; end: number },
  name: string,
): Pick<Finding<TruthRuleId>, 'replacements'> {
  const place = { start: block.offsetAt(start), end: block.endAt(end) };
  const written = collapse(text.slice(place.start, place.end));
  return written === collapse(block.text.slice(start, end))
    ? { replacements: [{ ...place, text: name }] }
    : {};
}
