import { buildRuleset, validateDocument, type DocumentLibrary, type RulesetOptions } from './index.ts';

/** What a test validates a text with. */
export interface Given extends RulesetOptions {
  path?: string;
  library?: DocumentLibrary;
}

/**
 * For tests: the rules that speak of a text, each with its line.
 *
 * @example foundRules('# A\n\n### B\n\nText.\n') // ['headings/increment@3']
 */
export function foundRules(text: string, { path = 'a.md', library, ...options }: Given = {}): string[] {
  const input = { text, filePath: path, ruleset: buildRuleset(options), ...(library && { library }) };
  return validateDocument(input).issues.map(({ rule_id, line }) => `${rule_id}@${line}`);
}
