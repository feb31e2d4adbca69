import type { Ruleset } from './ruleset.ts';
import { validateDocument } from './validate-document.ts';
import type { PackTest } from './packs/pack.ts';

/** The result of one test of a pack. */
export interface PackTestResult {
  name: string;
  passed: boolean;
  /** Expected findings that are missing. */
  missing: string[];
  /** Findings that must not be there, as `rule@line:column`. */
  unexpected: string[];
}

/**
 * Runs the tests of a pack.
 *
 * @param ruleset - made from the pack
 */
export function runPackTests(ruleset: Ruleset): PackTestResult[] {
  return ruleset.pack.tests.map((test) => {
    const { issues } = validateDocument({ text: test.document, filePath: test.path, ruleset });
    const found = issues.map(({ rule_id, line, column }) => ({
      rule: rule_id,
      at: `${rule_id}@${line}:${column}`,
      line,
    }));
    const missing = test.expect.filter(
      (wanted) => !found.some(({ rule, at, line }) => [rule, `${rule}@${line}`, at].includes(wanted)),
    );
    const unexpected = found.filter(({ rule }) => isAbsent(test, rule)).map(({ at }) => at);
    return { name: test.name, passed: missing.length + unexpected.length === 0, missing, unexpected };
  });
}

function isAbsent({ absent }: PackTest, rule: string): boolean {
  return absent.some((name) => (name.endsWith('*') ? rule.startsWith(name.slice(0, -1)) : rule === name));
}
