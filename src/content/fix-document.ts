import type { Edit } from '../shared/things.ts';
import { applyEdits, mergeReplacements } from './edits.ts';
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

/** Applies every certain (`auto`) fix, again and again until nothing is left to fix, at most {@link MAX_FIX_PASSES} times. */
export function fixDocument(input: DocumentInput): FixedDocument {
  let { text } = input;
  let applied = 0;
  for (let passes = 0; passes < MAX_FIX_PASSES; passes += 1) {
    const edits = certainEdits({ ...input, text });
    if (edits.length === 0) return { text, passes, applied };
    text = applyEdits(text, edits);
    applied += edits.length;
  }
  return { text, passes: MAX_FIX_PASSES, applied };
}

/** The edits of all rules that agree with each other; a rule that collides with one before it waits for the next pass. */
function certainEdits(input: DocumentInput): Edit[] {
  const { rules } = input.ruleset;
  const certain = validateDocument(input).proposals.filter(
    ({ rule_id }) => rules.get(rule_id)?.fix === 'auto',
  );
  const groups = certain.map(({ edits }) => edits).filter((edits) => edits.length > 0);
  return mergeReplacements(input.text, groups).edits;
}
