import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '../shared/events.ts';
import { messageBody, messageId } from './message.ts';
import { waitAfter } from './schedule.ts';

const event: LiveEvent = {
  id: 418,
  type: 'recommendation_created',
  timestamp: '2026-11-22T10:30:00.000Z',
  actor: 'ann',
  validation_id: 'v1',
  recommendation_id: 'r1',
  family: 'cells',
  title: 'Use <b> & "c"',
  recommendation_type: 'automated',
  status: 'proposed',
  severity: 'warning',
  rule_id: 'headings/increment',
};
const addressee = { id: '0a-1b', origin: 'https://galley.example', format: 'standard' } as const;
const sentTo = (format: 'standard' | 'slack' | 'teams', about = event): unknown =>
  JSON.parse(messageBody({ ...addressee, format }, about));

describe('a message', () => {
  it('is the event in the envelope of Standard Webhooks', () => {
    expect(sentTo('standard')).toEqual({ type: event.type, timestamp: event.timestamp, data: event });
  });

  it('is a sentence with a link for Slack, escaped', () => {
    expect(sentTo('slack')).toEqual({
      text: '💡 New recommendation created: Use &lt;b&gt; &amp; "c" (family cells, by ann) <https://galley.example/dashboard/validations/v1|Open in Galley>',
    });
  });

  it('is an adaptive card for Teams, whose text is no markup', () => {
    const card = JSON.stringify(sentTo('teams'));
    expect(card).toContain('application/vnd.microsoft.card.adaptive');
    expect(card).toContain(
      JSON.stringify('💡 New recommendation created: Use <b> & "c" (family cells, by ann)'),
    );
    expect(card).toContain('https://galley.example/dashboard/validations/v1');
  });

  it('has an id without a dot, which another event of the same number does not have', () => {
    expect(messageId(addressee, event)).toMatch(/^msg_0a1b_418_[0-9a-z]+$/);
    expect(messageId(addressee, { ...event, timestamp: '2026-11-22T10:30:00.001Z' })).not.toBe(
      messageId(addressee, event),
    );
  });
});

it('waits longer after each failure, up to an hour, and as long as it is asked to', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 100].map((failures) => waitAfter(failures, 0, 0.5) / 1_000);
  expect(waits).toEqual([5, 30, 120, 600, 1_800, 3_600, 3_600, 3_600]);
  expect(waitAfter(1, 0, 0)).toBe(4_000);
  expect(waitAfter(1, 0, 1)).toBe(6_000);
  expect(waitAfter(1, 20_000, 0.5)).toBe(20_000);
  expect(waitAfter(1, 10 * 3_600_000, 0.5)).toBe(3_600_000);
});
