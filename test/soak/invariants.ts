/** What must hold at the end of a soak: the log, the rows, the counters and what everybody was told are one story. */
import { isDeepStrictEqual } from 'node:util';
import type { EventType, LiveEvent } from '../../src/shared/events.ts';
import type { Document, RecommendationListItem, Run, Validation } from '../../src/shared/things.ts';
import { ALL_TOPIC } from '../../src/shared/topics.ts';
import type { Page } from '../../src/shared/api/fields.ts';
import type { GalleyApi } from '../../src/client/index.ts';
import type { Crowd } from './crowd.ts';
import { wrongWith } from './readers.ts';
import type { Receiver } from './receiver.ts';
import type { Requests } from './requests.ts';
import { replay } from './replay.ts';
import type { Acknowledged } from './work.ts';

/** An invariant, how much it was checked on, and where it does not hold. */
export interface Finding {
  name: string;
  checked: number;
  wrong: string[];
}
/** Everything that the service has, as its API lists it. */
export interface Everything {
  log: LiveEvent[];
  validations: Validation[];
  recommendations: RecommendationListItem[];
  runs: Run[];
  documents: Document[];
  stats: Awaited<ReturnType<GalleyApi['stats']>>;
}

const LIMIT = 200;

export async function readLog(requests: Requests): Promise<LiveEvent[]> {
  const log: LiveEvent[] = [];
  for (let after = 0; ;) {
    const from = after;
    const page = await requests.insist((api) => api.events({ after: from, topic: ALL_TOPIC, limit: LIMIT }));
    log.push(...page.results);
    if (!page.has_more) return log;
    after = page.next_after;
  }
}

async function all<T>(ask: (cursor: { cursor?: string }) => Promise<Page<T>>): Promise<T[]> {
  const found: T[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: Page<T> = await ask(cursor === undefined ? {} : { cursor });
    found.push(...page.results);
    cursor = page.next_cursor;
  }
  return found;
}

/** Reads everything. Nothing may change meanwhile. */
export async function readEverything(requests: Requests, refs: readonly string[]): Promise<Everything> {
  const limit = LIMIT;
  const documents = await Promise.all(
    refs.map((ref) => all((at) => requests.insist((api) => api.documents({ ref, limit, ...at })))),
  );
  return {
    log: await readLog(requests),
    validations: await all((at) => requests.insist((api) => api.validations({ limit, ...at }))),
    recommendations: await all((at) => requests.insist((api) => api.recommendations({ limit, ...at }))),
    runs: await all((at) => requests.insist((api) => api.runs({ limit, ...at }))),
    documents: documents.flat(),
    stats: await requests.insist((api) => api.stats()),
  };
}

/** Those who listened have what the log has. */
export function checkReaders(log: readonly LiveEvent[], { staying, gone }: Crowd): Finding[] {
  const whole = staying.flatMap(({ events, stretch }) =>
    events === undefined ||
    isDeepStrictEqual(
      events,
      log.filter(({ id }) => id > stretch.after),
    )
      ? []
      : ['the events of the first reader differ from the log'],
  );
  const passing = gone.flatMap(({ stretches }) => stretches);
  return [
    {
      name: 'log: ids without a gap',
      checked: log.length,
      wrong: log
        .flatMap(({ id }, index) => (id === index + 1 ? [] : [`event ${id} at ${index}`]))
        .slice(0, 5),
    },
    {
      name: 'readers that stayed: each event once, in order, no gap',
      checked: staying.reduce((sum, { stretch }) => sum + stretch.ids.length, 0),
      wrong: [
        ...staying.flatMap(({ stretch }) => wrongWith(log, stretch, Infinity) ?? []),
        ...staying.flatMap(({ resets }) => (resets > 0 ? [`${resets} resets`] : [])),
        ...whole,
      ],
    },
    {
      name: 'readers that came and went: no gap, no repeat',
      checked: passing.reduce((sum, { ids }) => sum + ids.length, 0),
      wrong: [
        ...passing.flatMap((stretch) => wrongWith(log, stretch) ?? []),
        ...gone.flatMap(({ said }) => said),
      ],
    },
  ];
}

