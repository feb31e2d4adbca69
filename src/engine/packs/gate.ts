/** The quality gate of a pack: how many findings its documents may have before they fail. */
import * as v from 'valibot';
import { LEVELS, type Counts, type Level } from '../../shared/things.ts';
import type { GateReason, GateResult } from '../../shared/api/gate.ts';
import { matchesRule } from './rule-pattern.ts';

const limit = v.pipe(
  v.number('must be a number'),
  v.integer('must be a whole number'),
  v.minValue(0, 'must be 0 or more'),
);
const limits = v.strictObject({
  error: v.exactOptional(v.pipe(limit, v.description('Most findings at level error.'))),
  warning: v.exactOptional(v.pipe(limit, v.description('Most findings at level warning.'))),
  info: v.exactOptional(v.pipe(limit, v.description('Most findings at level info.'))),
});

/** The `gate` of a pack as it is written. */
export const gateSchema = v.strictObject({
  new: v.exactOptional(v.pipe(limits, v.description('Limits on findings that were not there before.'))),
  all: v.exactOptional(v.pipe(limits, v.description('Limits on all findings.'))),
  rules: v.exactOptional(
    v.pipe(
      v.record(v.string(), limit),
      v.description('Most findings of a rule; a `*` at the end stands for the rest, e.g. `links/*`.'),
    ),
  ),
});
export type Gate = v.InferOutput<typeof gateSchema>;

/** What a gate is judged by. */
export interface GateFigures {
  /** Findings that were not there before, by level. */
  new: Counts;
  /** All findings, by level. */
  all: Counts;
  /** All findings, by rule. */
  rules: ReadonlyMap<string, number>;
}

/**
 * Judges findings by a gate.
 *
 * @returns whether they pass, and each limit that they exceed: those on what is new first, then on all, then on rules
 * @example judgeGate({ new: { error: 0 } }, { new: { error: 1, warning: 0, info: 0 }, all, rules }).passed // false
 */
export function judgeGate(gate: Gate, figures: GateFigures): GateResult {
  const reasons: GateReason[] = [];
  for (const scope of ['new', 'all'] as const) {
    for (const level of LEVELS) {
      const most = gate[scope]?.[level];
      const found = figures[scope][level];
      if (most === undefined || found <= most) continue;
      reasons.push({ scope, level, limit: most, found, message: levelMessage(scope, level, found, most) });
    }
  }
  for (const [rule, most] of Object.entries(gate.rules ?? {})) {
    let found = 0;
    for (const [id, count] of figures.rules) if (matchesRule(rule, id)) found += count;
    if (found <= most) continue;
    const message = `${found} of ${rule}; ${most} allowed`;
    reasons.push({ scope: 'rule', rule_id: rule, limit: most, found, message });
  }
  return { passed: reasons.length === 0, reasons };
}

function levelMessage(scope: 'new' | 'all', level: Level, found: number, most: number): string {
  const plural = level === 'info' || found === 1 ? level : `${level}s`;
  return `${found} ${scope === 'new' ? 'new ' : ''}${plural}; ${most} allowed`;
}
