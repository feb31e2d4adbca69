import { expect, it } from 'vitest';
import { toHistory } from '../../metrics/history.ts';
import type { Monitoring } from '../../shared/api/monitoring.ts';
import { answersOf } from './health-model.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');

const monitoring = (figures: Record<string, number>, live: Partial<Monitoring['live']> = {}): Monitoring => ({
  live: { position: 7, head: 7, connections: 2, notify_failures: 0, hub_failures: 0, hubs: [], ...live },
  workflows: { instance_failures: 0 },
  waiting: {
    runs: { pending: 0, running: 0, paused: 0 },
    queues: {
      run_documents: { depth: 0, since: null },
      github_deliveries: { depth: 0, since: null },
      webhook_deliveries: { depth: 0, since: null },
    },
  },
  history: toHistory('1h', [{ at: NOW / 1_000 - 60, figures }], NOW / 1_000),
});
const tones = (of: Monitoring) => answersOf(of, NOW).map(({ tone }) => tone);

const waitingSince = (since: string) => {
  const all = monitoring({});
  if (all.waiting) all.waiting.queues.run_documents = { depth: 5, since };
  return answersOf(all, NOW)[1];
};

it('answers that all is well', () => {
  expect(
    answersOf(monitoring({ 'http_requests|GET|/api/stats|2xx': 3 }), NOW).map(({ says }) => says),
  ).toEqual(['Yes', 'No', 'Nothing in this time']);
});

it('says what is down, behind and failing', () => {
  expect(tones(monitoring({}, { connections: null, position: null }))).toEqual(['bad', 'doubtful', 'good']);
  expect(tones(monitoring({}, { head: 1_000 }))).toEqual(['good', 'bad', 'good']);
  expect(tones(monitoring({ notify_failures: 1 }))).toEqual(['good', 'good', 'doubtful']);
  const [, , fails] = answersOf(monitoring({ 'http_requests|GET|/api/stats|5xx': 2 }), NOW);
  expect(fails).toMatchObject({ tone: 'bad', facts: ['2 requests answered with 5xx'] });
});

it('tells work that goes on from work that is stuck', () => {
  expect(waitingSince('2026-11-23T11:59:50Z')).toMatchObject({ tone: 'doubtful', says: 'It is at work' });
  expect(waitingSince('2026-11-23T11:00:00Z')).toMatchObject({ tone: 'bad', says: 'Work is stuck' });
});
