import type { Edit } from '../shared/things.ts';
import { ParsedDocument } from './document/parsed-document.ts';
import { checkSafety, type SafetyRefusal } from './document/safety-gate.ts';
import { certainEdits, type CertainEdits } from './findings/proposals.ts';
import { EFFECTS, type Effect } from './rules/effects.ts';
import { DocumentProof } from './proof/prove.ts';
import { applyEdits, mergeReplacements } from './text/edits.ts';
import { examineDocument, type DocumentInput, type Examination } from './validate-document.ts';

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
 * @example fixDocument({ text: '# A \n', filePath: 'a.md', ruleset: buildRuleset({ profile: 'strict' }) }).text // '# A\n'
 */
export function fixDocument(input: DocumentInput): FixedDocument {
  const { document: _parsed, ...fixed } = fixParsedDocument({
    ...input,
    document: input.document ?? new ParsedDocument(input.text, input.ruleset.flavorFor(input.filePath)),
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

/** @param restless - rules whose fixes are left out, such as those that undo each other's or make findings */
function fixWithout(
  input: DocumentInput & { document: ParsedDocument },
  restless: ReadonlySet<string>,
): FixedParsedDocument {
  /** Each text on the way, with the pass that was made on it. */
  const way: { text: string; pass: Pass }[] = [];
  let { document } = input;
  let counts: ReadonlyMap<string, number> | null = null;
  while (way.length < MAX_FIX_PASSES) {
    const { text } = document;
    const found = examineDocument({ ...input, text, document });
    const now = found.countsByRule;
    const last = way.at(-1);
    if (last && counts && hasMore(counts, now)) {
      return fixWithout(input, new Set([...restless, ...culprits(input, last, counts)]));
    }
    counts = now;
    const pass = certainFixes(found, restless);
    if (pass.edits.length === 0) break;
    way.push({ text, pass });
    document = new ParsedDocument(applyEdits(text, pass.edits), document.flavor);
    const before = way.findIndex((one) => one.text === document.text);
    if (before !== -1) {
      const circle = way.slice(before).flatMap((one) => one.pass.ruleIds);
      return fixWithout(input, new Set([...restless, ...circle]));
    }
  }
  const applied = way.reduce((sum, { pass }) => sum + pass.edits.length, 0);
  return { text: document.text, document, passes: way.length, applied };
}

/**
 * The certain edits of all rules that agree with each other. A rule that collides with one before it waits for the next
 * pass. So do rules that change words, until no other is left, and all but one where the edits of several rules do harm
 * together, though each rule's are harmless.
 */
function certainFixes({ view, kept: found }: Examination, restless: ReadonlySet<string>): Pass {
  const findings = found.map(({ finding }) => finding);
  const certain = certainEdits({ ...view, findings }).filter(({ ruleId }) => !restless.has(ruleId));
  const unseen = certain.filter(({ changes }) =>
    changes.every((effect) => EFFECTS[effect].kind === 'layout'),
  );
  const chosen = unseen.length > 0 ? unseen : certain;
  const pass = joined(view.text, chosen);
  if (pass.ruleIds.length < 2 && chosen.every(({ isWhole }) => isWhole)) return pass;
  const effects: Effect[] = chosen.flatMap(({ changes }) => changes);
  const damage = new DocumentProof(view.text, view.flavor).damage(pass.edits, effects);
  if (damage === null) return pass;
  return joined(view.text, chosen.filter(({ isWhole }) => isWhole).slice(0, 1));
}

function joined(text: string, certain: readonly CertainEdits[]): Pass {
  const { edits, kept } = mergeReplacements(
    text,
    certain.map((one) => one.edits),
  );
  return { edits, ruleIds: certain.flatMap(({ ruleId }, index) => (kept[index] ? [ruleId] : [])) };
}

function hasMore(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): boolean {
  return [...after].some(([ruleId, count]) => count > (before.get(ruleId) ?? 0));
}

/** The rules of a pass whose edits alone make findings that were not there; all of them when none does so alone. */
function culprits(
  input: DocumentInput & { document: ParsedDocument },
  { text, pass }: { text: string; pass: Pass },
  counts: ReadonlyMap<string, number>,
): readonly string[] {
  if (pass.ruleIds.length === 1) return pass.ruleIds;
  const { flavor } = input.document;
  const found = examineDocument({ ...input, text, document: new ParsedDocument(text, flavor) });
  const all = certainEdits({ ...found.view, findings: found.kept.map(({ finding }) => finding) });
  const guilty = pass.ruleIds.filter((ruleId) => {
    const edits = all.find((one) => one.ruleId === ruleId)?.edits ?? [];
    const document = new ParsedDocument(applyEdits(text, edits), flavor);
    return hasMore(counts, examineDocument({ ...input, text: document.text, document }).countsByRule);
  });
  return guilty.length > 0 ? guilty : pass.ruleIds;
}
