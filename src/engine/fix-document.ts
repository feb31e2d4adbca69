import type { Edit } from '../shared/things.ts';
import { ParsedDocument } from './document/parsed-document.ts';
import { checkSafety, type SafetyRefusal } from './document/safety-gate.ts';
import { certainEdits } from './findings/proposals.ts';
import { applyEdits, mergeReplacements } from './text/edits.ts';
import { examineDocument, type DocumentInput } from './validate-document.ts';

/** Most passes. Fixes of one rule may make room for another's: real documents settle in up to 4 passes. */
export const MAX_FIX_PASSES = 10;

/** A document after its certain fixes. */
export interface FixedDocument {
  /** The fixed text; the original when the fixes are refused. */
  text: string;
  /** Number of passes that changed something. */
  passes: number;
  /** Number of edits that were applied. */
  applied: number;
  /** Why the fixes are refused, when they are not safe. */
  refusal?: SafetyRefusal;
}

/** As {@link FixedDocument}, with the text parsed, for those who go on to validate it. */
export interface FixedParsedDocument extends FixedDocument {
  document: ParsedDocument;
}

/** The edits of one pass, and the rules that they belong to. */
interface Pass {
  edits: Edit[];
  ruleIds: string[];
}

/**
 * Applies every certain (`auto`) fix until nothing is left to fix, in at most {@link MAX_FIX_PASSES} passes. Rules that
 * only undo each other's fixes are left out. The safety gate has the last word: when it refuses the result, the original
 * text is returned with the reason.
 *
 * @example fixDocument({ text: '# A  \n', filePath: 'a.md', ruleset: buildRuleset() }).text // '# A\n'
 */
export function fixDocument(input: DocumentInput): FixedDocument {
  const { document: _parsed, ...fixed } = fixParsedDocument({
    ...input,
    document: input.document ?? new ParsedDocument(input.text),
  });
  return fixed;
}

/**
 * Does what {@link fixDocument} does, and keeps the parsed result.
 *
 * @param left - rules whose findings are not fixed
 */
export function fixParsedDocument(
  input: DocumentInput & { document: ParsedDocument },
  left: ReadonlySet<string> = new Set(),
): FixedParsedDocument {
  const fixed = fixWithout(input, left);
  const refusal = checkSafety(input.text, fixed.text);
  if (!refusal) return fixed;
  return { text: input.text, document: input.document, passes: 0, applied: 0, refusal };
}

/** @param restless - rules whose fixes are left out, such as those that undo each other's */
function fixWithout(
  input: DocumentInput & { document: ParsedDocument },
  restless: ReadonlySet<string>,
): FixedParsedDocument {
  /** Each text on the way, with the pass that was made on it. */
  const way: { text: string; pass: Pass }[] = [];
  let { document } = input;
  while (way.length < MAX_FIX_PASSES) {
    const { text } = document;
    const pass = certainFixes({ ...input, text, document }, restless);
    if (pass.edits.length === 0) break;
    way.push({ text, pass });
    document = new ParsedDocument(applyEdits(text, pass.edits));
    const before = way.findIndex((one) => one.text === document.text);
    if (before !== -1) {
      const circle = way.slice(before).flatMap((one) => one.pass.ruleIds);
      return fixWithout(input, new Set([...restless, ...circle]));
    }
  }
  const applied = way.reduce((sum, { pass }) => sum + pass.edits.length, 0);
  return { text: document.text, document, passes: way.length, applied };
}

/** The edits of all rules that agree with each other. A rule that collides with one before it waits for the next pass. */
function certainFixes(input: DocumentInput, restless: ReadonlySet<string>): Pass {
  const { view, kept: found } = examineDocument(input);
  const findings = found.map(({ finding }) => finding);
  const certain = certainEdits({ ...view, findings }).filter(({ ruleId }) => !restless.has(ruleId));
  const { edits, kept } = mergeReplacements(
    input.text,
    certain.map((one) => one.edits),
  );
  return { edits, ruleIds: certain.flatMap(({ ruleId }, index) => (kept[index] ? [ruleId] : [])) };
}
