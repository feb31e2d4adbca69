/**
 * The allowed state changes of recommendations, reviews of validations, and runs. The service refuses all others, and
 * the dashboard does not offer them.
 */
import type { RecommendationStatus, Review, RunState } from './things.ts';

/** The states that an action is allowed in, and the state after it. */
export interface Transition<State extends string> {
  from: readonly State[];
  to: State;
}

export const RECOMMENDATION_ACTIONS = ['approve', 'reject', 'reopen', 'apply'] as const;
export type RecommendationAction = (typeof RECOMMENDATION_ACTIONS)[number];

export const REVIEW_ACTIONS = ['approve', 'reject', 'reopen', 'enhance'] as const;
export type ReviewAction = (typeof REVIEW_ACTIONS)[number];

/** The actions on recommendations. */
export const recommendationTransitions = {
  approve: { from: ['proposed'], to: 'approved' },
  reject: { from: ['proposed', 'approved'], to: 'rejected' },
  reopen: { from: ['rejected'], to: 'proposed' },
  apply: { from: ['approved'], to: 'applied' },
} as const satisfies Record<RecommendationAction, Transition<RecommendationStatus>>;

/** The actions on reviews of validations. */
export const reviewTransitions = {
  approve: { from: ['pending'], to: 'approved' },
  reject: { from: ['pending'], to: 'rejected' },
  reopen: { from: ['approved', 'rejected'], to: 'pending' },
  // Allowed repeatedly: each time it applies what was approved since.
  enhance: { from: ['pending', 'approved', 'enhanced'], to: 'enhanced' },
} as const satisfies Record<ReviewAction, Transition<Review>>;

export const RUN_ACTIONS = ['start', 'pause', 'resume', 'cancel', 'retry'] as const;
export type RunAction = (typeof RUN_ACTIONS)[number];

/** The actions on runs. */
export const workflowTransitions = {
  start: { from: ['pending'], to: 'running' },
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  cancel: { from: ['pending', 'running', 'paused'], to: 'cancelled' },
  // Repeats failed documents, and continues a run that failed as a whole.
  retry: { from: ['completed', 'failed'], to: 'running' },
} as const satisfies Record<RunAction, Transition<RunState>>;

/**
 * Applies an action to a state.
 *
 * @returns the new state, or null when the action is not allowed in that state
 * @example after(reviewTransitions.reopen, 'approved') // 'pending'
 */
export function after<State extends string>(transition: Transition<State>, state: State): State | null {
  return transition.from.includes(state) ? transition.to : null;
}
