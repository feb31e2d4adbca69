/** What people and programs do with a service during a soak. Each acts by choices of its own seed, one thing after another. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '../../src/client/index.ts';
import type { BulkResult } from '../../src/shared/api/decisions.ts';
import type { EventType } from '../../src/shared/events.ts';
import { Folder } from '../browser/pusher.ts';
import { Random } from '../fuzz/random.ts';
import type { Requests } from './requests.ts';
import { FAMILIES, textOf, treeOf } from './texts.ts';

const REF = 'pull/7';
const PATHS = 60;
const MAX_TREE = 120;
const CHUNK = 40;
const CLI_FILES = 12;

/** A decision that the service has said it took. */
export interface Decision {
  /** Of a recommendation or a validation. */
  id: string;
  type: EventType;
}

/** What the service has acknowledged. All of it must be in its log. */
export interface Acknowledged {
  validations: string[];
  runs: string[];
  decisions: Decision[];
  /** Requests that were refused because something else was faster. */
  refused: number;
  /** Commands, with what they printed when their exit code was 2. */
  commands: { name: string; code: number | null; said: string }[];
  pulls: number;
}

/** Holds all actors back, so that the service has nothing to do. */
export class Gate {
  #opened: Promise<void> = Promise.resolve();
  #open: () => void = () => undefined;
  isOver = false;

  close(): void {
    this.#opened = new Promise((resolve) => (this.#open = resolve));
  }

  open(): void {
    this.#open();
  }

  passed(): Promise<void> {
    return this.#opened;
  }
}

interface Actor {
  name: string;
  /** How long it thinks, in milliseconds: about. */
  pauseMs: number;
  act: (desk: Desk) => Promise<void>;
}
interface Desk {
  requests: Requests;
  random: Random;
  url: string;
  done: Acknowledged;
}

/** Lets all actors work until the gate is over. @returns once each has ended what it did */
export async function work(
  requests: Requests,
  url: string,
  seed: number,
  gate: Gate,
  done: Acknowledged,
): Promise<void> {
  const actors = ACTORS.flatMap(({ number, ...actor }) => Array.from({ length: number }, () => actor));
  await Promise.all(
    actors.map(async ({ pauseMs, act }, index) => {
      const random = new Random(seed + index + 1);
      while (!gate.isOver) {
        await gate.passed();
        await act({ requests, random, url, done });
        await sleep(pauseMs * (0.5 + random.next()));
      }
    }),
  );
}

const ACTORS: readonly (Actor & { number: number })[] = [
  { name: 'author', number: 3, pauseMs: 1_200, act: submit },
  { name: 'build', number: 1, pauseMs: 6_000, act: run },
  { name: 'command line', number: 1, pauseMs: 20_000, act: command },
  { name: 'reviewer', number: 3, pauseMs: 900, act: review },
  { name: 'puller', number: 1, pauseMs: 4_000, act: pull },
];

/** Runs something that others may have made impossible meanwhile. */
async function unlessRefused(done: Acknowledged, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof ApiError) || (error.status !== 409 && error.status !== 404)) throw error;
    done.refused += 1;
  }
}

async function submit({ requests, random, done }: Desk): Promise<void> {
  const file_path = `page-${random.integer(1, PATHS)}.md`;
  const body = {
    file_path,
    content: textOf(random, file_path),
    family: random.pick(FAMILIES),
    ...(random.chance(0.1) && { ref: REF }),
  };
  const { id } = await requests.insist((api, call) => api.validate(body, call));
  done.validations.push(id);
  if (!random.chance(0.15)) return;
  // Made once: a repeated request has to be the same.
  const content = textOf(random, file_path);
  const child = await requests.insist((api, call) => api.revalidate(id, { content }, call));
  done.validations.push(child.id);
}

async function run({ requests, random, done }: Desk): Promise<void> {
  const documents = treeOf(random, random.integer(10, MAX_TREE));
  const request = {
    type: 'batch_validation' as const,
    name: 'soak',
    family: random.pick(FAMILIES.slice(1)),
    ...(random.chance(0.2) && { ref: REF }),
    complete: random.chance(0.3),
  };
  const isWhole = random.chance(0.5);
  const { id } = await requests.insist((api, call) =>
    api.createRun(isWhole ? { ...request, documents } : request, call),
  );
  done.runs.push(id);
  const control = (action: 'start' | 'pause' | 'resume' | 'cancel') =>
    unlessRefused(done, async () => {
      await requests.insist((api, call) => api.controlRun(id, action, call));
    });
  if (!isWhole) {
    for (let from = 0; from < documents.length; from += CHUNK)
      await requests.insist((api, call) => api.addDocuments(id, documents.slice(from, from + CHUNK), call));
    await control('start');
  }
  if (random.chance(0.3)) {
    await control('pause');
    await sleep(random.integer(200, 2_000));
    await control('resume');
  }
  if (random.chance(0.1)) await control('cancel');
}

