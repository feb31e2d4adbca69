import { useState } from 'preact/hooks';
import type { RecommendationGroup } from '../../shared/api/recommendations.ts';
import type { RecommendationStatus } from '../../shared/things.ts';
import { after, recommendationTransitions } from '../../shared/transitions.ts';
import { toast } from '../frame/toasts.ts';
import { api } from '../service/api.ts';
import { decide, describeBulk, isDeciding } from './decisions.ts';

export interface GroupProps {
  group: RecommendationGroup;
  status: RecommendationStatus;
  family: string | undefined;
}

const ACTIONS = [
  { action: 'approve', label: 'Approve all', done: 'approved' },
  { action: 'apply', label: 'Apply all', done: 'applied' },
  { action: 'reject', label: 'Reject all', done: 'rejected' },
  { action: 'reopen', label: 'Reopen all', done: 'reopened' },
] as const;
type Action = (typeof ACTIONS)[number];

/** Decides on a whole group, after a confirmation. The service handles a part for each request. */
export function GroupDecision({ group, status, family }: GroupProps) {
  const [asking, setAsking] = useState<Action | null>(null);
  const [running, setRunning] = useState<{ done: number } | null>(null);
  const possible = ACTIONS.filter(
    ({ action }) =>
      after(recommendationTransitions[action], status) !== null &&
      recommendationTransitions[action].from[0] === status,
  );
  const run = async ({ action, done }: Action) => {
    setAsking(null);
    let count = 0;
    for (;;) {
      setRunning({ done: count });
      const request = { action, rule_id: group.rule_id, ...(family !== undefined && { family }) };
      const answer = await decide(() => api.decideRecommendations(request));
      const changed = answer?.results.filter(({ ok }) => ok).length ?? 0;
      count += changed;
      if (!answer || changed === 0 || (answer.remaining ?? 0) === 0) {
        if (answer)
          toast({ text: count === changed ? describeBulk(done, answer) : `${count} ${done}`, tone: 'good' });
        break;
      }
    }
    setRunning(null);
  };
  if (running) return <p class="quiet">{running.done} done…</p>;
  if (asking) {
    return (
      <div class="decision" role="group" aria-label="Are you sure?">
        <span>
          {asking.label.replace(' all', '')} {group.total.toLocaleString('en')}?
        </span>
        <button type="button" class="button small primary" onClick={() => void run(asking)}>
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
          onClick={() => setAsking(one)}
        >
          {group.total === 1
            ? one.label.replace(' all', '')
            : `${one.label} ${group.total.toLocaleString('en')}`}
        </button>
      ))}
    </div>
  );
}
