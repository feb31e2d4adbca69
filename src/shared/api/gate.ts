/** The verdict of a quality gate, as the API and the command line show it. */
import type { Level } from '../things.ts';

/** One limit of a gate that is exceeded. */
export interface GateReason {
  /** The limit is on what is new, on all findings, or on those of a rule. */
  scope: 'new' | 'all' | 'rule';
  /** For `new` and `all`. */
  level?: Level;
  /** For `rule`, as the pack names it; may end with `*`. */
  rule_id?: string;
  /** Most findings that are allowed. */
  limit: number;
  found: number;
  /** The reason in words. */
  message: string;
}

/** Whether a document, a run or a family passes its gate, and why not. */
export interface GateResult {
  passed: boolean;
  reasons: GateReason[];
}
