import type { Edit, Proposal } from '../shared/things.ts';
import { applyEdits, mergeReplacements } from './text/edits.ts';
import { validateDocument, type DocumentInput } from './validate-document.ts';

/** Fixes of one rule may make room for another's: real documents settle in up to 4 passes. */
export const MAX_FIX_PASSES = 10;

/** A document after its certain fixes. */
export interface FixedDocument {
  text: string;
  /** Passes that changed something. */
  passes: number;
  /** How many edits were applied. */
  applied: number;
}

/** What a pass would do to a text. */
interface Pass {
  edits: Edit[];
  ruleIds: string[];
}

/**
 * Applies every certain (`auto`) fix, again and again until nothing is left to fix, at most {@link MAX_FIX_PASSES} times.
 * Rules that only undo what they or each other have done would never be done: without them it begins anew.
 */
export function fixDocument(input: DocumentInput): FixedDocument {
  return fixWithout(input, new Set());
}

function fixWithout(input: DocumentInput, restless: ReadonlySet<string>): FixedDocument {
  /** Each text on the way, with the pass that was made on it. */
  const way: { text: string; pass: Pass }[] = [];
  let { text } = input;
  while (way.length < MAX_FIX_PASSES) {
    const pass = certainFixes({ ...input, text }, restless);
    if (pass.edits.length === 0) break;
    way.push({ text, pass });
    text = applyEdits(text, pass.edits);
    const before = way.findIndex((one) => one.text === text);
    if (before !== -1) {
      const circle = way.slice(before).flatMap((one) => one.pass.ruleIds);
      return fixWithout(input, new Set([...restless, ...circle]));
    }
  }
  return { text, passes: way.length, applied: way.reduce((sum, { pass }) => sum + pass.edits.length, 0) };
}

/** The edits of all rules that agree with each other; a rule that collides with one before it waits for the next pass. */
function certainFixes(input: DocumentInput, restless: ReadonlySet<string>): Pass {
  const { rules } = input.ruleset;
  const isCertain = ({ rule_id, edits }: Proposal) =>
    rules.get(rule_id)?.fix === 'auto' && edits.length > 0 && !restless.has(rule_id);
  const certain = validateDocument(input).proposals.filter(isCertain);
  const { edits, kept } = mergeReplacements(
    input.text,
    certain.map((one) => one.edits),
  );
  return { edits, ruleIds: certain.flatMap(({ rule_id }, index) => (kept[index] ? [rule_id] : [])) };
}
