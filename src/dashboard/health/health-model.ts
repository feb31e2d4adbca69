/** What an on-call person asks first, answered from the figures: is it live, is anything behind, what fails. */
import type { FigureHistory, FigureSums } from '../../shared/api/figures.ts';
import type { Monitoring } from '../../shared/api/monitoring.ts';
import { grouped } from '../parts/grouped.ts';

export type Tone = 'good' | 'doubtful' | 'bad';

/** A question, and its answer. */
export interface Answer {
  question: string;
  tone: Tone;
  /** In a few words. */
  says: string;
  /** What it is based on. */
  facts: readonly string[];
}

/** A hub that is this many events behind is not just at work. */
const MANY_EVENTS_BEHIND = 100;
/** Work that has not moved for so long is stuck; it is resumed sooner than that. */
const STUCK_AFTER_SECONDS = 300;

/** @param now - ms since 1970 */
export function answersOf(monitoring: Monitoring, now: number): Answer[] {
  const { history } = monitoring;
  return [isItLive(monitoring), isAnythingBehind(monitoring, now), ...(history ? [whatFails(history)] : [])];
}

function isItLive({ live }: Monitoring): Answer {
  const question = 'Is it live?';
  const { connections, hubs, head } = live;
  if (connections === null) {
    const facts = [
      'A hub does not answer. Nothing is lost: events are in the log, and are delivered when it is back.',
    ];
    return { question, tone: 'bad', says: 'A hub is down', facts };
  }
  return {
    question,
    tone: 'good',
    says: 'Yes',
    facts: [
      `${count(connections, 'connection')} on ${count(hubs.length, 'hub')}`,
      `${grouped(head)} events in the log`,
    ],
  };
}

function isAnythingBehind({ live, waiting }: Monitoring, now: number): Answer {
  const lag = live.position === null ? null : Math.max(0, live.head - live.position);
  const queues = Object.entries(waiting?.queues ?? {}).filter(([, { depth }]) => depth > 0);
  // A receiver that is away is not ours to mend.
  const ours = queues.filter(([queue]) => queue !== 'webhook_deliveries');
  const oldest = Math.max(0, ...ours.map(([, { since }]) => secondsSince(since, now)));
  const isStuck = oldest > STUCK_AFTER_SECONDS;
  const isBehind = lag !== null && lag > MANY_EVENTS_BEHIND;
  const facts = [
    lag === null
      ? 'It is not known how far the hubs are'
      : lag === 0
        ? 'Every hub has delivered everything'
        : `The slowest hub is ${count(lag, 'event')} behind the log`,
    ...queues.map(
      ([queue, { depth, since }]) =>
        `${grouped(depth)} ${QUEUES[queue]?.[depth === 1 ? 0 : 1] ?? queue}, last progress ${duration(secondsSince(since, now))} ago`,
    ),
  ];
  return {
    question: 'Is anything behind?',
    tone: isStuck || isBehind ? 'bad' : lag === 0 && queues.length === 0 ? 'good' : 'doubtful',
    says: isStuck ? 'Work is stuck' : isBehind ? 'Yes' : queues.length > 0 ? 'It is at work' : 'No',
    facts,
  };
}

/** What waits: one, and several. */
const QUEUES: Readonly<Record<string, readonly [string, string]>> = {
  run_documents: ['document of a run waits', 'documents of runs wait'],
  github_deliveries: ['delivery of GitHub waits', 'deliveries of GitHub wait'],
  webhook_deliveries: ['webhook fails and is tried again', 'webhooks fail and are tried again'],
};

/** Failures by name; those that the service makes up for by itself are less bad. */
const FAILURES: readonly {
  of: keyof FigureSums;
  what: readonly [noun: string, which: string];
  tone: Tone;
}[] = [
  { of: 'failed', what: ['request', 'answered with 5xx'], tone: 'bad' },
  { of: 'validations_failed', what: ['document', 'that could not be validated'], tone: 'bad' },
  { of: 'd1_errors', what: ['request', 'to the database'], tone: 'bad' },
  { of: 'hub_failures', what: ['attempt', 'of a hub to read or send'], tone: 'doubtful' },
  { of: 'notify_failures', what: ['notification', 'of a hub, made up for from the log'], tone: 'doubtful' },
  { of: 'instance_failures', what: ['call', 'of an instance of a run, tried again'], tone: 'doubtful' },
  { of: 'webhooks_failed', what: ['delivery', 'of a webhook, given up'], tone: 'bad' },
  { of: 'webhooks_retried', what: ['attempt', 'of a webhook, tried again'], tone: 'doubtful' },
  { of: 'slow_readers', what: ['connection', 'closed as too slow'], tone: 'doubtful' },
];

function whatFails({ total }: FigureHistory): Answer {
  const failing = FAILURES.filter(({ of }) => (total[of] ?? 0) > 0);
  return {
    question: 'What fails?',
    tone: failing.some(({ tone }) => tone === 'bad') ? 'bad' : failing.length > 0 ? 'doubtful' : 'good',
    says:
      failing.length === 0 ? 'Nothing in this time' : failing.length === 1 ? 'One thing' : 'Several things',
    facts:
      failing.length === 0
        ? [`${count(total.requests, 'request')}, ${count(total.validations, 'validation')}`]
        : failing.map(({ of, what: [noun, which] }) => `${count(total[of] ?? 0, noun)} ${which}`),
  };
}

function secondsSince(since: string | null, now: number): number {
  return since === null ? 0 : Math.max(0, Math.round((now - Date.parse(since)) / 1_000));
}

function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}

function count(n: number, thing: string): string {
  return `${grouped(n)} ${thing}${n === 1 ? '' : 's'}`;
}
