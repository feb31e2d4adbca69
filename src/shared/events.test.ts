import { expect, it } from 'vitest';
import { flattenEvent, type Envelope } from './events.ts';

it('keeps the envelope whatever the payload says', () => {
  const envelope: Envelope = {
    id: 7,
    type: 'recommendation_created',
    timestamp: '2026-11-22T10:30:00.000Z',
    actor: 'local',
    validation_id: 'v',
    recommendation_id: 'r',
    family: 'cells',
  };
  const hostile = Object.fromEntries(Object.keys(envelope).map((key) => [key, 'overwritten']));
  expect(flattenEvent(envelope, { ...hostile, title: 'kept' })).toEqual({ ...envelope, title: 'kept' });
});
