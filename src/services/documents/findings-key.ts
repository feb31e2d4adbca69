/** What a decision is about: findings of a rule in a document, and the change that was approved for them. */
import { UNTITLED_PATH, type Issue, type Proposal } from '../../shared/things.ts';
import { hash } from '../hash.ts';

/** The keys of a recommendation. */
export interface DecisionKeys {
  /** SHA-256 of family, path, rule and sorted fingerprints. null for a text that is no document. */
  findings_key: string | null;
  /** SHA-256 of what its edits replace and insert, wherever that is. */
  edits_key: string;
  /** For a document that had another path: the key that the findings had there. */
  former_key?: string;
}

/**
 * Makes the keys of a document's proposals, in their order.
 *
 * @param known - the keys of their findings, where the issues are those of an earlier validation
 */
export function keysOf(
  { family, filePath, formerPath }: { family: string; filePath: string; formerPath?: string | undefined },
  proposals: readonly Proposal[],
  issues: readonly Issue[],
  known?: readonly (string | null)[],
): Promise<DecisionKeys[]> {
  const byRule = Map.groupBy(issues, ({ rule_id }) => rule_id);
  return Promise.all(
    proposals.map(async ({ rule_id, edits }, index) => {
      const fingerprints = (byRule.get(rule_id) ?? []).map(({ fingerprint }) => fingerprint).toSorted();
      const isDocument = filePath !== UNTITLED_PATH && fingerprints.length > 0;
      const keyAt = (path: string) => hashJson([family, path, rule_id, fingerprints]);
      return {
        findings_key: known?.[index] ?? (isDocument ? await keyAt(filePath) : null),
        edits_key: await hashJson(edits.map(({ expected, text }) => [expected, text])),
        ...(isDocument && formerPath !== undefined && { former_key: await keyAt(formerPath) }),
      };
    }),
  );
}

function hashJson(value: unknown): Promise<string> {
  return hash(new TextEncoder().encode(JSON.stringify(value)));
}
