import type { Outline } from '../document/outline.ts';
import type { Flavor } from '../flavors/flavor.ts';
import { DocumentProof } from '../proof/prove.ts';
import type { Finding } from '../rules/finding.ts';
import type { Settings } from '../rules/settings.ts';

/** The document that findings are about. */
interface ProvenIn {
  readonly text: string;
  readonly markdown: string;
  readonly bodyStart: number;
  readonly outline: Outline | null;
  readonly flavor: Flavor;
  readonly settings: Settings;
}

/**
 * Proves the edits of the rules whose fixes are certain, and notes at a finding why its own are not. Only documents with
 * such edits pay for it: one more parse for each rule that has some.
 */
export function proveFindings(view: ProvenIn, findings: readonly Finding[]): void {
  const byRule = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (!finding.replacements || view.settings.rule(finding.ruleId).fix !== 'auto') continue;
    const group = byRule.get(finding.ruleId);
    if (group) group.push(finding);
    else byRule.set(finding.ruleId, [finding]);
  }
  if (byRule.size === 0) return;
  const { text, flavor, markdown, bodyStart, outline } = view;
  const known = outline ? { markdown, bodyStart, tree: outline.tree } : undefined;
  const proof = new DocumentProof(text, flavor, known);
  for (const [ruleId, group] of byRule) {
    const { changes = [] } = view.settings.rule(ruleId);
    const verdicts = proof.prove(
      group.map(({ replacements = [] }) => replacements),
      changes,
    );
    for (const [index, verdict] of verdicts.entries()) {
      const finding = group[index];
      if (finding && !verdict.certain) finding.doubt = verdict.reason;
    }
  }
}
