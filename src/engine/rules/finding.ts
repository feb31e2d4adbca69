import type { Replacement } from '../text/edits.ts';

/** What a check found. Offsets are UTF-16 code units of the original text. The engine turns it into an issue and a proposal. */
export interface Finding<RuleId extends string = string> {
  ruleId: RuleId;
  start: number;
  end: number;
  message: string;
  /** What to do, where that says more than the rule's instruction. */
  suggestion?: string;
  /** Edits that mend it. Either all of them are applied, or none. */
  replacements?: readonly Replacement[];
  /** Why the edits are not certain, though the rule's are: set by the proof. */
  doubt?: string;
  /** Confidence of this one finding, 0..1, where it depends on the place and not only on the rule. */
  confidence?: number;
}

/** Receives the findings of a check. */
export type ReportFinding<RuleId extends string = string> = (finding: Finding<RuleId>) => void;