async function command({ random, url, done }: Desk): Promise<void> {
  const folder = new Folder();
  try {
    for (let n = 0; n < CLI_FILES; n += 1) folder.write(`cli/${n}.md`, textOf(random, `cli/${n}.md`));
    const isPull = random.chance(0.4);
    const started = isPull
      ? folder.pull(url, '--family', 'words', '--check')
      : folder.push(url, 'cli/**/*.md', '--family', 'words', '--wait');
    const code = await started.end();
    const isFine = code === 0 || code === 1;
    done.commands.push({ name: isPull ? 'pull' : 'push', code, said: isFine ? '' : started.said });
  } finally {
    folder.remove();
  }
}

async function review(desk: Desk): Promise<void> {
  const { random, done } = desk;
  const act = random.pick([one, one, one, many, undo, ofRule, ofValidation, enhance]);
  await unlessRefused(done, () => act(desk));
}

/** Some recommendations of a status, the newest of which most others decide on too. */
async function some({ requests, random }: Desk, status: 'proposed' | 'approved' | 'rejected', count: number) {
  const family = random.pick(FAMILIES);
  const { results } = await requests.insist((api) => api.recommendations({ status, family, limit: 60 }));
  return random.shuffled(results).slice(0, count);
}

async function one(desk: Desk): Promise<void> {
  const { requests, random, done } = desk;
  const [action, status, type] = random.pick([
    ['approve', 'proposed', 'recommendation_approved'],
    ['reject', 'proposed', 'recommendation_rejected'],
    ['reject', 'approved', 'recommendation_rejected'],
    ['reopen', 'rejected', 'recommendation_reopened'],
  ] as const);
  for (const { id } of await some(desk, status, 1)) {
    await requests.insist((api, call) => api.decideRecommendation(id, action, {}, call));
    done.decisions.push({ id, type });
  }
}

async function many(desk: Desk): Promise<void> {
  const { requests, random, done } = desk;
  const ids = (await some(desk, 'proposed', random.integer(2, 30))).map(({ id }) => id);
  if (ids.length === 0) return;
  const answer = await requests.insist((api, call) =>
    api.decideRecommendations({ action: 'approve', ids }, call),
  );
  note(done, answer.results, 'recommendation_approved');
  if (!random.chance(0.4)) return;
  const undone = await requests.insist((api, call) => api.undoBatch(answer.batch_id, {}, call));
  note(done, undone.results, 'recommendation_undone');
}

async function undo(desk: Desk): Promise<void> {
  const { requests, random, done } = desk;
  for (const { id } of await some(desk, random.pick(['approved', 'rejected'] as const), 1)) {
    await requests.insist((api, call) => api.undoRecommendation(id, {}, call));
    done.decisions.push({ id, type: 'recommendation_undone' });
  }
}

async function ofRule(desk: Desk): Promise<void> {
  const { requests, done } = desk;
  const [found] = await some(desk, 'proposed', 1);
  if (!found) return;
  const { rule_id, family } = found;
  const answer = await requests.insist((api, call) =>
    api.decideRecommendations({ action: 'reject', rule_id, family, note: 'soak' }, call),
  );
  note(done, answer.results, 'recommendation_rejected');
}

async function ofValidation(desk: Desk): Promise<void> {
  const { requests, random, done } = desk;
  const { results } = await requests.insist((api) => api.validations({ review: 'pending', limit: 30 }));
  const ids = random
    .shuffled(results)
    .slice(0, random.integer(1, 5))
    .map(({ id }) => id);
  if (ids.length === 0) return;
  const answer = await requests.insist((api, call) =>
    api.decideValidations({ action: 'approve', ids }, call),
  );
  note(done, answer.results, 'validation_approved');
}

async function enhance(desk: Desk): Promise<void> {
  const { requests, done } = desk;
  for (const { validation_id: id } of await some(desk, 'approved', 1)) {
    const { applied } = await requests.insist((api, call) => api.enhance(id, {}, call));
    if (applied.length === 0) continue;
    done.decisions.push({ id, type: 'validation_enhanced' });
    for (const each of applied) done.decisions.push({ id: each, type: 'recommendation_applied' });
  }
}

function note(done: Acknowledged, results: readonly BulkResult[], type: EventType): void {
  for (const { id, ok } of results) {
    if (ok) done.decisions.push({ id, type });
    else done.refused += 1;
  }
}

async function pull({ requests, random, done }: Desk): Promise<void> {
  const family = random.pick(FAMILIES);
  await requests.insist((api) => api.approved(family, { limit: 50 }));
  await requests.insist(() => requests.read(`/api/families/${family}/patch?limit=20`));
  await requests.insist((api) => api.documents({ family, open: true, sort: '-findings' }));
  await requests.insist((api) => api.monitoring());
  done.pulls += 1;
}
