/** What a decision is about: findings of a rule in a document, and the change that was approved for them. */
import { UNTITLED_PATH, type Issue, type Proposal } from '../../shared/things.ts';
import { hash } from '../hash.ts';

/** The keys of a recommendation. */
export interface DecisionKeys {
  /** SHA-256 of family, path, rule and sorted fingerprints. null for a text that is no document. */
  findings_key: string | null;
  /** SHA-256 of what its edits replace and insert, wherever that is. */
  edits_key: string;
}

/**
 * Makes the keys of a document's proposals, in their order.
 *
 * @param known - the keys of their findings, where the issues are those of an earlier validation
 */
export function keysOf(
  { family, filePath }: { family: string; filePath: string },
  proposals: readonly Proposal[],
  issues: readonly Issue[],
  known?: readonly (string | null)[],
): Promise<DecisionKeys[]> {
  const byRule = Map.groupBy(issues, ({ rule_id }) => rule_id);
  return Promise.all(
    proposals.map(async ({ rule_id, edits }, index) => {
      const fingerprints = (byRule.get(rule_id) ?? []).map(({ fingerprint }) => fingerprint).toSorted();
      const isDocument = filePath !== UNTITLED_PATH;
      return {
        findings_key:
          known?.[index] ??
          (isDocument && fingerprints.length > 0
            ? await hashJson([family, filePath, rule_id, fingerprints])
            : null),
        edits_key: await hashJson(edits.map(({ expected, text }) => [expected, text])),
      };
    }),
  );
}

function hashJson(value: unknown): Promise<string> {
  return hash(new TextEncoder().encode(JSON.stringify(value)));
}
