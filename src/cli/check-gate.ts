/** `galley check --gate`: the verdict of the quality gate of `galley.yml`. */
import { createColors } from 'picocolors';
import type { Ruleset } from '../engine/index.ts';
import { judgeGate } from '../shared/gate.ts';
import { LEVELS, type Counts, type GateResult } from '../shared/things.ts';
import { countFindings } from './cache/all-findings.ts';
import type { CheckedFile } from './checked-file.ts';
import { UsageError } from './exit-codes.ts';
import type { Project } from './project.ts';
import { gateLines } from './run-summary.ts';

/**
 * Judges documents by the gates of their configurations: each gate the documents of its own. What is not in the baseline is
 * new; without one, everything is.
 *
 * @throws {UsageError} when none of the configurations has a gate
 */
export function judgeChecked(checked: readonly CheckedFile[], project: Project): GateResult {
  const byRuleset = new Map<Ruleset, CheckedFile[]>();
  for (const file of checked) {
    const { ruleset } = project.placeOf(file.filePath);
    byRuleset.set(ruleset, [...(byRuleset.get(ruleset) ?? []), file]);
  }
  const results = [...byRuleset].flatMap(([{ pack }, files]) =>
    pack.gate ? [judgeGate(pack.gate, figuresOf(files))] : [],
  );
  if (results.length === 0 && checked.length > 0) {
    throw new UsageError('--gate needs a gate in galley.yml, e.g. gate: {new: {error: 0}}.');
  }
  return {
    passed: results.every(({ passed }) => passed),
    reasons: results.flatMap(({ reasons }) => reasons),
  };
}

/** The verdict for people, on standard error: standard output is the report's. */
export function tellGate(result: GateResult, withColours: boolean): void {
  for (const line of gateLines(result, createColors(withColours))) console.error(line);
}

function figuresOf(files: readonly CheckedFile[]) {
  const fresh: Counts = { error: 0, warning: 0, info: 0 };
  const all: Counts = { error: 0, warning: 0, info: 0 };
  const rules = new Map<string, number>();
  for (const file of files) {
    if (!('report' in file)) continue;
    const found = file.all ?? countFindings(file.report);
    for (const level of LEVELS) {
      fresh[level] += file.report.counts[level];
      all[level] += found.counts[level];
    }
    for (const [id, count] of found.rules) rules.set(id, (rules.get(id) ?? 0) + count);
  }
  return { new: fresh, all, rules };
}
