/**
 * What may become of a recommendation, of a validation's review and of a workflow: the only place that says so. Whatever is not here
 * is refused, and the dashboard offers nothing else.
 */
import type { RecommendationStatus, Review, RunState } from './things.ts';

export interface Transition<State extends string> {
  from: readonly State[];
  to: State;
}

export const RECOMMENDATION_ACTIONS = ['approve', 'reject', 'reopen', 'apply'] as const;
export type RecommendationAction = (typeof RECOMMENDATION_ACTIONS)[number];

export const REVIEW_ACTIONS = ['approve', 'reject', 'reopen', 'enhance'] as const;
export type ReviewAction = (typeof REVIEW_ACTIONS)[number];

export const recommendationTransitions = {
  approve: { from: ['proposed'], to: 'approved' },
  reject: { from: ['proposed', 'approved'], to: 'rejected' },
  reopen: { from: ['rejected'], to: 'proposed' },
  apply: { from: ['approved'], to: 'applied' },
} as const satisfies Record<RecommendationAction, Transition<RecommendationStatus>>;

export const reviewTransitions = {
  approve: { from: ['pending'], to: 'approved' },
  reject: { from: ['pending'], to: 'rejected' },
  reopen: { from: ['approved', 'rejected'], to: 'pending' },
  // Again and again: what was approved since is applied then.
  enhance: { from: ['pending', 'approved', 'enhanced'], to: 'enhanced' },
} as const satisfies Record<ReviewAction, Transition<Review>>;

export const RUN_ACTIONS = ['start', 'pause', 'resume', 'cancel', 'retry'] as const;
export type RunAction = (typeof RUN_ACTIONS)[number];

export const workflowTransitions = {
  start: { from: ['pending'], to: 'running' },
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  cancel: { from: ['pending', 'running', 'paused'], to: 'cancelled' },
  // What has failed, and what a run that failed has left undone.
  retry: { from: ['completed', 'failed'], to: 'running' },
} as const satisfies Record<RunAction, Transition<RunState>>;

/**
 * Where an action leads from a state.
 *
 * @returns the state after it, or null when the action is not for things in that state
 * @example after(reviewTransitions.reopen, 'approved') // 'pending'
 */
export function after<State extends string>(transition: Transition<State>, state: State): State | null {
  return transition.from.includes(state) ? transition.to : null;
}
