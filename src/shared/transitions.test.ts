import { describe, expect, it } from 'vitest';
import { RECOMMENDATION_STATUSES, REVIEWS } from './things.ts';
import {
  after,
  RECOMMENDATION_ACTIONS,
  recommendationTransitions,
  REVIEW_ACTIONS,
  reviewTransitions,
} from './transitions.ts';

describe('transitions', () => {
  it('let a recommendation go these ways and no other', () => {
    const ways = RECOMMENDATION_ACTIONS.flatMap((action) =>
      RECOMMENDATION_STATUSES.flatMap((from) => {
        const to = after(recommendationTransitions[action], from);
        return to === null ? [] : [`${from} -> ${to}`];
      }),
    );
    expect(ways.toSorted()).toEqual([
      'approved -> applied',
      'approved -> rejected',
      'proposed -> approved',
      'proposed -> rejected',
      'rejected -> proposed',
    ]);
  });

  it('let a review go these ways and no other', () => {
    const ways = REVIEW_ACTIONS.flatMap((action) =>
      REVIEWS.flatMap((from) => {
        const to = after(reviewTransitions[action], from);
        return to === null ? [] : [`${from} -> ${to}`];
      }),
    );
    expect(ways.toSorted()).toEqual([
      'approved -> enhanced',
      'approved -> pending',
      'enhanced -> enhanced',
      'pending -> approved',
      'pending -> enhanced',
      'pending -> rejected',
      'rejected -> pending',
    ]);
  });
});
