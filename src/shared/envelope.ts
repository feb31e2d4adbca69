/**
 * The envelope of an event as a schema. Apart from the payloads (events.ts): a client checks envelopes only, and is smaller
 * without the others.
 */
import * as v from 'valibot';
import { looseObject } from './objects.ts';

/** The fields that every event has. `id` is the event's position in the log. */
export const envelopeSchema = looseObject({
  id: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  type: v.string(),
  timestamp: v.string(),
  actor: v.string(),
  validation_id: v.exactOptional(v.string()),
  recommendation_id: v.exactOptional(v.string()),
  workflow_id: v.exactOptional(v.string()),
  family: v.exactOptional(v.string()),
});
