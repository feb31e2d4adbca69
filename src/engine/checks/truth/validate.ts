import type { ReportFinding } from '../../rules/finding.ts';
import type { DocumentView } from '../check.ts';
import type { TruthRuleId } from './rules.ts';
import { checkApis } from './apis.ts';
import { readChains } from './chains.ts';
import { checkFormatsInCode } from './formats-in-code.ts';
import { checkFormatsInProse } from './formats-in-prose.ts';
import { knowledgeOf } from './knowledge.ts';
import { checkNames } from './names.ts';
import { checkPlugins } from './plugins.ts';
import { readSource } from './texts.ts';

/** Checks a document's statements about products, APIs and formats against what its family's pack knows. */
export function validateTruth(view: DocumentView<TruthRuleId>, report: ReportFinding<TruthRuleId>): void {
  const { terms, apis, plugins } = view.pack;
  if (terms.length + apis.length + plugins.length === 0) return;
  const knowledge = knowledgeOf(view.pack);
  const { texts, codes } = readSource(view, knowledge);
  const chains = codes.flatMap((code) => readChains(code, knowledge.apis));
  checkNames(view, knowledge, texts, report);
  checkApis(view, knowledge.apis, codes, chains, report);
  if (view.settings.isOn('truth/unsupported-format')) {
    checkFormatsInCode(view, knowledge.apis, knowledge.plugins, codes, chains, report);
    checkFormatsInProse(knowledge.plugins, texts, report);
  }
  checkPlugins(view, knowledge.plugins, texts, codes, report);
}
