import { useState } from 'preact/hooks';
import type { RecommendationGroup } from '../../shared/api/recommendations.ts';
import type { RecommendationStatus } from '../../shared/things.ts';
import { after, recommendationTransitions } from '../../shared/transitions.ts';
import { api } from '../service/api.ts';
import { decideRule, isDeciding } from './decisions.ts';
import { toastBulk } from './undo.ts';

export interface GroupProps {
  group: RecommendationGroup;
  status: RecommendationStatus;
  family: string | undefined;
  /** Where the list was read. What came or changed since is not decided on. */
  position: number;
}

const ACTIONS = [
  { action: 'approve', label: 'Approve all', done: 'approved' },
  { action: 'apply', label: 'Apply all', done: 'applied' },
  { action: 'reject', label: 'Reject all', done: 'rejected' },
  { action: 'reopen', label: 'Reopen all', done: 'reopened' },
] as const;
type Action = (typeof ACTIONS)[number];

/** Decides on a whole group, after a confirmation. The service handles a part for each request. */
export function GroupDecision({ group, status, family, position }: GroupProps) {
  // What is confirmed is the list as it was then, whatever came meanwhile.
  const [asking, setAsking] = useState<{ action: Action; total: number; position: number } | null>(null);
  const [running, setRunning] = useState<{ done: number } | null>(null);
  const possible = ACTIONS.filter(
    ({ action }) =>
      after(recommendationTransitions[action], status) !== null &&
      recommendationTransitions[action].from[0] === status,
  );
  const run = async ({ action: { action, done }, total, position: seen }: NonNullable<typeof asking>) => {
    setAsking(null);
    setRunning({ done: 0 });
    const request = {
      action,
      rule_id: group.rule_id,
      position: seen,
      ...(family !== undefined && { family }),
    };
    const outcome = await decideRule(
      total,
      () => api.decideRecommendations(request),
      (changed) => setRunning({ done: changed }),
    );
    if (outcome) toastBulk(done, outcome);
    setRunning(null);
  };
  if (running) return <p class="quiet">{running.done} done…</p>;
  if (asking) {
    return (
      <div class="decision" role="group" aria-label="Are you sure?">
        <span>
          {asking.action.label.replace(' all', '')} {asking.total.toLocaleString('en')}?
        </span>
        <button
          type="button"
          class="button small primary"
          disabled={isDeciding.value}
          onClick={() => void run(asking)}
        >
          Yes
        </button>
        <button type="button" class="button small" onClick={() => setAsking(null)}>
          No
        </button>
      </div>
    );
  }
  return (
    <div class="decision">
      {possible.map((one) => (
        <button
          key={one.action}
          type="button"
          class="button small"
          disabled={isDeciding.value}
          onClick={() => setAsking({ action: one, total: group.total, position })}
        >
          {group.total === 1
            ? one.label.replace(' all', '')
            : `${one.label} ${group.total.toLocaleString('en')}`}
        </button>
      ))}
    </div>
  );
}
