import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import {
  MARKDOWNLINT_WEIGHTS,
  MAX_MARKDOWNLINT_COST_MICROS,
  MAX_PARSER_COST_MICROS,
  PARSER_WEIGHTS,
} from './complexity.ts';
import type { Rule } from './finding.ts';
import { FAMILY_FIELDS } from './front-matter-fields.ts';
import { LINT_RULES, lintRule, MARKDOWNLINT_VERSION } from './markdownlint-rules.ts';
import { OWN_RULES } from './rules.ts';

/** Hex digits of a ruleset's version. */
const RULESET_DIGITS = 12;
/** Part of the version: raised when validators change what they find without a change of the tables. */
const ENGINE_REVISION = 1;

const rules = new Map<string, Rule>([
  ...OWN_RULES.map((rule): [string, Rule] => [rule.id, rule]),
  ...lintRules(),
]);

function* lintRules(): Generator<[string, Rule]> {
  for (const id of Object.keys(LINT_RULES)) {
    const rule = lintRule(id);
    if (rule) yield [id, rule];
  }
}

/**
 * The entry of a rule.
 *
 * @throws {Error} for a rule that is in no table: a mistake of the engine, not of a document
 */
export function ruleOf(id: string): Rule {
  const rule = rules.get(id);
  if (!rule) throw new Error(`There is no rule ${id}.`);
  return rule;
}

let version: string | null = null;

/** The version of the rules: the same as long as the same text gets the same findings. */
export function rulesetVersion(): string {
  if (version === null) {
    const basis = {
      revision: ENGINE_REVISION,
      own: OWN_RULES,
      lint: LINT_RULES,
      markdownlint: MARKDOWNLINT_VERSION,
      families: FAMILY_FIELDS,
      guards: [PARSER_WEIGHTS, MAX_PARSER_COST_MICROS, MARKDOWNLINT_WEIGHTS, MAX_MARKDOWNLINT_COST_MICROS],
    };
    version = `builtin-${bytesToHex(sha256(utf8ToBytes(JSON.stringify(basis)))).slice(0, RULESET_DIGITS)}`;
  }
  return version;
}
