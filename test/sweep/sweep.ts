/** Renders documents before and after `--fix`, and tells what the fixes have damaged. */
import {
  fixDocument,
  validateDocument,
  type DocumentInput,
  type Flavor,
  type Ruleset,
} from '../../src/engine/index.ts';
import { normaliseHtml, renderersFor } from './renderers.ts';

/** A document to sweep. */
export interface SweptDocument {
  filePath: string;
  text: string;
  flavor: Flavor;
}

/** What a fix has done that it must not. */
export interface Damage {
  filePath: string;
  /** The renderer that shows it, or the promise that is broken. */
  by: string;
  before: string;
  after: string;
}

export interface SweepResult {
  documents: number;
  changed: number;
  edits: number;
  /** How many changed documents each renderer has compared. */
  compared: Map<string, number>;
  damages: Damage[];
}

/** Makes the fixes of a document; the engine's own unless a test of the sweep wants others. */
export type Fix = (input: DocumentInput) => { text: string; applied: number };

/** How much of a difference is shown, in UTF-16 code units, and how much before it. */
const SHOWN_LENGTH = 160;
const SHOWN_BEFORE = 40;

/** Fixes documents and compares them. Nothing is written. */
export async function sweep(
  documents: Iterable<SweptDocument>,
  rulesetFor: (flavor: Flavor) => Ruleset,
  fix: Fix = fixDocument,
): Promise<SweepResult> {
  const result: SweepResult = { documents: 0, changed: 0, edits: 0, compared: new Map(), damages: [] };
  const changed = new Map<Flavor, { filePath: string; text: string; fixed: string }[]>();
  for (const { filePath, text, flavor } of documents) {
    result.documents += 1;
    const input = { filePath, text, ruleset: rulesetFor(flavor) };
    const fixed = fix(input);
    if (fixed.text === text) continue;
    result.changed += 1;
    result.edits += fixed.applied;
    result.damages.push(...brokenPromises(input, fixed.text, fix));
    const ofFlavor = changed.get(flavor) ?? [];
    changed.set(flavor, ofFlavor);
    ofFlavor.push({ filePath, text, fixed: fixed.text });
  }
  for (const [flavor, ones] of changed) {
    const { renderers, firstOnly } = renderersFor(flavor);
    const judged = new Set<string>();
    for (const { name, render } of renderers) {
      const before = await render(ones.map(({ text }) => text));
      const after = await render(ones.map(({ fixed }) => fixed));
      let compared = result.compared.get(name) ?? 0;
      for (const [index, { filePath }] of ones.entries()) {
        const old = before[index] ?? null;
        // What could not be rendered before can't be damaged.
        if (old === null || (firstOnly && judged.has(filePath))) continue;
        judged.add(filePath);
        compared += 1;
        const damage = differenceOf(
          normaliseHtml(old),
          normaliseHtml(after[index] ?? '(it can no longer be built)'),
        );
        if (damage) result.damages.push({ filePath, by: name, ...damage });
      }
      result.compared.set(name, compared);
    }
  }
  return result;
}

/** Fixing twice changes nothing, and no fix adds a finding. */
function brokenPromises(input: DocumentInput, fixed: string, fix: Fix): Damage[] {
  const { filePath } = input;
  const damages: Damage[] = [];
  const again = fix({ ...input, text: fixed });
  const twice = differenceOf(fixed, again.text);
  if (twice) damages.push({ filePath, by: 'fixing twice', ...twice });
  const [before, after] = [countsOf(input), countsOf({ ...input, text: fixed })];
  for (const [rule, count] of after) {
    const known = before.get(rule) ?? 0;
    if (count > known)
      damages.push({ filePath, by: 'new findings', before: `${rule}: ${known}`, after: `${rule}: ${count}` });
  }
  return damages;
}

function countsOf(input: DocumentInput): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { rule_id } of validateDocument(input).issues)
    counts.set(rule_id, (counts.get(rule_id) ?? 0) + 1);
  return counts;
}

function differenceOf(before: string, after: string): { before: string; after: string } | null {
  if (before === after) return null;
  let at = 0;
  while (before[at] === after[at]) at += 1;
  const start = Math.max(0, at - SHOWN_BEFORE);
  return {
    before: before.slice(start, start + SHOWN_LENGTH),
    after: after.slice(start, start + SHOWN_LENGTH),
  };
}

/** The result for people. */
export function describeSweep({ documents, changed, edits, compared, damages }: SweepResult): string {
  const lines = damages.map(
    ({ filePath, by, before, after }) =>
      `${filePath}: ${by}\n  before: ${JSON.stringify(before)}\n  after:  ${JSON.stringify(after)}\n`,
  );
  const by = [...compared].map(([name, count]) => `${count} by ${name}`).join(', ');
  lines.push(
    `${documents} documents, ${changed} changed by ${edits} edits, compared: ${by || 'none'}. ${damages.length} damages.`,
  );
  return lines.join('\n');
}
