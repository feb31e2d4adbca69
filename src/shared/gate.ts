/** Judges findings by a quality gate. The service, the command line and the engine use it. */
import { LEVELS, type Counts, type GateReason, type GateResult, type Level } from './things.ts';

type Limits = { readonly [L in Level]?: number };

/** The limits of a quality gate: the most findings of each kind. */
export interface Gate {
  /** On what was not there before, by level. */
  readonly new?: Limits;
  /** On all findings, by level. */
  readonly all?: Limits;
  /** On those of a rule; a `*` at the end of its id stands for the rest. */
  readonly rules?: Readonly<Record<string, number>>;
}

/** What a gate is judged by. */
export interface GateFigures {
  /** Findings that were not there before, by level. */
  new: Counts;
  /** All findings, by level. */
  all: Counts;
  /** All findings, by rule. */
  rules: ReadonlyMap<string, number>;
}

/** Tells whether a rule of a pack, which may end with `*` for the rest, stands for a rule id. */
export function matchesRule(pattern: string, id: string): boolean {
  return pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : id === pattern;
}

/**
 * Judges findings by a gate.
 *
 * @returns whether they pass, and each limit that they exceed: those on what is new first, then on all, then on rules
 * @example judgeGate({ new: { error: 0 } }, { new: { error: 1, warning: 0, info: 0 }, all, rules }).passed // false
 */
export function judgeGate(gate: Gate, figures: GateFigures): GateResult {
  const reasons: GateReason[] = [];
  for (const limit of limitsOf(gate)) {
    const found =
      limit.scope === 'rule' ? countOf(limit.name, figures.rules) : figures[limit.scope][limit.name];
    if (found > limit.most) reasons.push(reasonOf({ ...limit, found }));
  }
  return { passed: reasons.length === 0, reasons };
}

/** One limit of a gate: on a level of what is new or of all, or on a rule. */
export type GateLimit = { most: number } & (
  { scope: 'new' | 'all'; name: Level } | { scope: 'rule'; name: string }
);

/** Lists the limits of a gate: those on what is new first, then on all, then on rules. */
export function limitsOf(gate: Gate): GateLimit[] {
  const limits: GateLimit[] = [];
  for (const scope of ['new', 'all'] as const) {
    for (const name of LEVELS) {
      const most = gate[scope]?.[name];
      if (most !== undefined) limits.push({ scope, name, most });
    }
  }
  for (const [name, most] of Object.entries(gate.rules ?? {})) limits.push({ scope: 'rule', name, most });
  return limits;
}

/** Says in words why a limit is exceeded. */
export function reasonOf({ found, ...limit }: GateLimit & { found: number }): GateReason {
  const { scope, name, most } = limit;
  if (scope === 'rule') {
    return { scope, rule_id: name, limit: most, found, message: `${found} of ${name}; ${most} allowed` };
  }
  const plural = name === 'info' || found === 1 ? name : `${name}s`;
  const what = `${scope === 'new' ? 'new ' : ''}${plural}`;
  return { scope, level: name, limit: most, found, message: `${found} ${what}; ${most} allowed` };
}

function countOf(pattern: string, rules: ReadonlyMap<string, number>): number {
  let found = 0;
  for (const [id, count] of rules) if (matchesRule(pattern, id)) found += count;
  return found;
}