/** The lists, the counters and the acknowledged say what the log says. */
export function checkRows(everything: Everything, done: Acknowledged): Finding[] {
  const { log, validations, recommendations, runs, documents, stats } = everything;
  const told = replay(log);
  return [
    {
      name: 'recommendations: one state, that of the log',
      checked: recommendations.length,
      wrong: [
        ...told.contradictions,
        ...differences(told.statuses, new Map(recommendations.map(({ id, status }) => [id, status]))),
      ],
    },
    {
      name: 'reviews: one state, that of the log',
      checked: validations.length,
      wrong: differences(told.reviews, new Map(validations.map(({ id, review }) => [id, review]))),
    },
    {
      name: 'documents: the newest validations',
      checked: documents.length,
      wrong: differences(
        told.newest,
        new Map(
          documents.map(({ family, ref, file_path, validation_id }) => [
            `${family} ${ref ?? ''} ${file_path}`,
            validation_id,
          ]),
        ),
      ),
    },
    {
      name: 'counters: equal to a recount',
      checked: 5,
      wrong: [
        ...same(
          'validations by review',
          stats.validations.by_review,
          tally(validations, ({ review }) => review),
        ),
        ...same(
          'validations by outcome',
          stats.validations.by_outcome,
          tally(validations, ({ outcome }) => outcome ?? 'failed'),
        ),
        ...same(
          'recommendations',
          stats.recommendations.by_status,
          tally(recommendations, ({ status }) => status),
        ),
        ...same(
          'runs',
          stats.workflows.by_state,
          tally(runs, ({ state }) => state),
        ),
        ...same(
          'documents',
          stats.documents.by_outcome,
          tally(
            documents.filter(({ ref }) => ref === null),
            ({ outcome }) => outcome ?? 'failed',
          ),
        ),
      ],
    },
    {
      name: 'runs: ended, with every document',
      checked: runs.length,
      wrong: runs.flatMap(({ id, state, total, done: some, error }) =>
        state === 'cancelled' || (state === 'completed' && some === total)
          ? []
          : [`run ${id} is ${state}, ${some} of ${total}: ${error ?? ''}`],
      ),
    },
    checkAcknowledged(everything, done),
  ];
}

/** What was acknowledged is there, and what was repeated is there once. */
function checkAcknowledged({ log, runs }: Everything, done: Acknowledged): Finding {
  const created = log.filter(
    ({ type, workflow_id }) => type === 'validation_created' && workflow_id === undefined,
  );
  const counts = new Map<string, number>();
  for (const { type, recommendation_id, validation_id } of log) {
    const key = `${type} ${recommendation_id ?? validation_id}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const wanted = new Map<string, number>();
  for (const { id, type } of done.decisions)
    wanted.set(`${type} ${id}`, (wanted.get(`${type} ${id}`) ?? 0) + 1);
  const isKnown = new Set(runs.map(({ id }) => id));
  const submitted = new Set(done.validations);
  return {
    name: 'acknowledged: in the log, and made once',
    checked: done.decisions.length + done.validations.length + done.runs.length,
    wrong: [
      ...[...wanted].flatMap(([key, n]) => {
        const found = counts.get(key) ?? 0;
        return found >= n ? [] : [`${key}: ${n} acknowledged, ${found} in the log`];
      }),
      ...done.runs.flatMap((id) => (isKnown.has(id) ? [] : [`run ${id} is gone`])),
      ...same('ids of submits', submitted.size, done.validations.length),
      ...same('submits in the log', created.length, submitted.size),
      ...created.flatMap(({ validation_id = '' }) =>
        submitted.has(validation_id) ? [] : [`${validation_id} was not acknowledged`],
      ),
    ],
  };
}

/** A webhook of a soak. */
export interface Subscribed {
  name: string;
  id: string;
  /** The position at which it was created. */
  after: number;
  events: readonly EventType[];
  families: readonly string[] | null;
}

/** The ids of the events that a webhook is to be sent. */
export function dueTo(log: readonly LiveEvent[], { after, events, families }: Subscribed): number[] {
  return log.flatMap(({ id, type, family }) =>
    id > after &&
    events.includes(type) &&
    (families === null || (family !== undefined && families.includes(family)))
      ? [id]
      : [],
  );
}

/** Webhooks were sent what they are subscribed to: at least once, in order. */
export function checkWebhooks(
  log: readonly LiveEvent[],
  receiver: Receiver,
  webhooks: readonly Subscribed[],
): Finding {
  const taken = webhooks.map((webhook) => ({ webhook, ...receiver.subscriber(webhook.name) }));
  return {
    name: 'webhooks: at least once, in order, signed',
    checked: taken.reduce((sum, one) => sum + one.taken.length, 0),
    wrong: taken.flatMap(({ webhook, taken: got, wrong }) => {
      const due = dueTo(log, webhook);
      const at = due.findIndex((id, index) => got[index]?.id !== id);
      const isLost = at !== -1 || due.length !== got.length;
      const words = `${webhook.name}: ${due.length} due, ${got.length} taken, first other at ${at}: ${due[at]} due, ${got[at]?.id} taken`;
      return isLost ? [...wrong, words] : wrong;
    }),
  };
}

function tally<T>(things: readonly T[], name: (one: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of things) counts[name(one)] = (counts[name(one)] ?? 0) + 1;
  return counts;
}

/** Compares figures; names that are missing on one side count as 0. */
function same(
  what: string,
  a: number | Record<string, number>,
  b: number | Record<string, number>,
): string[] {
  if (typeof a === 'number' || typeof b === 'number')
    return a === b ? [] : [`${what}: ${JSON.stringify(a)} and ${JSON.stringify(b)}`];
  return Object.keys(a).flatMap((name) =>
    (a[name] ?? 0) === (b[name] ?? 0) ? [] : [`${what}, ${name}: counted ${a[name]}, listed ${b[name] ?? 0}`],
  );
}

function differences(log: ReadonlyMap<string, string>, rows: ReadonlyMap<string, string>): string[] {
  return [...new Set([...log.keys(), ...rows.keys()])].flatMap((key) =>
    log.get(key) === rows.get(key)
      ? []
      : [`${key}: ${log.get(key)} by the log, ${rows.get(key)} by the list`],
  );
}
