/** The quality gate of a pack: how many findings its documents may have before they fail. */
import * as v from 'valibot';
import { record, strictObject } from '../../shared/objects.ts';

/** The highest limit, and the most rules with a limit of their own. */
const MAX_LIMIT = 1_000_000_000;
const MAX_RULES = 200;

const limit = v.pipe(
  v.number('must be a number'),
  v.integer('must be a whole number'),
  v.minValue(0, 'must be 0 or more'),
  v.maxValue(MAX_LIMIT, `must be at most ${MAX_LIMIT}`),
);
const limits = strictObject({
  error: v.exactOptional(v.pipe(limit, v.description('Most findings at level error.'))),
  warning: v.exactOptional(v.pipe(limit, v.description('Most findings at level warning.'))),
  info: v.exactOptional(v.pipe(limit, v.description('Most findings at level info.'))),
});

/** The `gate` of a pack as it is written. */
export const gateSchema = strictObject({
  new: v.exactOptional(v.pipe(limits, v.description('Limits on findings that were not there before.'))),
  all: v.exactOptional(v.pipe(limits, v.description('Limits on all findings.'))),
  rules: v.exactOptional(
    v.pipe(
      record(v.string(), limit),
      v.maxEntries(MAX_RULES, `must be at most ${MAX_RULES} rules`),
      v.description('Most findings of a rule; a `*` at the end stands for the rest, e.g. `links/*`.'),
    ),
  ),
});
